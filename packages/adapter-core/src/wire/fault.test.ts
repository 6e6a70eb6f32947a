import { expect, test } from 'vitest'
import { faultOf, levelsFault } from './fault.ts'

test('texts and numbers that cannot be are wrong numbers, anything else is a wrong shape', () => {
  expect(faultOf('-1', 0)).toBe('number')
  expect(faultOf('1', undefined)).toBe('shape')
})

test('so it is with levels', () => {
  expect(
    levelsFault([
      ['1', '2'],
      [-1, 2],
    ]),
  ).toBe('number')
  expect([levelsFault({}), levelsFault(['1']), levelsFault([['1']])]).toEqual(['shape', 'shape', 'shape'])
})
