import { expect, test } from 'vitest'
import { NOTHING, spreadOf } from './percentiles.ts'

test('percentiles are those of what was added, to three figures', () => {
  const { count, max, p50, p99 } = spreadOf(Array.from({ length: 10_000 }, (_, i) => i + 1))
  expect(count).toBe(10_000)
  expect(p50 / 5_000).toBeCloseTo(1, 2)
  expect(p99 / 9_900).toBeCloseTo(1, 2)
  expect(max / 10_000).toBeCloseTo(1, 2)
})

test('of nothing nothing is claimed', () => {
  expect(spreadOf([])).toEqual(NOTHING)
})

test('what takes less than a microsecond takes one', () => {
  expect(spreadOf([0, 0.2]).p50).toBe(1)
})
