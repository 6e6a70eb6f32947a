import { expect, test } from 'vitest'
import { LevelLog } from './level-log.ts'

test('takes touched levels back: to what they were, or away', () => {
  const log = new LevelLog({
    bids: [
      ['99', '1'],
      ['98', '2'],
    ],
    asks: [['101', '3']],
  })

  log.add('bid', [
    ['99', '0'],
    ['97', '5'],
    ['99', '7'],
  ])
  log.add('ask', [['101', '4']])

  expect(log.back('bid')).toEqual([
    ['99', '1'],
    ['97', '0.00000000'],
  ])
  expect(log.back('ask')).toEqual([['101', '3']])
})
