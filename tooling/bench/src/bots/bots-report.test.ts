import { expect, test } from 'vitest'
import type { BacktestRun } from './backtest/backtest-run.ts'
import type { BotFigures } from './bots-bench.ts'
import { botTables } from './bots-report.ts'
import { backtestTargets, fleetTargets, pathTargets, wireTargets } from './bots-targets.ts'
import type { FleetRun } from './fleet/fleet-run.ts'
import type { PathRun } from './path/path-run.ts'
import { NOTHING, type Spread } from './percentiles.ts'
import type { WireRun } from './wire/wire-run.ts'

const aSpread = (p99: number): Spread => ({ p50: p99 / 10, p99, p999: 2 * p99, max: 3 * p99, count: 100 })

const aFleetRun = ({ bots = 1_000, journals = false, p99 = 1_000, heapGrowth = 40e6 } = {}): FleetRun => ({
  order: { bots, journals, perSecond: 10_000, seconds: 10, strategy: 'ema-cross', ordersTo: undefined },
  paced: { written: 100_000, jumps: 0, stretch: 1, toOrderUs: [] },
  report: {
    events: 100_000,
    hooks: 2_000_000,
    decided: 100_000,
    orders: 500,
    fills: 500,
    refusals: 0,
    faults: 0,
    lastRefusal: undefined,
    notRunning: 0,
    wallMs: 10_000,
    cpuMs: 5_000,
    fromArrival: aSpread(p99),
    fromWrite: aSpread(4 * p99),
    loop: aSpread(p99),
    journalled: { written: 0, lost: 0 },
  },
  startMs: 900,
  heapGrowth,
  rssGrowth: 60e6,
  load: 2,
})

const aWireRun = (toWire: number, fsync: number): WireRun => ({
  toWire: aSpread(toWire),
  append: aSpread(fsync),
  fsync: aSpread(fsync),
  rounds: 10,
  wallMs: 100,
  load: 1,
})

const aPathRun = (toWire: Spread): PathRun => ({
  order: { bots: 50, perSecond: 10_000, seconds: 10, jumpsPerSecond: 20 },
  jumps: 200,
  toWire,
  report: aFleetRun().report,
  load: 1,
})

const aBacktest = (perSecond: number, play: BacktestRun['play']): BacktestRun => ({
  play,
  events: 1_000_000,
  ms: 1,
  cpuMs: 900,
  fills: 7,
  fileMb: undefined,
  perSecond,
  spread: 0.1,
})

test('only the fleet of a thousand without journals is judged, from arrival and from the write', () => {
  expect(fleetTargets([aFleetRun({ bots: 300, p99: 1 })])).toEqual([])
  expect(fleetTargets([aFleetRun({ journals: true })])).toEqual([])
  expect(fleetTargets([aFleetRun({ p99: 2_000 })]).map(({ reached }) => reached)).toEqual([true, false, true])
  expect(fleetTargets([aFleetRun({ heapGrowth: 1.6e9 })]).at(-1)?.reached).toBe(false)
})

test('an order may take two milliseconds more than the disk of its own run', () => {
  expect(wireTargets(aWireRun(11_900, 10_000))[0]?.reached).toBe(true)
  expect(wireTargets(aWireRun(12_100, 10_000))[0]?.reached).toBe(false)
})

test('a path without a single order has not reached anything', () => {
  expect(pathTargets([aPathRun(aSpread(9_000))])[0]?.reached).toBe(true)
  expect(pathTargets([aPathRun(NOTHING)])[0]?.reached).toBe(false)
})

test('a book is held to less than tickers are', () => {
  const runs = [aBacktest(400_000, 'ticker, in memory'), aBacktest(400_000, 'book with fills, in memory')]
  expect(backtestTargets(runs).map(({ reached }) => reached)).toEqual([false, true])
})

test('each part that ran has a table, the others have none', () => {
  const nothing: BotFigures = { fleet: undefined, wire: undefined, path: undefined, backtest: undefined }
  expect(botTables(nothing, '2026-11-21', 'here')).toEqual([])
  const tables = botTables(
    { ...nothing, fleet: [aFleetRun({ bots: 10 })], wire: aWireRun(3_000, 1_000) },
    'today',
    'here',
  )
  expect(tables.map(([part]) => part)).toEqual(['bots-fleet', 'bots-wire'])
  // Ten bots trade ten of the fifty markets, so five times as much was decided on as could be.
  expect(tables[0]?.[1]).toContain('| 10 | 0.10 / 1.00 / 2.00 | 0.40 / 4.00 / 8.00 | 1.00 | 500.0 % | 2.0 |')
  expect(tables[1]?.[1]).toContain('| stop-loss to the order at the other end of the socket | 0.30 | 3.00 | 6.00 |')
})
