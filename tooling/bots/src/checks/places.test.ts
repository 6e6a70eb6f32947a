import { type AnyStrategy, defineStrategy } from '@md/bot-engine'
import { EXCHANGES } from '@md/types'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { BotsFileError } from '../file/problem.ts'
import { readBots } from '../read-bots.ts'

const UPPER = z.string().regex(/^[A-Z/]+$/, 'write it in upper case')

const OWN = { name: 'own', version: 1, state: () => ({}), hooks: {} }

/** What is said of a bot of these lines, a complaint each. */
function complaints(strategy: AnyStrategy, lines: readonly string[]): readonly string[] {
  const text = ['bots:', '  - id: a', '    strategy: own', ...lines.map((line) => `    ${line}`)].join('\n')
  try {
    readBots(text, { file: 'x.yaml', strategies: [strategy], exchanges: ['kraken'] })
  } catch (error) {
    if (!(error instanceof BotsFileError)) throw error
    return error.problems.map(({ column, line, message }) => `${line}:${column} ${message}`)
  }
  return []
}

test.each([
  ['beside params', ['params: {}']],
  ['without params', []],
])('a symbol of the bot that its strategy cannot use is named where it stands, %s', (_, rest) => {
  const strategy = defineStrategy({ ...OWN, params: z.object({ symbol: UPPER }), subscriptions: () => [] })
  expect(complaints(strategy, ['symbol: btc-usd', ...rest])).toEqual([
    '4:13 symbol "btc-usd" cannot be used: write it in upper case',
  ])
})

test('so is one that its strategy is given as a market, and one under params stays there', () => {
  const params = z.object({ market: z.object({ exchange: z.string(), symbol: UPPER }) })
  const strategy = defineStrategy({ ...OWN, params, subscriptions: () => [] })
  expect(complaints(strategy, ['exchange: kraken', 'symbol: btc-usd'])).toEqual([
    '5:13 symbol "btc-usd" cannot be used: write it in upper case',
  ])
  expect(complaints(strategy, ['params: { market: { exchange: kraken, symbol: btc } }'])).toEqual([
    '4:51 market.symbol "btc" cannot be used: write it in upper case',
  ])
})

const there = 'it is known, but not available here: there are binance, coinbase, kraken'

test.each([
  ['okx', there],
  ['krakn', 'did you mean kraken? write one of binance, coinbase, kraken'],
])('exchange %s is complained of once, with what there is', (exchange, complaint) => {
  const params = z.object({ exchange: z.enum(EXCHANGES), symbol: z.string() })
  const strategy = defineStrategy({
    ...OWN,
    params,
    subscriptions: (market) => [{ ...market, channel: 'ticker' }],
  })
  expect(complaints(strategy, [`exchange: ${exchange}`, 'symbol: BTC/USD'])).toEqual([
    `4:15 exchange "${exchange}" cannot be used: ${complaint}`,
  ])
})

test('an exchange under params that there is no adapter for is known all the same', () => {
  const params = z.object({ exchange: z.enum(EXCHANGES) })
  const strategy = defineStrategy({
    ...OWN,
    params,
    subscriptions: ({ exchange }) => [{ exchange, symbol: 'BTC/USD', channel: 'ticker' }],
  })
  expect(complaints(strategy, ['params: { exchange: okx }'])).toEqual([`4:25 exchange "okx" cannot be used: ${there}`])
})
