import { expect, test } from 'vitest'
import { STRATEGIES } from '../test/strategies.ts'
import { changesBetween } from './changes.ts'
import { readBots } from './read-bots.ts'

const bot = (id: string, params: string, more = '') =>
  `  - { id: ${id}, strategy: steps, exchange: kraken, symbol: BTC/USD, params: { ${params} }${more} }\n`

const plans = (...bots: readonly string[]) =>
  readBots(`bots:\n${bots.join('')}`, { file: 'bots.yaml', strategies: STRATEGIES }).bots

test('bots that come, go, change or stay are told apart', () => {
  const before = plans(
    bot('stays', 'lower: 1, upper: 2'),
    bot('changes', 'lower: 1, upper: 2'),
    bot('goes', 'lower: 1, upper: 2'),
  )
  const after = plans(
    bot('comes', 'lower: 1, upper: 2'),
    bot('changes', 'lower: 1, upper: 3'),
    bot('stays', 'lower: 1, upper: 2'),
  )
  const { added, changed, removed, same } = changesBetween(before, after)
  expect({ added: added.map(({ id }) => id), changed: changed.map(({ id }) => id), removed, same }).toEqual({
    added: ['comes'],
    changed: ['changes'],
    removed: ['goes'],
    same: ['stays'],
  })
})

test('a default that is written out, or another order of names, changes nothing', () => {
  const before = plans(bot('a', 'lower: 1, upper: 2'))
  const after = plans(bot('a', 'upper: 2, lower: 1', ', capital: 10000, policies: { onStop: cancel }'))
  expect(changesBetween(before, after)).toMatchObject({ changed: [], same: ['a'] })
})

test.each([
  ['its limits', 'limits: { maxOpenOrders: 3 }'],
  ['its account', 'account: other'],
  ['its policies', 'policies: { onStop: keep }'],
])('a bot is another with %s', (_, more) => {
  const changes = changesBetween(
    plans(bot('a', 'lower: 1, upper: 2')),
    plans(bot('a', 'lower: 1, upper: 2', `, ${more}`)),
  )
  expect(changes.changed).toHaveLength(1)
})
