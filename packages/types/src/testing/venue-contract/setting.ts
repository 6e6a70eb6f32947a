import type { ExchangeId } from '../../exchange.ts'
import type { Level } from '../../order-book.ts'
import type { VenueSetting } from './harness.ts'

export const SYMBOL = 'BTC/USDT'

/** The market and the account that every promise begins with. */
export const settingOn = (exchange: ExchangeId): VenueSetting => ({
  instrument: {
    exchange,
    symbol: SYMBOL,
    base: 'BTC',
    quote: 'USDT',
    venueSymbol: 'BTCUSDT',
    status: 'trading',
    tickSize: '0.01',
    stepSize: '0.0001',
    minAmount: '0.0001',
    maxAmount: '1000',
    minNotional: '5',
  },
  balances: { BTC: '10', USDT: '10000' },
})

export const BIDS: readonly Level[] = [
  [100, 1],
  [99.9, 2],
  [99, 5],
]

export const ASKS: readonly Level[] = [
  [100.1, 1],
  [100.2, 2],
  [101, 5],
]
