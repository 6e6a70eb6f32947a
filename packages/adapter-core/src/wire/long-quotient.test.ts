import fc from 'fast-check'
import { expect, test } from 'vitest'
import { longQuotient } from './long-quotient.ts'

const LARGEST_HIGH = 999_999_999_999_999

const text = (high: number, low: number) => `${high}${String(low).padStart(9, '0')}`

test('is the double that `Number` makes of the digits, or says that it cannot tell', () => {
  let told = 0
  const digits = fc.tuple(fc.integer({ min: 1, max: LARGEST_HIGH }), fc.nat(999_999_999), fc.nat(22))
  fc.assert(
    fc.property(digits, ([high, low, decimals]) => {
      const quotient = longQuotient(high, low, 10 ** decimals)
      if (Number.isNaN(quotient)) return
      told += 1
      expect(quotient).toBe(Number(`${text(high, low)}e-${decimals}`))
    }),
    { numRuns: 100_000 },
  )
  expect(told).toBeGreaterThan(99_000)
})

test('is right beside the middle between two doubles', () => {
  const places = fc.tuple(
    fc.bigInt({ min: 2n ** 52n, max: 2n ** 53n - 1n }),
    fc.integer({ min: 1, max: 14 }),
    fc.integer({ min: -3, max: 3 }),
  )
  fc.assert(
    fc.property(places, ([mantissa, shift, aside]) => {
      // One bit more than a double holds, set: the middle; and whole numbers next to it.
      const middle = (2n * mantissa + 1n) << BigInt(shift)
      const units = middle + BigInt(aside)
      const quotient = longQuotient(Number(units / 1_000_000_000n), Number(units % 1_000_000_000n), 1)
      if (aside === 0) expect(quotient).toBeNaN()
      else if (!Number.isNaN(quotient)) expect(quotient).toBe(Number(units))
    }),
    { numRuns: 20_000 },
  )
})
