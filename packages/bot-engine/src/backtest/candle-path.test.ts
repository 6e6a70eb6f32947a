import { aCandle } from '@md/types/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { candlePath } from './candle-path.ts'

const OPEN_TIME = 1_750_000_020_000
const closed = (prices: { open: number; high: number; low: number; close: number }) =>
  aCandle({ ...prices, closed: true })

const shown = (candle: Parameters<typeof candlePath>[0], options?: Parameters<typeof candlePath>[1]) =>
  candlePath(candle, options).map(({ type, data }) => {
    if (type === 'ticker') return ['ticker', data.receivedAt - OPEN_TIME, data.last]
    if (type !== 'candle') return [type]
    return [data.closed ? 'closed' : 'open', data.receivedAt - OPEN_TIME, data.open, data.high, data.low, data.close]
  })

test('a candle that rose goes down first', () => {
  expect(shown(closed({ open: 10, high: 14, low: 9, close: 12 }), { tickers: false })).toEqual([
    ['open', 0, 10, 10, 10, 10],
    ['open', 20_000, 10, 10, 9, 9],
    ['open', 40_000, 10, 14, 9, 14],
    ['closed', 59_999, 10, 14, 9, 12],
  ])
})

test('a candle that fell goes up first', () => {
  expect(shown(closed({ open: 12, high: 14, low: 9, close: 10 }), { unfinished: false })).toEqual([
    ['ticker', 0, 12],
    ['ticker', 20_000, 14],
    ['ticker', 40_000, 9],
    ['ticker', 59_999, 10],
    ['closed', 59_999, 12, 14, 9, 10],
  ])
})

test('a ticker made of a candle does not pretend to a quote', () => {
  const [first] = candlePath(closed({ open: 1, high: 1, low: 1, close: 1 }))
  expect(first).toMatchObject({ type: 'ticker', data: { bid: 1, ask: 1, quote: 'last', timestamp: OPEN_TIME } })
})

test('whatever the candle, nothing of its future shows: no price or volume that has not been there', () => {
  const price = fc.integer({ min: 1, max: 1_000 })
  fc.assert(
    fc.property(price, price, fc.nat(50), fc.nat(50), (open, close, above, below) => {
      const high = Math.max(open, close) + above
      const low = Math.min(open, close) - Math.min(below, Math.min(open, close) - 1)
      const seen: number[] = []
      let last = 0
      for (const { type, data } of candlePath(aCandle({ open, high, low, close, closed: true, volume: 9 }))) {
        if (type === 'ticker') seen.push(data.last)
        if (type !== 'candle') continue
        expect([data.high, data.low, data.close]).toEqual([Math.max(...seen), Math.min(...seen), seen.at(-1)])
        expect(data.volume).toBeGreaterThanOrEqual(last)
        last = data.volume
      }
      expect([seen.length, last]).toEqual([4, 9])
    }),
  )
})
