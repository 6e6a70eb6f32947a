import { type Columns, count, decimals, rounded, section } from '../report-table.ts'
import type { BacktestRun } from './backtest/backtest-run.ts'
import type { BotFigures, BotPart } from './bots-bench.ts'
import {
  type BotTarget,
  backtestTargets,
  bytesPerBot,
  fleetTargets,
  milliseconds,
  pathTargets,
  wireTargets,
} from './bots-targets.ts'
import type { FleetRun } from './fleet/fleet-run.ts'
import type { PathRun } from './path/path-run.ts'
import type { Spread } from './percentiles.ts'
import type { WireRun } from './wire/wire-run.ts'

/** Markdown tables of what was measured, each with its place on the page. */
export function botTables(figures: BotFigures, date: string, machine: string): readonly (readonly [BotPart, string])[] {
  const { backtest, fleet, path, wire } = figures
  const said = `Measured ${date}. Machine: ${machine}.`
  const tables: [BotPart, readonly string[]][] = []
  if (fleet !== undefined) tables.push(['bots-fleet', fleetSection(fleet)])
  if (wire !== undefined) tables.push(['bots-wire', wireSection(wire)])
  if (path !== undefined) tables.push(['bots-path', pathSection(path)])
  if (backtest !== undefined) tables.push(['bots-backtest', backtestSection(backtest)])
  return tables.map(([part, lines]) => [part, [said, ...lines, ''].join('\n')] as const)
}

const targets = (rows: readonly BotTarget[]) => section('What is aimed at', rows, TARGETS)

const fleetSection = (runs: readonly FleetRun[]): readonly string[] => [
  ...targets(fleetTargets(runs)),
  ...section('A fleet at 10,000 tickers a second of 50 markets: event to decision', runs, FLEET),
  ...section('What it takes', runs, FLEET_COST),
]

function wireSection(run: WireRun): readonly string[] {
  const rows = [
    ['stop-loss to the order at the other end of the socket', run.toWire],
    ['an append of the same store alone', run.append],
    ['a write of 4 KiB and `fsync`', run.fsync],
  ] as const
  const title = `Stop-loss to the wire, ${count(run.rounds)} rounds by turns, load ${decimals(run.load, 1)}`
  return [...targets(wireTargets(run)), ...section(title, rows, WIRE)]
}

const pathSection = (runs: readonly PathRun[]): readonly string[] => [
  ...targets(pathTargets(runs)),
  ...section('Frame of the exchange to the order at the exchange, Redis between', runs, PATH),
]

const backtestSection = (runs: readonly BacktestRun[]): readonly string[] => [
  ...targets(backtestTargets(runs)),
  ...section('Backtests, one thread', runs, BACKTEST),
]

const TARGETS: Columns<BotTarget> = {
  what: ({ what }) => what,
  'aimed at': ({ aim }) => aim,
  measured: ({ found }) => found,
  reached: ({ reached }) => (reached ? 'yes' : 'no'),
}

const three = ({ p50, p99, p999 }: Spread): string => [p50, p99, p999].map(milliseconds).join(' / ')

const name = ({ order }: FleetRun): string => `${count(order.bots)}${order.journals ? ', inputs journalled' : ''}`

const FLEET: Columns<FleetRun> = {
  bots: name,
  'from arrival, p50 / p99 / p99.9 ms': ({ report }) => three(report.fromArrival),
  'from the write, p50 / p99 / p99.9 ms': ({ report }) => three(report.fromWrite),
  'event loop late by, p99 ms': ({ report }) => milliseconds(report.loop.p99),
  'decided on': ({ order, paced, report }) =>
    `${decimals((report.decided / decidable(order.bots, paced.written)) * 100, 1)} %`,
  load: ({ load }) => decimals(load, 1),
}

const MARKETS = 50

/** Events of markets that somebody trades. */
const decidable = (bots: number, written: number): number => (written * Math.min(bots, MARKETS)) / MARKETS

const FLEET_COST: Columns<FleetRun> = {
  bots: name,
  'hook calls/s': ({ report }) => rounded((report.hooks / report.wallMs) * 1_000),
  'orders a minute and bot': ({ order, report }) => decimals(report.orders / order.bots / (report.wallMs / 60_000), 1),
  cores: ({ report }) => decimals(report.cpuMs / report.wallMs, 2),
  'CPU µs/hook': ({ report }) => decimals((report.cpuMs * 1_000) / report.hooks, 2),
  'KiB/bot': (run) => count(bytesPerBot(run) / 1_024),
  'start of all, ms': ({ startMs }) => count(startMs),
  'journal entries lost': ({ order, report }) => (order.journals ? count(report.journalled.lost) : '–'),
}

const WIRE: Columns<readonly [string, Spread]> = {
  what: ([what]) => what,
  'p50 ms': ([, { p50 }]) => milliseconds(p50),
  'p99 ms': ([, { p99 }]) => milliseconds(p99),
  'p99.9 ms': ([, { p999 }]) => milliseconds(p999),
}

const PATH: Columns<PathRun> = {
  bots: ({ order }) => count(order.bots),
  'events/s': ({ order }) => count(order.perSecond),
  'prices that lead to orders': ({ jumps }) => count(jumps),
  'orders seen for': ({ toWire }) => count(toWire.count),
  'p50 / p99 / p99.9 ms': ({ toWire }) => three(toWire),
  'executor cores': ({ report }) => decimals(report.cpuMs / report.wallMs, 2),
  load: ({ load }) => decimals(load, 1),
}

const BACKTEST: Columns<BacktestRun> = {
  play: ({ play }) => play,
  'events/s': ({ perSecond, spread }) => `${rounded(perSecond)} ±${count(spread * 100)} %`,
  'CPU µs/event': ({ cpuMs, events }) => decimals((cpuMs * 1_000) / events, 2),
  events: ({ events }) => count(events),
  fills: ({ fills }) => count(fills),
  'file MB': ({ fileMb }) => (fileMb === undefined ? '–' : count(fileMb)),
}
