import { expect, test } from 'vitest'
import { isArray, isId, isObject, isString } from './guards.ts'

test('tells objects, arrays and texts apart', () => {
  expect([isObject({}), isObject([]), isObject(null), isObject('')]).toEqual([true, false, false, false])
  expect([isArray([]), isArray({ length: 0 })]).toEqual([true, false])
  expect([isString(''), isString(1)]).toEqual([true, false])
})

test('an id is a whole number whose every digit is right', () => {
  expect([0, 1, 2 ** 53 - 1].every(isId)).toBe(true)
  expect([-1, 1.5, 2 ** 53, Number.NaN, '1', null, undefined].some(isId)).toBe(false)
})
