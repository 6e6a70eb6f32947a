import type { Candle, Fill, OrderState, Ticker, Trade } from '@md/types'
import { aCandle, aTicker, aTrade } from '@md/types/testing'
import fc from 'fast-check'
import type { JournalBody, JournalEntry } from '../src/journal/entry.ts'
import type { Order } from '../src/orders/order.ts'
import type { Refusal } from '../src/risk/refusal.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const

const aFill = (particulars: Partial<Fill> = {}): Fill => ({
  ...MARKET,
  tradeId: 't1',
  clientOrderId: 'c1',
  side: 'buy',
  price: '100.5',
  amount: '0.1',
  fee: '0.01',
  feeAsset: 'USDT',
  liquidity: 'taker',
  timestamp: 1_750_000_000_000,
  ...particulars,
})

const STATE: OrderState = {
  ...MARKET,
  clientOrderId: 'c1',
  venueOrderId: 'v1',
  status: 'open',
  side: 'buy',
  amount: '0.1',
  filled: '0',
  price: '100.5',
}

const ORDER: Order = {
  ref: 'grid-1',
  sequence: 1,
  request: { ...MARKET, clientOrderId: 'c1', side: 'buy', type: 'limit', amount: '0.1', price: '100.5' },
  purpose: 'exposure',
  because: 'level 3',
  createdAt: 1_750_000_000_000.25,
  status: 'intended',
  venueOrderId: undefined,
  filled: '0',
  booked: '0',
  cancelling: false,
  settledBy: undefined,
  reject: undefined,
}

const REFUSAL: Refusal = { code: 'stale-price', message: 'price is 9 s old', numbers: { ageMs: 9000 }, scope: 'bot' }

/** One body of every type but the first of a run, which holds a whole configuration. */
export const BODIES: {
  readonly [T in Exclude<JournalBody['type'], 'begin'>]: Extract<JournalBody, { readonly type: T }>
} = {
  market: { type: 'market', event: { type: 'ticker', data: aTicker() } },
  look: {
    type: 'look',
    book: {
      exchange: 'binance',
      symbol: 'BTC/USDT',
      timestamp: undefined,
      receivedAt: 2,
      status: 'live',
      integrity: 'sequence',
      change: { kind: 'snapshot', sequence: 4, bids: [[99, 1]], asks: [[101, 2]] },
    },
  },
  'warm-up': { type: 'warm-up', candle: aCandle({ closed: true }) },
  timer: { type: 'timer', name: 'twap', dueAt: 1_750_000_000_500 },
  outcome: { type: 'outcome', clientOrderId: 'c1', of: 'place', outcome: { outcome: 'unknown', settledBy: 5 } },
  found: { type: 'found', clientOrderId: 'c1', state: undefined },
  order: { type: 'order', state: STATE },
  fill: { type: 'fill', fill: aFill() },
  balance: { type: 'balance', exchange: 'binance', balance: { asset: 'USDT', free: '1000', locked: '0' } },
  adopted: { type: 'adopted', order: ORDER, cancel: true },
  'taken-over': { type: 'taken-over', fill: aFill() },
  reconciled: { type: 'reconciled', ok: true, reason: 'agrees' },
  venue: { type: 'venue', exchange: 'binance', connected: false, reason: 'lost' },
  health: { type: 'health', of: 'price', live: false, reason: 'stale' },
  command: { type: 'command', command: 'start', reason: 'asked' },
  'shared-refusal': { type: 'shared-refusal', sequence: 3, refusal: REFUSAL },
  intent: { type: 'intent', order: ORDER },
  cancel: { type: 'cancel', clientOrderId: 'c1', because: 'moved' },
  refusal: { type: 'refusal', ref: 'grid-1', refusal: REFUSAL },
  exit: { type: 'exit', market: 'binance BTC/USDT', reason: 'stop-loss', price: 99 },
  life: { type: 'life', from: 'new', to: 'running', reason: 'started' },
  note: { type: 'note', message: 'a "quoted"\nnote' },
  fault: { type: 'fault', hook: 'ticker', message: 'undefined is no price' },
  state: { type: 'state', version: 2, state: { b: 1, a: [1, null] }, keep: { timers: {} } },
  adjustment: { type: 'adjustment', reason: 'fills missed', detail: 't1' },
}

/** A note: the smallest entry that says which it is. */
export const aNote = (n: number, message = `note ${n}`): JournalEntry => ({
  n,
  at: 1_750_000_000_000 + n,
  type: 'note',
  message,
})

export const notes = (from: number, to: number): readonly JournalEntry[] =>
  Array.from({ length: to - from + 1 }, (_, i) => aNote(from + i))

const number = fc.double({ noNaN: true, noDefaultInfinity: true })
const text = fc.string({ unit: 'binary' })
const exchange = fc.constantFrom('binance', 'coinbase', 'kraken')

/** `Required`: a new member of the type stops this from compiling, until it is here and written by the fast way too. */
const tickerMembers: { readonly [K in keyof Required<Ticker>]: fc.Arbitrary<Required<Ticker>[K]> } = {
  exchange,
  symbol: text,
  timestamp: fc.option(number, { nil: undefined }),
  receivedAt: number,
  last: number,
  bid: number,
  ask: number,
  quote: fc.constantFrom('live', 'last'),
  bidAmount: number,
  askAmount: number,
  high24h: number,
  low24h: number,
  open24h: number,
  volume24h: number,
  quoteVolume24h: number,
}

export const anyTicker: fc.Arbitrary<Ticker> = fc
  .record(tickerMembers, {
    requiredKeys: ['exchange', 'symbol', 'timestamp', 'receivedAt', 'last', 'bid', 'ask', 'quote'],
  })
  .map((ticker) => ticker)

export const anyTrade: fc.Arbitrary<Trade> = fc
  .record({
    exchange,
    symbol: text,
    id: text,
    price: number,
    amount: number,
  })
  .map((trade) => aTrade(trade))

export const anyCandle: fc.Arbitrary<Candle> = fc
  .record({ exchange, symbol: text, open: number, close: number })
  .map((candle) => aCandle(candle))
