import { describe, expect, test } from 'vitest'
import { isNumberText, quoteNumbers, significantDigits } from './digits.ts'

describe('digits for the checksum', () => {
  test.each([
    ['45285.2', '452852'],
    ['0.00100000', '100000'],
    ['0.10000000', '10000000'],
    ['1500', '1500'],
    ['0.00001234', '1234'],
    ['1e-8', '1'],
    ['1.50e-7', '150'],
    ['12E-1', '12'],
    ['1.5e3', '1500'],
    ['1.5E+1', '15'],
    ['0.05e1', '5'],
  ])('of %s are %s', (number, digits) => {
    expect(significantDigits(number)).toBe(digits)
  })
})

describe('numbers in quotes', () => {
  test('are those of levels, and of nothing else', () => {
    const frame = '{"a":1,"bids":[{"price":1.50,"qty": 2.0e-3 },{"qty":-0,"price":\n7}],"checksum":12,"price":[1]}'

    expect(quoteNumbers(frame)).toBe(
      '{"a":1,"bids":[{"price":"1.50","qty":"2.0e-3" },{"qty":"-0","price":"7"}],"checksum":12,"price":[1]}',
    )
  })

  test('what is no number of JSON is left alone', () => {
    for (const wrong of ['1.', '.1', '01', '1.2.3', '+1', '0x1', 'NaN', '1e', '"1"']) {
      expect(quoteNumbers(`{"price":${wrong}}`)).toBe(`{"price":${wrong}}`)
    }
  })

  test.each([
    ['0', true],
    ['-1.5e+3', true],
    ['10.00', true],
    ['', false],
    [' 1', false],
    ['0x10', false],
    ['Infinity', false],
    [1, false],
  ])('%j is the text of one: %s', (value, expected) => {
    expect(isNumberText(value)).toBe(expected)
  })
})
