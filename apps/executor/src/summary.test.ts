import { MaintainedBook } from '@md/order-book'
import { aCandle, aTicker, aTrade, ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { Summary } from './summary.ts'
import { Tally } from './tally.ts'

function aSummary(json = false) {
  const clock = new ManualClock()
  const tally = new Tally(clock)
  const lines: string[] = []
  const summary = new Summary({ tally, clock, json, write: (line) => lines.push(line) })
  summary.start()
  return { clock, tally, lines, summary }
}

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const

test('says nothing until something was received, then a line a second for each market', () => {
  const { clock, lines, summary, tally } = aSummary()
  clock.advance(1_000)
  expect(lines).toEqual([])

  tally.take({ type: 'trade', data: aTrade({ price: 99.5 }) })
  tally.take({ type: 'trade', data: aTrade({ price: 100.5 }) })
  tally.take({ type: 'ticker', data: aTicker({ exchange: 'kraken', symbol: 'ETH/USD', last: 7 }) })
  clock.advance(1_000)
  expect(lines).toEqual([
    expect.stringMatching(/^binance BTC\/USDT +last +100.5 +bid +– +ask +– +book none +2\/s$/),
    expect.stringMatching(/^kraken ETH\/USD +last +7 .* 1\/s$/),
  ])
  clock.advance(1_000)
  expect(lines.at(-1)).toContain(' 0/s')

  summary.stop()
  clock.advance(5_000)
  expect(lines).toHaveLength(4)
})

test('tells the book and what is missing', () => {
  const { clock, lines, tally } = aSummary()
  const book = new MaintainedBook({ ...MARKET, integrity: 'sequence' })
  book.snapshot({ bids: [[100, 1]], asks: [[101, 2]] }, { timestamp: 1, receivedAt: 1 })
  book.status = 'live'
  tally.take({ type: 'orderbook', data: book })
  const gap = { ...MARKET, channel: 'trades', cause: 'drop' } as const
  tally.take({ type: 'gap', data: { ...gap, missed: 3, recovered: false } })
  tally.take({ type: 'gap', data: { ...gap, missed: 9, recovered: true } })
  tally.take({ type: 'gap', data: { ...gap, missed: undefined, recovered: false } })
  clock.advance(1_000)
  expect(lines[0]).toMatch(/bid +100 +ask +101 +book live +4\/s +3 gaps, 3 missed$/)

  book.become('stale')
  tally.take({ type: 'orderbook', data: book })
  clock.advance(1_000)
  expect(lines[1]).toContain('book stale')
})

test('as JSON it tells the same, and when', () => {
  const { clock, lines, tally } = aSummary(true)
  tally.take({ type: 'candle', data: aCandle({ close: 5 }) })
  const change = { exchange: 'binance', state: 'CONNECTED', previous: 'CONNECTING', reason: 'open', at: 1 } as const
  tally.take({ type: 'exchange:connected', data: change })
  clock.advance(1_000)
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    at: clock.now(),
    ...MARKET,
    last: 5,
    newestAt: expect.any(Number),
    book: 'none',
    received: { ticker: 0, trade: 0, orderbook: 0, candle: 1, gap: 0 },
    missed: 0,
    eventsPerSecond: 1,
  })
})
