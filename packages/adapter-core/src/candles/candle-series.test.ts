import type { Candle, Gap } from '@md/types'
import { aCandle, ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { CandleSeries, type CandleSeriesOptions } from './candle-series.ts'

const MINUTE = 60_000
const GRACE = 2_000
const OPEN = 1_750_000_020_000

/** The candle of the n-th minute. */
const minute = (n: number, particulars: Partial<Candle> = {}) =>
  aCandle({ openTime: OPEN + n * MINUTE, closeTime: OPEN + (n + 1) * MINUTE - 1, ...particulars })

function aSeries(options: Partial<CandleSeriesOptions> = {}) {
  const clock = new ManualClock(OPEN)
  const candles: Candle[] = []
  const gaps: Gap[] = []
  const series = new CandleSeries(
    { closing: 'here', clock, whole: () => true, ...options },
    { emit: (candle) => candles.push(candle), gap: (gap) => gaps.push(gap) },
  )
  return {
    clock,
    series,
    gaps,
    candles,
    /** What was told: `0` is an update of minute 0, `0!` its end. */
    told: () => candles.map(({ openTime, closed }) => `${(openTime - OPEN) / MINUTE}${closed ? '!' : ''}`),
  }
}

test('the next candle closes the one before it, as it was last', () => {
  const { series, candles, told } = aSeries()

  series.receive(minute(0, { close: 1 }))
  series.receive(minute(0, { close: 2 }))
  series.receive(minute(1))

  expect(told()).toEqual(['0', '0', '0!', '1'])
  expect(candles[2]?.close).toBe(2)
})

test('the clock closes a candle that no other follows, after a moment for what is on its way', () => {
  const { series, clock, told } = aSeries()
  series.receive(minute(0))

  clock.advance(MINUTE + GRACE - 1)
  expect(told()).toEqual(['0'])
  clock.advance(1)

  expect(told()).toEqual(['0', '0!'])
  expect(clock.pending).toBe(0)
})

test('a candle is closed once: what comes for it afterwards is not told', () => {
  const { series, clock, told } = aSeries()
  series.receive(minute(0))
  clock.advance(MINUTE + GRACE)

  series.receive(minute(0))
  series.receive(minute(-1))
  series.receive(minute(1))

  expect(told()).toEqual(['0', '0!', '1'])
})

test('the clock closes nothing while something may still come for it', () => {
  let whole = false
  const { series, clock, told } = aSeries({ whole: () => whole })
  series.receive(minute(0))
  clock.advance(MINUTE + 10 * GRACE)
  expect(told()).toEqual(['0'])

  whole = true
  clock.advance(GRACE)

  expect(told()).toEqual(['0', '0!'])
})

test('a candle that is filled in after its end is closed a moment later', () => {
  let whole = false
  const { series, clock, told } = aSeries({ whole: () => whole })
  series.receive(minute(0))
  clock.advance(5 * MINUTE)
  whole = true
  series.receive(minute(0))
  expect(told()).toEqual(['0', '0'])

  clock.advance(GRACE)

  expect(told()).toEqual(['0', '0', '0!'])
})

test('candles of another time, as in a replay, are closed by newer ones alone', () => {
  const { series, clock, told } = aSeries()
  series.receive(minute(-100))

  expect(clock.pending).toBe(0)
  series.receive(minute(-99))

  expect(told()).toEqual(['-100', '-100!', '-99'])
})

test('a venue that closes its candles is believed, and the clock is left alone', () => {
  const { series, clock, told } = aSeries({ closing: 'native' })

  series.receive(minute(0))
  series.receive(minute(0, { closed: true }))
  series.receive(minute(0))
  series.receive(minute(1))

  expect(told()).toEqual(['0', '0!', '1'])
  expect(clock.pending).toBe(0)
})

test('closings of the venue that never came are a gap, to the last one', () => {
  const { series, gaps } = aSeries({ closing: 'native' })
  series.receive(minute(0, { closed: true }))

  series.receive(minute(1))
  expect(gaps).toEqual([])
  series.receive(minute(4))

  expect(gaps).toEqual([
    {
      exchange: 'binance',
      symbol: 'BTC/USDT',
      channel: 'candles',
      cause: 'drop',
      from: String(OPEN + MINUTE),
      to: String(OPEN + 3 * MINUTE),
      missed: 3,
      recovered: false,
    },
  ])
})

test('the first candle is the first that can be missing', () => {
  const { series, gaps } = aSeries({ closing: 'native' })

  series.receive(minute(5))
  series.receive(minute(6))

  expect(gaps).toMatchObject([{ from: String(OPEN + 5 * MINUTE), to: String(OPEN + 5 * MINUTE), missed: 1 }])
})

test('months have no fixed length: none of them can be told to be missing', () => {
  const { series, gaps } = aSeries({ closing: 'native' })

  series.receive(minute(0, { interval: '1M', closed: true }))
  series.receive(minute(100_000, { interval: '1M' }))

  expect(gaps).toEqual([])
})

test('intervals without a trade are no gap where candles are made of trades', () => {
  const { series, gaps, told } = aSeries()

  series.receive(minute(0))
  series.receive(minute(9))

  expect([gaps, told()]).toEqual([[], ['0', '0!', '9']])
})

test('history is told to nobody at first, and fills in what was missed later', () => {
  const { series, told } = aSeries()
  series.receive(minute(-2), true)
  series.receive(minute(-1), true)
  series.receive(minute(0))

  for (const n of [-1, 0, 1, 2]) series.receive(minute(n), true)

  expect(told()).toEqual(['0', '0', '0!', '1', '1!', '2'])
})

test('nothing is told and no timer is left once it is stopped, even by whoever is just being told', () => {
  const clock = new ManualClock(OPEN)
  const told: Candle[] = []
  const series = new CandleSeries(
    { closing: 'here', clock, whole: () => true },
    {
      emit: (candle) => {
        told.push(candle)
        if (candle.closed) series.stop()
      },
      gap: () => expect.unreachable(),
    },
  )
  series.receive(minute(0))
  series.receive(minute(1))

  expect(told).toHaveLength(2)
  expect(clock.pending).toBe(0)
})
