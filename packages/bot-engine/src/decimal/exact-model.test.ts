import { Decimal as DecimalJs } from 'decimal.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exact, exact, toDecimal } from './exact.ts'
import { quotient } from './quotient.ts'
import { floorTo, passiveTo } from './steps.ts'

/** What says the same of everything, however large, and takes its time. */
const Model = DecimalJs.clone({
  precision: 60,
  rounding: DecimalJs.ROUND_HALF_EVEN,
  toExpNeg: -9e15,
  toExpPos: 9e15,
})

/** Of few digits and many, about the size at which they no longer fit into one number. */
const digits = fc.oneof(
  fc.bigInt({ min: -2000n, max: 2000n }),
  fc.bigInt({ min: 2n ** 53n - 50n, max: 2n ** 53n + 50n }),
  fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
  fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }),
)
const decimals = fc
  .tuple(digits, fc.integer({ min: 0, max: 30 }))
  .map(([units, places]) => new Model(`${units}`).div(new Model(10).pow(places)).toFixed())
const values = fc.oneof(decimals, fc.constantFrom('0', '-0', '1', '0.1', '-0.0', '007.50'))

const same = (ours: Exact, model: DecimalJs): void => {
  expect(ours.toFixed()).toBe(model.toFixed())
  expect(ours.toString()).toBe(model.toString())
  expect([ours.isZero(), ours.isNegative(), ours.isPositive()]).toEqual([
    model.isZero(),
    model.isNegative(),
    model.isPositive(),
  ])
  expect(ours.toNumber()).toBe(model.toNumber())
}

test('arithmetic is that of decimal.js, digit by digit and sign by sign', () => {
  fc.assert(
    fc.property(values, values, (a, b) => {
      const [x, y] = [new Model(a), new Model(b)]
      same(exact(a), x)
      same(exact(a).plus(b), x.plus(y))
      same(exact(a).minus(b), x.minus(y))
      same(exact(a).mul(b), x.mul(y))
      same(exact(a).neg(), x.neg())
      same(exact(a).abs(), x.abs())
      if (!y.isZero()) same(exact(a).div(b), x.div(y))
    }),
    { numRuns: 3_000 },
  )
})

test('so are comparisons', () => {
  const near = fc.tuple(values, fc.constantFrom('0', '1', '0.0000001', '0.00000000000000000000001'))
  fc.assert(
    fc.property(fc.oneof(fc.tuple(values, values), near), ([a, other]) => {
      const b = exact(a).plus(other).toFixed()
      const [x, y] = [new Model(a), new Model(b)]
      expect(exact(a).cmp(b) + 0).toBe(x.cmp(y) + 0)
      expect([exact(a).lt(b), exact(a).lte(b), exact(a).gt(b), exact(a).gte(b), exact(a).eq(b)]).toEqual([
        x.lt(y),
        x.lte(y),
        x.gt(y),
        x.gte(y),
        x.eq(y),
      ])
      expect(Exact.max(a, b).toFixed()).toBe(Model.max(x, y).toFixed())
      expect(Exact.min(a, b).toFixed()).toBe(Model.min(x, y).toFixed())
    }),
    { numRuns: 2_000 },
  )
})

test('a number is taken at its shortest text, and given back', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      same(exact(value), new Model(value))
      expect(exact(value).toNumber()).toBe(value)
    }),
  )
})

test('steps are those of whole quotients', () => {
  const steps = fc.constantFrom('0.01', '0.05', '1', '2.5', '100', '0.00001', '3', '0.000000000000000000000001')
  const rounded = (value: string, step: string, rounding: DecimalJs.Rounding) =>
    new Model(value).div(step).toDecimalPlaces(0, rounding).mul(step)
  // Within what 60 digits hold: beyond them a quotient is rounded before it is cut.
  const bounded = values.filter((value) => value.length < 30)
  fc.assert(
    fc.property(bounded, steps, (value, step) => {
      same(floorTo(exact(value), step), rounded(value, step, DecimalJs.ROUND_DOWN))
      same(passiveTo(exact(value), step, 'buy'), rounded(value, step, DecimalJs.ROUND_FLOOR))
      same(passiveTo(exact(value), step, 'sell'), rounded(value, step, DecimalJs.ROUND_CEIL))
    }),
    { numRuns: 2_000 },
  )
})

test('an average has 24 digits, half to even', () => {
  const Average = Model.clone({ precision: 24 })
  fc.assert(
    fc.property(values, values, (value, by) => {
      fc.pre(!exact(by).isZero())
      const model = Average.div(new Model(value), new Model(by)).abs()
      expect(quotient(exact(value), exact(by))).toBe(model.toFixed())
    }),
    { numRuns: 3_000 },
  )
  expect(quotient(exact('1'), exact(2 ** 30))).toBe('0.000000000931322574615478515625')
})

test.each(['', '-', '.', '1.2.3', '--1', '1-', 'twelve', '1e', '0x'])('%o is no number', (text) => {
  expect(() => exact(text)).toThrow()
})

test('what is no number, or has no end, is told from what is', () => {
  expect(exact(Number.NaN).isNaN()).toBe(true)
  expect([exact(Number.NaN).lt(1), exact(Number.NaN).gte(1), exact(1).eq(Number.NaN)]).toEqual([false, false, false])
  expect(exact(Number.POSITIVE_INFINITY).isFinite()).toBe(false)
  expect(Exact.min(Number.POSITIVE_INFINITY, 3).toFixed()).toBe('3')
  expect(exact(1).div(0).isFinite()).toBe(false)
  expect(toDecimal(exact('1e3'))).toBe('1000')
})
