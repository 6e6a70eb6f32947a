import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

test.each([
  ['nothing', [], { seconds: 600, rate: 5_000, faultEvery: 4 }],
  ['minutes', ['--minutes', '2'], { seconds: 120, rate: 5_000, faultEvery: 4 }],
  ['two days', ['--hours', '48'], { seconds: 172_800, rate: 5_000, faultEvery: 4 }],
  [
    'what is said behind --',
    ['--', '--rate', '200', '--fault-every', '0.5'],
    { seconds: 600, rate: 200, faultEvery: 0.5 },
  ],
])('takes %s', (_what, args, options) => {
  expect(readOptions(args)).toEqual({ help: false, ...options })
})

test.each([
  ['--minutes', 'long', 'a number from 0'],
  ['--minutes', '0.1', 'too short to see a trend'],
  ['--rate', '0', 'a number above 0'],
  ['--fault-every', '0', 'a number above 0'],
])('refuses %s %s', (flag, value, why) => {
  expect(() => readOptions([flag, value])).toThrow(why)
})
