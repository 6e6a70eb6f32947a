import { sleep, systemClock } from '@md/runtime'
import { type PerformerReport, symbolAt } from './calls.ts'
import type { PerformerProcess, Stage } from './stage.ts'
import type { TransportName } from './transport.ts'

export interface FanOrder {
  readonly transport: TransportName
  readonly executors: number
  readonly symbols: number
  readonly perSecond: number
  readonly seconds: number
}

/** One host to some executors, which want ten markets each. */
export interface FanRun {
  readonly published: number
  /** What the executors should have, and have. */
  readonly expected: number
  readonly received: number
  readonly lost: number
  readonly disorder: number
  /** By how much publishing was slower than asked for. */
  readonly stretch: number
  readonly hostCores: number
  readonly executorCores: readonly number[]
  readonly latenciesUs: readonly number[]
}

const WANTED = 10
const WARM_UP_SECONDS = 0.5
const PATIENCE_MS = 5_000

/** @throws Error when a process fails */
export async function fanOut(stage: Stage, order: FanOrder): Promise<FanRun> {
  const { host } = stage
  const executors = stage.executors(order.executors)
  await openAll(stage, order, executors)
  const { perSecond, symbols } = order
  await host.ask('pace', { perSecond, seconds: WARM_UP_SECONDS, symbols })
  const everyone = [host, ...executors]
  await Promise.all(everyone.map((worker) => worker.ask('mark', undefined)))
  const ms = await host.ask('pace', { perSecond, seconds: order.seconds, symbols })
  const costs = await Promise.all(everyone.map((worker) => worker.ask('report', undefined)))
  const { published } = costs[0] ?? { published: 0 }
  const expected = executors.reduce((sum, _, index) => sum + wantedOf(index, published, symbols), 0)
  const reports = await settled(executors, expected)
  await Promise.all(everyone.map((worker) => worker.ask('close', undefined)))
  const [hostCores = Number.NaN, ...executorCores] = costs.map(({ cpuMs, wallMs }) => cpuMs / wallMs)
  return {
    published,
    expected,
    received: sum(reports, ({ received }) => received),
    lost: sum(reports, ({ lost }) => lost),
    disorder: sum(reports, ({ disorder }) => disorder),
    stretch: ms / 1_000 / order.seconds,
    hostCores,
    executorCores,
    latenciesUs: reports.flatMap(({ latenciesUs }) => latenciesUs),
  }
}

export const isWhole = ({ disorder, expected, lost, received }: FanRun): boolean =>
  received === expected && lost === 0 && disorder === 0

async function openAll(
  { host, server }: Stage,
  order: FanOrder,
  executors: readonly PerformerProcess[],
): Promise<void> {
  const { symbols, transport } = order
  await server.command('FLUSHALL')
  const { url } = server
  await Promise.all(
    executors.map((worker, index) => {
      const wanted = indexesOf(index, symbols).map(symbolAt)
      return worker.ask('open', { transport, url, publishes: false, symbols: wanted })
    }),
  )
  await host.ask('open', { transport, url, publishes: true, symbols: [] })
}

/** Ten for each, neighbours share none while there are enough. */
const indexesOf = (executor: number, symbols: number): readonly number[] =>
  Array.from({ length: WANTED }, (_, i) => (executor * WANTED + i) % symbols)

/** How many of the events published in turn are of an executor's symbols. */
export function wantedOf(executor: number, published: number, symbols: number): number {
  const rounds = Math.floor(published / symbols)
  const rest = published % symbols
  const indexes = indexesOf(executor, symbols)
  return rounds * indexes.length + indexes.filter((index) => index < rest).length
}

async function settled(executors: readonly PerformerProcess[], expected: number): Promise<readonly PerformerReport[]> {
  const deadline = systemClock.monotonic() + PATIENCE_MS
  for (;;) {
    const reports = await Promise.all(executors.map((worker) => worker.ask('report', undefined)))
    if (sum(reports, ({ received }) => received) >= expected || systemClock.monotonic() > deadline) return reports
    await sleep(systemClock, 100)
  }
}

const sum = <T>(all: readonly T[], of: (one: T) => number): number => all.reduce((total, one) => total + of(one), 0)
