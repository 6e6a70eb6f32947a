import { expect, test } from 'vitest'
import { trendOf } from './trend.ts'

const samples = (value: (at: number) => number) => Array.from({ length: 60 }, (_, at) => ({ at, value: value(at) }))

test('finds the slope of a straight line, without doubt', () => {
  const { rising, slope, standardError } = trendOf(samples((at) => 1_000 + 5 * at))

  expect(slope).toBeCloseTo(5)
  expect(standardError).toBeCloseTo(0)
  expect(rising).toBe(true)
})

test.each([
  ['what stays the same', () => 1_000],
  ['a saw', (at: number) => 1_000 + (at % 7) * 50],
  ['what falls', (at: number) => 1_000 - 3 * at],
])('does not call %s rising', (_what, value) => {
  expect(trendOf(samples(value)).rising).toBe(false)
})

test('sees a rise through a saw', () => {
  expect(trendOf(samples((at) => 1_000 + 20 * at + (at % 7) * 50)).rising).toBe(true)
})
