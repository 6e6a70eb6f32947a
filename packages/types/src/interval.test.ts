import { expect, test } from 'vitest'
import { INTERVALS, intervalMs, isInterval } from './interval.ts'

test('every interval but the month has a length, and they are listed shortest first', () => {
  const lengths = INTERVALS.filter((interval) => interval !== '1M').map(
    (interval) => intervalMs(interval) ?? Number.NaN,
  )

  expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
  expect(intervalMs('1M')).toBeUndefined()
})

test.each([
  ['1s', 1_000],
  ['1m', 60_000],
  ['15m', 900_000],
  ['1h', 3_600_000],
  ['12h', 43_200_000],
  ['3d', 259_200_000],
  ['1w', 604_800_000],
  ['15d', 1_296_000_000],
] as const)('%s lasts %i ms', (interval, ms) => {
  expect(intervalMs(interval)).toBe(ms)
})

test('only what is listed is an interval', () => {
  expect(INTERVALS.every(isInterval)).toBe(true)
  for (const value of ['1min', '', '1H', undefined, 60]) expect(isInterval(value)).toBe(false)
})
