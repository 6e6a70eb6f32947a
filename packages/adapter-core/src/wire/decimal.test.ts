import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toAmount, toNumber, toPrice } from './decimal.ts'

test.each([
  '0',
  '7',
  '0.00000001',
  '77560.64000000',
  '999999999999999',
  '9007199254740991',
  '922337203685.47758070',
  '.5',
  '5.',
  '007.50',
])('%s is the nearest double', (text) => {
  expect(toNumber(text)).toBe(Number(text))
})

test.each([
  '9007199254740993',
  '0.1234567890123456789',
  '2472261593.19821790',
  `0.${'0'.repeat(30)}1`,
  '1e-7',
  '1e3',
  '-1.5',
  '+2',
])('%s, which is unusual, too', (text) => {
  expect(toNumber(text)).toBe(Number(text))
})

test.each([-3.5, 0, 84_737.58, 1e300])('the number %d is itself', (number) => {
  expect(toNumber(number)).toBe(number)
})

test.each([
  ...[
    '',
    ' ',
    '   ',
    '\n',
    '.',
    '..',
    '1..',
    '1.2.3',
    'abc',
    '1,5',
    '1x',
    '1.x',
    '-',
    '0x',
    'NaN',
    'Infinity',
    '1e999',
  ],
  ...[null, undefined, true, [], ['1'], {}, Number.NaN, Number.NEGATIVE_INFINITY],
])('%j is no number', (value) => {
  expect(toNumber(value)).toBeNaN()
})

test('every decimal text is exactly what `Number` makes of it', () => {
  const digits = fc.stringMatching(/^[0-9]{0,18}\.?[0-9]{0,24}$/)
  fc.assert(
    fc.property(digits, (text) => {
      expect(toNumber(text)).toBe(text === '' ? Number.NaN : Number(text))
    }),
    { numRuns: 5_000 },
  )
  fc.assert(
    fc.property(fc.double({ noDefaultInfinity: true }), (number) => {
      expect(toNumber(String(number))).toBe(Number(String(number)))
    }),
  )
})

test('a price is positive and finite', () => {
  expect([toPrice('0.5'), toPrice(2)]).toEqual([0.5, 2])
  for (const value of ['0', '-1', '1e999', 'Infinity', Number.NaN, Number.POSITIVE_INFINITY, '', ' ']) {
    expect(toPrice(value)).toBeNaN()
  }
})

test('an amount may be 0', () => {
  expect(toAmount('0.00000000')).toBe(0)
  for (const value of ['-0.1', '1e999', Number.POSITIVE_INFINITY, '', ' ']) expect(toAmount(value)).toBeNaN()
})
