import { expect, test } from 'vitest'
import { toLevels } from './levels.ts'

test('reads pairs of price and amount, whatever else is beside them', () => {
  expect(
    toLevels([
      ['100.5', '2'],
      [99, 0, 'extra'],
    ]),
  ).toEqual([
    [100.5, 2],
    [99, 0],
  ])
  expect(toLevels([])).toEqual([])
})

test.each([
  ['no list', {}],
  ['nothing', undefined],
  ['an entry that is no pair', [['100', '1'], '99']],
  ['a price of 0', [['0', '1']]],
  ['a negative amount', [['100', '-1']]],
  ['a missing amount', [['100']]],
])('one bad level spoils them all: %s', (_, value) => {
  expect(toLevels(value)).toBeUndefined()
})
