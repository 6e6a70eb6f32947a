import { expect, test } from 'vitest'
import { digits, divide, paddedDigits, shortDigits } from './digits.ts'

test.each([
  [digits(788_715, 1), '78871.5'],
  [digits(100, 8), '0.00000100'],
  [digits(0, 2), '0.00'],
  [digits(-1_437, 2), '-14.37'],
  [digits(7, 0), '7'],
  [digits(90_956_306_302_039_710_000n, 8), '909563063020.39710000'],
  [paddedDigits(42, 0, 8), '42.00000000'],
  [paddedDigits(4215, 3, 8), '4.21500000'],
  [shortDigits(10_286_150, 2), '102861.5'],
  [shortDigits(8_440_000, 2), '84400'],
  [shortDigits(580, 8), '0.0000058'],
  [shortDigits(12, 0), '12'],
])('writes %s', (written, expected) => {
  expect(written).toBe(expected)
})

test('divides rounding half away from zero, and by nothing to nothing', () => {
  expect([divide(7n, 2n), divide(-7n, 2n), divide(6n, 4n), divide(5n, 0n)]).toEqual([4n, -4n, 2n, 0n])
})
