import { expect, test } from 'vitest'
import { PeriodValues } from './period-values.ts'

test('keeps the first value, the last one of each period, and the last one', () => {
  const values = new PeriodValues('minute')
  for (const [second, value] of [
    [30, 1],
    [59, 2],
    [61, 3],
    [119, 4],
    [120, 5],
    [130, 6],
  ] as const)
    values.add(second * 1_000, value)
  expect(values.values).toEqual([1, 2, 4, 6])
})

test('a period in which nothing happened ends as it began', () => {
  const values = new PeriodValues('hour')
  values.add(0, 1)
  values.add(3 * 3_600_000 + 5, 2)
  expect(values.values).toEqual([1, 1, 1, 1, 2])
})

test('has nothing before the first value, and does not grow for ever', () => {
  const values = new PeriodValues('minute')
  expect(values.values).toEqual([])
  values.add(0, 1)
  values.add(1e13, 2)
  expect(values.values.length).toBe(40_001)
})
