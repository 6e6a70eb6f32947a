import type { Conflation, MarketEvent } from '@md/types'
import { aCandle, aTicker, aTrade, ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { aBook } from '../test/kit.ts'
import { Conflator } from './conflation.ts'

function aConflator(conflation: Exclude<Conflation, 'every'>) {
  const clock = new ManualClock()
  const heard: MarketEvent[] = []
  const failures: unknown[] = []
  let conflated = 0
  const conflator = new Conflator((event) => heard.push(event), {
    conflation,
    clock,
    onFailure: (error) => failures.push(error),
    onConflated: () => {
      conflated += 1
    },
  })
  return {
    clock,
    heard,
    failures,
    conflator,
    conflated: () => conflated,
    prices: () => heard.map(({ data }) => ('last' in data ? data.last : Number.NaN)),
    tick: (last: number) => conflator.offer({ type: 'ticker', data: aTicker({ last }) }),
  }
}

const GAP: MarketEvent = {
  type: 'gap',
  data: {
    exchange: 'binance',
    symbol: 'BTC/USDT',
    channel: 'ticker',
    missed: undefined,
    recovered: false,
    cause: 'drop',
  },
}

test('latest: of the events of one turn only the last is delivered, in the next', () => {
  const { clock, conflated, prices, tick } = aConflator('latest')

  for (const last of [1, 2, 3]) tick(last)
  expect(prices()).toEqual([])
  clock.advance(0)
  expect(prices()).toEqual([3])

  tick(4)
  clock.advance(0)
  expect(prices()).toEqual([3, 4])
  expect(conflated()).toBe(2)
  expect(clock.pending).toBe(0)
})

test('throttle: the first at once, then at most one per window, and the last of a window is not lost', () => {
  const { clock, conflated, prices, tick } = aConflator({ throttleMs: 100 })

  tick(1)
  expect(prices()).toEqual([1])
  clock.advance(30)
  tick(2)
  tick(3)
  clock.advance(69)
  expect(prices()).toEqual([1])
  clock.advance(1)
  expect(prices()).toEqual([1, 3])

  tick(4)
  clock.advance(99)
  expect(prices()).toEqual([1, 3])
  clock.advance(1)
  expect(prices()).toEqual([1, 3, 4])
  expect(conflated()).toBe(1)
})

test('throttle: after a quiet window the next is delivered at once, and no timer is left', () => {
  const { clock, prices, tick } = aConflator({ throttleMs: 100 })
  tick(1)
  clock.advance(250)
  expect(clock.pending).toBe(0)

  tick(2)

  expect(prices()).toEqual([1, 2])
})

test('a gap or a connection change is delivered at once, after what was waiting: order is kept', () => {
  const { clock, conflated, conflator, heard, tick } = aConflator('latest')
  tick(1)
  tick(2)

  conflator.offer(GAP)
  tick(3)
  clock.advance(0)

  expect(heard.map(({ data, type }) => ('last' in data ? data.last : type))).toEqual([2, 'gap', 3])
  expect(conflated()).toBe(1)
})

test('a closed candle is never lost: it is delivered at once, in place of what was waiting', () => {
  const { clock, conflated, conflator, heard } = aConflator({ throttleMs: 100 })
  const candle = (close: number, closed = false) =>
    conflator.offer({ type: 'candle', data: aCandle({ close, closed }) })

  candle(1)
  candle(2)
  candle(3, true)
  candle(4)
  clock.advance(100)

  expect(heard.map(({ data }) => ('close' in data ? data.close : 0))).toEqual([1, 3, 4])
  expect(conflated()).toBe(1)
})

test('a book: what is delivered is the view as it is then, with the last change', () => {
  const { clock, conflator, heard } = aConflator('latest')
  const book = aBook()
  conflator.offer({ type: 'orderbook', data: book.snapshot([[100, 1]], [[101, 1]]) })
  expect(heard).toHaveLength(1)

  conflator.offer({ type: 'orderbook', data: book.update([[99, 5]]) })
  conflator.offer({ type: 'orderbook', data: book.update([[100, 2]]) })
  clock.advance(0)

  const last = heard[1]
  expect(heard).toHaveLength(2)
  if (last?.type !== 'orderbook') throw new Error('not a book')
  expect(last.data.bids.top(2)).toEqual([
    [100, 2],
    [99, 5],
  ])
  expect(last.data.change).toMatchObject({ sequence: 2, bids: [[100, 2]] })
})

test('a book that stops being live is told at once', () => {
  const { conflator, heard } = aConflator({ throttleMs: 1_000 })
  const book = aBook()
  conflator.offer({ type: 'orderbook', data: book.snapshot([[100, 1]], [[101, 1]]) })
  conflator.offer({ type: 'orderbook', data: book.update([[99, 5]]) })
  conflator.offer({ type: 'orderbook', data: book.update([[98, 5]]) })
  const before = heard.length

  book.view.become('syncing')
  conflator.offer({ type: 'orderbook', data: book.view })

  expect(heard).toHaveLength(before + 1)
})

test('once stopped it delivers nothing and leaves no timer', () => {
  const { clock, conflator, prices, tick } = aConflator({ throttleMs: 100 })
  tick(1)
  tick(2)

  conflator.stop()
  expect(clock.pending).toBe(0)
  clock.advance(1_000)
  conflator.offer({ type: 'ticker', data: aTicker({ last: 3 }) })
  conflator.stop()

  expect(prices()).toEqual([1])
})

test('a listener that throws in a later turn is reported, not thrown into the event loop', () => {
  const clock = new ManualClock()
  const failures: unknown[] = []
  const conflator = new Conflator(
    () => {
      throw new Error('bad bot')
    },
    { conflation: 'latest', clock, onFailure: (error) => failures.push(error), onConflated: () => undefined },
  )

  conflator.offer({ type: 'trade', data: aTrade() })
  clock.advance(0)

  expect(failures).toEqual([new Error('bad bot')])
})
