import { count, decimals, rounded } from '../report-table.ts'
import type { BacktestRun } from './backtest/backtest-run.ts'
import type { FleetRun } from './fleet/fleet-run.ts'
import type { PathRun } from './path/path-run.ts'
import type { WireRun } from './wire/wire-run.ts'

export interface BotTarget {
  readonly what: string
  readonly aim: string
  readonly found: string
  readonly reached: boolean
}

export const milliseconds = (us: number): string => decimals(us / 1_000, us < 100_000 ? 2 : 0)

export const bytesPerBot = ({ heapGrowth, order }: FleetRun): number => heapGrowth / order.bots

export function fleetTargets(runs: readonly FleetRun[]): readonly BotTarget[] {
  const run = runs.find(({ order }) => order.bots === 1_000 && !order.journals)
  if (run === undefined) return []
  const { fromArrival, fromWrite } = run.report
  const latency = (of: string, p99: number) => ({
    what: `1,000 bots, 10,000 events/s: ${of}, p99`,
    aim: '< 5 ms',
    found: `${milliseconds(p99)} ms`,
    reached: p99 < 5_000,
  })
  return [
    latency('from the arrival of an event to the last decision on it', fromArrival.p99),
    latency("the same from the exchange's write, all waiting included", fromWrite.p99),
    {
      what: 'memory a bot, of 1,000',
      aim: '< 1.5 MB',
      found: `${decimals(bytesPerBot(run) / 1e6, 3)} MB`,
      reached: bytesPerBot(run) < 1.5e6,
    },
  ]
}

export function wireTargets({ fsync, toWire }: WireRun): readonly BotTarget[] {
  const above = toWire.p99 - fsync.p99
  return [
    {
      what: 'stop-loss to the order on the wire, p99',
      aim: `<= p99 of an fsync (${milliseconds(fsync.p99)} ms) + 2 ms`,
      found: `${milliseconds(toWire.p99)} ms`,
      reached: above <= 2_000,
    },
  ]
}

export const pathTargets = (runs: readonly PathRun[]): readonly BotTarget[] =>
  runs.map(({ order, toWire }) => ({
    what: `exchange, host, Redis, executor with ${count(order.bots)} bots, order on the wire, p99`,
    aim: '< 100 ms',
    found: `${milliseconds(toWire.p99)} ms`,
    reached: toWire.p99 < 100_000,
  }))

export const backtestTargets = (runs: readonly BacktestRun[]): readonly BotTarget[] =>
  runs.map(({ perSecond, play }) => {
    const aim = play.startsWith('ticker') ? 1_000_000 : 300_000
    return {
      what: `backtest, ${play}`,
      aim: `>= ${count(aim)} events/s`,
      found: rounded(perSecond),
      reached: perSecond >= aim,
    }
  })
