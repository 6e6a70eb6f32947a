import { expect, test } from 'vitest'
import { aBotReport } from '../../test/bot-report.ts'
import { orderText, positionText, reasonText, short, signed, stateText } from './bot-cells.ts'
import { botFamilies } from './bot-families.ts'

const HALT = { scope: 'process', id: '', cause: 'a drill', by: 'ada', at: 1 } as const

test('a halt is told before anything else', () => {
  const bot = aBotReport({ halted: HALT, state: 'degraded', reason: 'the feed is down' })
  expect(stateText(bot)).toBe('degraded, halted')
  expect(reasonText(bot)).toBe('halted by ada: a drill')
})

test('a bot that may only close says so', () => {
  const bot = aBotReport({ trading: 'reducing' })
  expect(stateText(bot)).toBe('running, reducing')
  expect(reasonText(bot)).toBe('positions may only become smaller')
  expect(reasonText(aBotReport())).toBeUndefined()
})

test('of several positions the open ones are told, with their symbols', () => {
  const [one] = aBotReport().positions
  if (one === undefined) throw new Error('there is a position')
  const other = { ...one, market: { ...one.market, symbol: 'ETH/USD' }, amount: '0', averageEntry: '0' }
  expect(positionText({ positions: [one, other] })).toBe('BTC/USD 0.01 @ 63999.33')
  expect(positionText({ positions: [other] })).toBe('flat')
})

test.each([
  ['0.00012345678', '0.0001235'],
  ['63999.3333333', '63999.33'],
  ['0.01', '0.01'],
  ['-0.0100000000001', '-0.01'],
])('%s is read as %s', (value, text) => {
  expect(short(value)).toBe(text)
})

test('nothing is neither won nor lost', () => {
  expect([0.004, -0.004, 1, -1].map(signed)).toEqual(['0.00', '0.00', '+1.00', '-1.00'])
  expect(orderText({ lastOrder: undefined })).toBe('–')
})

test('metrics have the id of the bot for their only label', () => {
  const families = botFamilies([
    aBotReport(),
    aBotReport({ id: 'b', state: 'degraded', halted: HALT, standing: undefined }),
  ])
  const seriesOf = (name: string) => families.find((family) => family.name === name)?.series
  expect(seriesOf('md_bot_running')).toEqual([
    { labels: { bot: 'grid-a' }, value: 1 },
    { labels: { bot: 'b' }, value: 0 },
  ])
  expect(seriesOf('md_bot_halted')?.map(({ value }) => value)).toEqual([0, 1])
  expect(seriesOf('md_bot_equity')).toEqual([{ labels: { bot: 'grid-a' }, value: 10_012.5 }])
  expect(
    families.flatMap(({ series }) => series).every(({ labels }) => Object.keys(labels ?? {}).join() === 'bot'),
  ).toBe(true)
})
