import type { BotReport } from '@md/bots'
import { expect, test } from 'vitest'
import { draw, type Scene } from './picture.ts'
import { statusLines, summaryLines } from './summary.ts'

const aScene = (given: Partial<Scene> = {}): Scene => ({
  title: 'A TITLE',
  elapsed: 5_000,
  eventsPerSecond: 12,
  health: { status: 'healthy', reasons: [], at: 0 },
  exchanges: [],
  rows: [],
  bots: [],
  waiting: [],
  notes: [],
  ...given,
})

const aReason = (message: string) =>
  ({ code: 'BOOK_NOT_LIVE', severity: 'warning', exchange: undefined, message, since: 0 }) as const

const aBot = (given: Partial<BotReport>): BotReport => ({
  ...{ id: 'dca-binance', strategy: 'dca', mode: 'paper', account: 'paper', state: 'running', reason: undefined },
  ...{
    trading: 'active',
    halted: undefined,
    profit: 0,
    markets: [],
    positions: [],
    realised: '0',
    standing: undefined,
  },
  ...{ fees: {}, openOrders: [], exits: {}, circuit: undefined, lastRefusal: undefined, lastOrder: undefined },
  ...{ lastFill: undefined, lastFault: undefined },
  counters: {
    ...{ hooks: 0, slowHooks: 0, refusals: 0, orders: 0, anomalies: 0, duplicateFills: 0, strays: 0 },
    ...{ invalidPrices: 0, olderPrices: 0, dropped: 0 },
  },
  ...given,
})

test('a plain line that says degraded says why, and no more than fits', () => {
  const health = (...messages: string[]) => ({ status: 'degraded', reasons: messages.map(aReason), at: 0 }) as const

  expect(statusLines(aScene())).toBe('5 s: 12 events/s, healthy')
  expect(statusLines(aScene({ health: health('kraken is away') }))).toBe('5 s: 12 events/s, degraded (kraken is away)')
  expect(statusLines(aScene({ health: health('a', 'b', 'c', 'd', 'e') }))).toMatch(/degraded \(a; b; c; 2 more\)$/)
})

test('a bot that is degraded says why; one that runs, or has just begun, has nothing to say', () => {
  const lineOf = (given: Partial<BotReport>) => statusLines(aScene({ bots: [aBot(given)] }))

  expect(lineOf({ state: 'degraded', reason: 'the feed is down' })).toContain(
    'dca-binance: degraded (the feed is down), position flat',
  )
  expect(lineOf({ reason: 'reconciled and warm' })).toContain('dca-binance: running, position flat')
  expect(lineOf({ state: 'initializing' })).toContain('dca-binance: initializing, position flat')
})

test('bots that wait are in the picture, in the lines and in the summary', () => {
  const waiting = ['dca-binance waits for the first price of binance BTC/USDT']
  const scene = aScene({ waiting })

  expect(draw(scene)).toContain(waiting[0])
  expect(statusLines(scene).split('\n')).toContain(`  ${waiting[0]}`)
  expect(summaryLines(scene, 0).split('\n')).toContain(waiting[0])
})
