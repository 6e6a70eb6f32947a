import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exact, toDecimal } from './exact.ts'
import { floorTo, isMultipleOf, passiveTo } from './steps.ts'

test.each([
  ['1.2349', '0.001', '1.234'],
  ['-1.2349', '0.001', '-1.234'],
  ['0.3', '0.1', '0.3'],
  ['7', '2.5', '5'],
  ['0.0009', '0.001', '0'],
  ['1234', '100', '1200'],
  ['1.2349', '0', '1.2349'],
])('%s in steps of %s is %s: towards zero, and as it is where there is no step', (value, step, floored) => {
  expect(toDecimal(floorTo(exact(value), step))).toBe(floored)
})

test.each([
  ['buy', '100.07', '0.05', '100.05'],
  ['sell', '100.07', '0.05', '100.1'],
  ['buy', '100.05', '0.05', '100.05'],
  ['sell', '100.05', '0.05', '100.05'],
  ['sell', '100.07', '0', '100.07'],
] as const)('a price to %s at, %s in ticks of %s, is never worse: %s', (side, price, tick, rounded) => {
  expect(toDecimal(passiveTo(exact(price), tick, side))).toBe(rounded)
})

test.each([
  ['0.3', '0.1', true],
  ['0.35', '0.1', false],
  ['-0.3', '0.1', true],
  ['0', '0.1', true],
  ['0.123456789', '0', true],
])('%s a multiple of %s: %s', (value, step, expected) => {
  expect(isMultipleOf(exact(value), step)).toBe(expected)
})

const units = fc.bigInt({ min: 0n, max: 10n ** 20n })
const steps = fc.tuple(fc.integer({ min: 1, max: 9_999 }), fc.integer({ min: 0, max: 12 }))

test('what is floored is the largest multiple that is not more', () => {
  fc.assert(
    fc.property(units, steps, (value, [size, places]) => {
      const step = exact(size).div(exact(10).pow(places))
      const whole = exact(`${value}`).div(1e8)
      const floored = floorTo(whole, toDecimal(step))

      expect(isMultipleOf(floored, toDecimal(step))).toBe(true)
      expect(floored.lessThanOrEqualTo(whole)).toBe(true)
      expect(floored.plus(step).greaterThan(whole)).toBe(true)
    }),
  )
})

test('a passive price is the nearest tick that is not worse', () => {
  fc.assert(
    fc.property(units, steps, fc.constantFrom('buy' as const, 'sell' as const), (value, [size, places], side) => {
      const tick = exact(size).div(exact(10).pow(places))
      const price = exact(`${value}`).div(1e8)
      const off =
        side === 'buy'
          ? price.minus(passiveTo(price, toDecimal(tick), side))
          : passiveTo(price, toDecimal(tick), side).minus(price)

      expect(off.isNegative() && !off.isZero()).toBe(false)
      expect(off.lessThan(tick)).toBe(true)
    }),
  )
})
