import { InvalidInputError } from '@md/types'
import { expect, test } from 'vitest'
import { aboveZero, numberFrom, oneOf, wholeNumber } from './flag-value.ts'

test('numbers are read as they are written', () => {
  expect([wholeNumber('--runs', '5', 1), wholeNumber('--from', '0', 0), aboveZero('--rate', '0.5')]).toEqual([
    5, 0, 0.5,
  ])
})

test.each(['', ' ', 'x', '0', '-1', '1.5', '9007199254740993', 'Infinity'])(
  '"%s" is no whole number from 1',
  (text) => {
    expect(() => wholeNumber('--runs', text, 1)).toThrow(InvalidInputError)
    expect(() => wholeNumber('--runs', text, 1)).toThrow(`--runs "${text}" cannot be used: a whole number from 1`)
  },
)

test.each(['', ' ', 'x', '0', '-1', 'Infinity'])('"%s" is no number above 0', (text) => {
  expect(() => aboveZero('--rate', text)).toThrow(`--rate "${text}" cannot be used: a number above 0`)
})

test.each(['', 'x', '0.4', '-1', 'Infinity'])('"%s" is no number from 0.5', (text) => {
  expect(() => numberFrom('--hours', text, 0.5)).toThrow(`--hours "${text}" cannot be used: a number from 0.5`)
})

test('a name is one of those that there are', () => {
  expect(oneOf('--mode', 'live', ['live', 'repaired'])).toBe('live')
  expect(() => oneOf('--mode', 'log', ['live', 'repaired'])).toThrow(
    '--mode "log" cannot be used: one of live, repaired',
  )
})
