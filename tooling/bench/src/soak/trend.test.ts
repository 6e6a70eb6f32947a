import { expect, test } from 'vitest'
import { type Sample, trendOf } from './trend.ts'

const SECONDS_WATCHED = 90

const samples = (value: (at: number) => number, count = SECONDS_WATCHED): Sample[] =>
  Array.from({ length: count }, (_, at) => ({ at, value: value(at) }))

/** The same every time, between -0.5 and 0.5, without a pattern. */
const noise = (seed: number) => {
  const x = Math.sin(seed * 12.9898) * 43_758.5453
  return x - Math.floor(x) - 0.5
}

test('finds the slope of a straight line, without doubt', () => {
  const { high, leastRise, low, slope } = trendOf(samples((at) => 1_000 + 5 * at))

  expect([low, slope, high]).toEqual([5, 5, 5])
  expect(leastRise).toBe(5 * (SECONDS_WATCHED - 1))
})

test.each([
  ['what stays the same', () => 1_000],
  ['a saw', (at: number) => 1_000 + (at % 7) * 50],
  ['noise', (at: number) => 1_000 + 400 * noise(at)],
  ['what falls', (at: number) => 1_000 - 3 * at],
  ['what rose once, in the beginning', (at: number) => (at < 4 ? 1_000 : 2_000) + 100 * noise(at)],
  ['what is now and then caught in the middle of some work', (at: number) => 1_000 + (at % 9 === 8 ? 100 * at : 0)],
])('does not say that %s rises', (_what, value) => {
  expect(trendOf(samples(value)).leastRise).toBeLessThanOrEqual(0)
})

test.each([
  ['a saw', (at: number) => (at % 7) * 50],
  ['noise', (at: number) => 400 * noise(at)],
  ['peaks', (at: number) => (at % 9 === 8 ? 3_000 : 0)],
])('sees a rise through %s', (_what, above) => {
  const { high, leastRise, low } = trendOf(samples((at) => 1_000 + 20 * at + above(at)))

  expect(low).toBeLessThanOrEqual(20)
  expect(high).toBeGreaterThanOrEqual(20)
  expect(leastRise).toBeGreaterThan(1_000)
})

test('200 bytes kept of ten frames a second are seen in a minute and a half, in a heap that moves by 100 kB', () => {
  const heap = (kept: number) => trendOf(samples((at) => 9_500_000 + kept * at + 100_000 * noise(at)))

  expect(heap(0).leastRise).toBeLessThan(0)
  expect(heap(200 * 10).leastRise).toBeGreaterThan(100_000)
})

test('the slope of noise alone is taken for a rise about once in 200 times', () => {
  const runs = Array.from({ length: 1_000 }, (_, run) => trendOf(samples((at) => noise(run * 1_000 + at), 40)))

  expect(runs.filter(({ leastRise }) => leastRise > 0).length).toBeLessThan(15)
})

test.each([0, 1, 2, 3])('%i samples prove nothing', (count) => {
  expect(trendOf(samples((at) => at, count)).leastRise).toBeLessThanOrEqual(0)
})
