import type { DecodeContext } from '@md/adapter-core'
import { decodingIn } from '@md/adapter-core/testing'
import { decode } from '../src/decode.ts'

/* One frame of every kind, in the shape of 2026 with numbers of our own, and the context they are decoded in. */

const ASKED_FOR: ReadonlyMap<string, string> = new Map([
  ['BTC-USD', 'BTC/USD'],
  ['ETH-EUR', 'ETH/EUR'],
])

export const context: DecodeContext = {
  symbolOf: (venueSymbol) => ASKED_FOR.get(venueSymbol),
  receivedAt: 1_789_000_000_123.5,
}

export const { decoded, only } = decodingIn(context, decode)

const TIME = '2026-09-10T00:26:40.100250Z'
const timestamp = 1_789_000_000_100

/** What every event of this market begins with. */
export const btc = { exchange: 'coinbase', symbol: 'BTC/USD', timestamp, receivedAt: context.receivedAt } as const

export const ticker = {
  type: 'ticker',
  sequence: 137_000_000_001,
  product_id: 'BTC-USD',
  price: '84737.58',
  open_24h: '84430.55',
  volume_24h: '1836.96781750',
  low_24h: '84400',
  high_24h: '85021.57',
  volume_30d: '175984.53012145',
  best_bid: '84737.58',
  best_bid_size: '0.19921154',
  best_ask: '84737.59',
  best_ask_size: '0.05223077',
  side: 'sell',
  time: TIME,
  trade_id: 4711,
  last_size: '0.00000025',
}

export const match = {
  type: 'match',
  trade_id: 4711,
  maker_order_id: '00000000-0000-4000-8000-000000000001',
  taker_order_id: '00000000-0000-4000-8000-000000000002',
  side: 'sell',
  size: '0.0025',
  price: '84737.58',
  product_id: 'BTC-USD',
  sequence: 137_000_000_001,
  time: TIME,
}

export const lastMatch = { ...match, type: 'last_match', trade_id: 4710 }

export const snapshot = {
  type: 'snapshot',
  product_id: 'BTC-USD',
  asks: [
    ['84737.59', '0.05223077'],
    ['84738.00', '1.50000000'],
  ],
  bids: [
    ['84737.58', '0.19921154'],
    ['84737.00', '2.00000000'],
  ],
  time: TIME,
}

export const l2update = {
  type: 'l2update',
  product_id: 'BTC-USD',
  changes: [
    ['buy', '84737.58', '0.00000000'],
    ['sell', '84737.59', '0.75000000'],
    ['buy', '84737.40', '0.10000000'],
  ],
  time: TIME,
}

export const heartbeat = {
  type: 'heartbeat',
  last_trade_id: 4712,
  product_id: 'BTC-USD',
  sequence: 137_000_000_002,
  time: TIME,
}

export const subscriptions = {
  type: 'subscriptions',
  channels: [
    { name: 'level2_50', product_ids: ['BTC-USD', 'ETH-EUR'], account_ids: null },
    { name: 'matches', product_ids: ['ETH-EUR'], account_ids: null },
    { name: 'ticker_1000', product_ids: ['BTC-USD'], account_ids: null },
    { name: 'heartbeat', product_ids: ['ETH-EUR', 'BTC-USD'], account_ids: null },
  ],
}

export const refusal = {
  type: 'error',
  message: 'Failed to subscribe',
  reason: 'BTC-USD is not a valid product',
}

export const everyKind: readonly object[] = [
  ticker,
  match,
  lastMatch,
  snapshot,
  l2update,
  heartbeat,
  subscriptions,
  refusal,
]
