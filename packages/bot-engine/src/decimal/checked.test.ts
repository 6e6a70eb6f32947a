import { expect, test } from 'vitest'
import { isDecimal } from './checked.ts'

test.each(['0', '12', '-3.25', '0.0', '000.5'])('%s is a decimal', (text) => {
  expect(isDecimal(text)).toBe(true)
})

test.each(['', ' 1', '1e5', 'NaN', 'Infinity', '.5', '5.', '+1', '0x10', '1_000', '1,5', '<html>', 12, undefined])(
  '%s is no decimal',
  (value) => {
    expect(isDecimal(value)).toBe(false)
  },
)
