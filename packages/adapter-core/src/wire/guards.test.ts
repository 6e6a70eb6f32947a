import { expect, test } from 'vitest'
import { isArray, isObject, isString, toAmount, toNumber, toPrice, toTime } from './guards.ts'

test.each([
  ['101.5', 101.5],
  [101.5, 101.5],
  ['-3', -3],
  ['1e3', 1_000],
  [0, 0],
])('%j is the number %d', (value, number) => {
  expect(toNumber(value)).toBe(number)
})

test.each(['', ' ', 'abc', '1,5', 'NaN', 'Infinity', '1e999', Number.NaN, Number.NEGATIVE_INFINITY, null, undefined])(
  '%j is no number',
  (value) => {
    expect(toNumber(value)).toBeNaN()
  },
)

test.each([true, [], ['1'], {}, 1n])('what is neither a text nor a number is no number', (value) => {
  expect(toNumber(value)).toBeNaN()
})

test('a price is above 0, an amount may be 0', () => {
  expect([toPrice('0.01'), toAmount('0')]).toEqual([0.01, 0])
  expect([toPrice('0'), toPrice('-1'), toAmount('-1'), toPrice(''), toAmount('')]).toEqual(Array(5).fill(Number.NaN))
})

test('a time is read from ms and from ISO text, and never invented', () => {
  expect(toTime(1_750_000_000_000)).toBe(1_750_000_000_000)
  expect(toTime('2025-06-15T15:06:40.000000Z')).toBe(1_750_000_000_000)
  for (const value of ['yesterday', '', 0, -1, Number.NaN, null, undefined, {}]) expect(toTime(value)).toBeUndefined()
})

test('tells objects, arrays and texts apart', () => {
  expect([isObject({}), isObject([]), isObject(null), isObject('')]).toEqual([true, false, false, false])
  expect([isArray([]), isArray({ length: 0 })]).toEqual([true, false])
  expect([isString(''), isString(1)]).toEqual([true, false])
})
