import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, toDecimal, ZERO } from './exact.ts'

test.each([
  ['0.1', '0.2', '0.3'],
  ['0.000000000000000001', '1000000000000', '1000000000000.000000000000000001'],
  ['-5', '5', '0'],
])('%s and %s are exactly %s', (a, b, sum) => {
  expect(toDecimal(exact(a).plus(b))).toBe(sum)
})

test.each([
  [1e-10, '0.0000000001'],
  [1e21, '1000000000000000000000'],
  [0.1, '0.1'],
  [-0, '0'],
  ['1.500', '1.5'],
  ['-0.0', '0'],
  ['007', '7'],
] as const)('%s is told as %s: no exponent, no superfluous zero, no negative zero', (value, text) => {
  expect(toDecimal(exact(value))).toBe(text)
})

test('what is no number is refused', () => {
  expect(() => exact('twelve')).toThrow()
})

test('sums, differences and products of what venues send are exact', () => {
  const units = fc.bigInt({ min: -(10n ** 28n), max: 10n ** 28n })
  const decimal = (value: bigint) => exact(`${value}`).times('0.00000000000001')

  fc.assert(
    fc.property(units, units, (a, b) => {
      expect(
        decimal(a)
          .plus(decimal(b))
          .eq(decimal(a + b)),
      ).toBe(true)
      expect(
        decimal(a)
          .minus(decimal(b))
          .eq(decimal(a - b)),
      ).toBe(true)
      expect(
        decimal(a)
          .times(decimal(b))
          .eq(exact(`${a * b}`).times('0.0000000000000000000000000001')),
      ).toBe(true)
    }),
  )
})

test('a quotient is rounded half to even at 60 digits', () => {
  expect(exact('2').div(3).toFixed()).toBe(`0.${'6'.repeat(59)}7`)
  expect(ZERO.div(7).isZero()).toBe(true)
})
