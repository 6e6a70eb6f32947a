import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decimalOf } from './wire-numbers.ts'

test('is the number that the text says, to the last bit', () => {
  const decimal = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.nat({ max: 18 })).map(([digits, decimals]) => {
    const text = String(digits).padStart(decimals + 1, '0')
    return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`
  })
  fc.assert(
    fc.property(decimal, (text) => {
      expect(decimalOf(text)).toBe(Number(text))
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  ['0', 0],
  ['7', 7],
  ['0.00000000', 0],
  ['102861.50', 102861.5],
  ['.5', 0.5],
  ['5.', 5],
  ['1e-7', 1e-7],
  ['-1', -1],
  ['999999999999999', 999_999_999_999_999],
  [84737.58, 84737.58],
])('%j is %d', (text, number) => {
  expect(decimalOf(text)).toBe(number)
})

test.each([
  '',
  ' ',
  '   ',
  '.',
  '..',
  '1.2.3',
  '1,5',
  'x',
  '1x',
  '1.x',
  'NaN',
  'Infinity',
  '-',
  null,
  undefined,
  {},
  [],
  true,
  Number.NaN,
])('%j is no number', (value) => {
  expect(decimalOf(value)).toBeNaN()
})
