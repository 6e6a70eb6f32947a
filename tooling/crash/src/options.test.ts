import { expect, test } from 'vitest'
import { readOptions } from './options.ts'
import { PLANNED_POINTS } from './plan.ts'

test('what is not said has a default', () => {
  expect(readOptions([])).toMatchObject({
    runs: 25,
    from: 0,
    seed: 7,
    points: PLANNED_POINTS,
    bug: undefined,
    keep: false,
  })
})

test('a point is named as it is, or by its subject', () => {
  expect(readOptions(['--point', 'place:sent']).points).toEqual(['place:sent'])
  expect(readOptions(['--point=place']).points).toEqual(['place:before', 'place:sent', 'place:after'])
})

test.each([
  [['--runs', '0'], '--runs "0" cannot be used: a whole number from 1'],
  [['--seed', 'x'], 'a whole number from 0'],
  [['--jobs='], '--jobs "" cannot be used'],
  [['--point', 'lunch'], '--point "lunch" cannot be used: one of intent:before'],
  [['--bug', 'moth'], '--bug "moth" cannot be used: one of sends-again'],
  [['--loud'], 'option "--loud" cannot be used: there are --runs, --seed'],
  [['more'], 'options "more" cannot be used'],
])('refuses %j, and says what is allowed', (args, message) => {
  expect(() => readOptions(args)).toThrow(message)
})
