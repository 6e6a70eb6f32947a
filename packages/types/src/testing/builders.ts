import type { Candle } from '../candle.ts'
import type { Ticker } from '../ticker.ts'
import type { Trade } from '../trade.ts'

const STAMP = {
  exchange: 'binance',
  symbol: 'BTC/USDT',
  timestamp: 1_750_000_000_000,
  receivedAt: 1_750_000_000_001.5,
} as const

export const aTrade = (particulars: Partial<Trade> = {}): Trade => ({
  ...STAMP,
  id: '1',
  price: 100,
  amount: 1,
  side: 'buy',
  origin: 'live',
  ...particulars,
})

export const aTicker = (particulars: Partial<Ticker> = {}): Ticker => ({
  ...STAMP,
  last: 100,
  bid: 99.5,
  ask: 100.5,
  quote: 'live',
  ...particulars,
})

export const aCandle = (particulars: Partial<Candle> = {}): Candle => ({
  ...STAMP,
  interval: '1m',
  openTime: 1_750_000_020_000,
  closeTime: 1_750_000_079_999,
  open: 100,
  high: 101,
  low: 99,
  close: 100.5,
  volume: 12,
  closed: false,
  ...particulars,
})
