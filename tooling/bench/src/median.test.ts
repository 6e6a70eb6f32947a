import { expect, test } from 'vitest'
import { median } from './median.ts'

test.each([
  ['of one', [7], 7],
  ['of three, in any order', [9, 1, 4], 4],
  ['of four: between the middle two', [4, 1, 3, 2], 2.5],
])('finds the median %s', (_what, values, expected) => {
  expect(median(values)).toBe(expected)
})

test('is no number without values, and leaves its argument alone', () => {
  const values = [3, 1, 2]

  expect(median([])).toBeNaN()
  expect(median(values)).toBe(2)
  expect(values).toEqual([3, 1, 2])
})
