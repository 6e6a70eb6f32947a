import fc from 'fast-check'
import { expect, test } from 'vitest'
import { product, text, units } from './digits.ts'

test.each([
  ['0', '0'],
  ['1.50', '1.5'],
  ['-0.0001', '-0.0001'],
  ['123456.789', '123456.789'],
])('%s is %s', (given, told) => {
  expect(text(units(given))).toBe(told)
})

test('a product is exact to the digit', () => {
  expect(text(product(units('1.4907'), units('98.29')))).toBe('146.520903')
  expect(text(product(units('-2'), units('0.5')))).toBe('-1')
})

test('what is told is read back', () => {
  fc.assert(fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (value) => units(text(value)) === value))
})

test('digits that there is no room for are refused', () => {
  expect(() => units('0.00000000000000001')).toThrow('more than 16 digits')
})
