import { count, decimals } from '../report-table.ts'
import type { RedisFigures } from './redis-bench.ts'
import type { TransportName } from './transport.ts'

export interface Target {
  readonly what: string
  readonly aim: string
  readonly found: string
  /** Nothing where it could not be measured. */
  readonly reached: boolean | undefined
}

/** What is aimed at, beside what was found. */
export const targetsOf = (figures: RedisFigures): readonly Target[] => [
  publishingTarget(figures, 'log', 1.5),
  publishingTarget(figures, 'repaired', 0.5),
  {
    what: 'one host to five executors, nothing lost',
    aim: '≥ 50,000 events/s',
    found: count(figures.sustained.highest),
    reached: figures.sustained.highest >= 50_000,
  },
  coresTarget(figures, 'host', 0.25),
  coresTarget(figures, 'executor', 0.15),
  ...latencyTargets(figures),
]

function publishingTarget({ publishing }: RedisFigures, transport: TransportName, aim: number): Target {
  const rate = publishing.rates.find((one) => one.transport === transport)
  const isMeasured = rate !== undefined && !(transport === 'log' && rate.saidLive)
  return {
    what: `publishing, ${transport === 'log' ? 'the log alone' : transport}`,
    aim: `≥ ${aim} × plain`,
    found: isMeasured ? `${decimals(rate.timesPlain, 2)} ×` : 'not measured',
    reached: isMeasured ? rate.timesPlain >= aim : undefined,
  }
}

function coresTarget({ cores }: RedisFigures, who: 'host' | 'executor', aim: number): Target {
  const found = cores.find(({ transport }) => transport === 'repaired')?.[who] ?? Number.NaN
  const what = `cores of the ${who} at 10,000 events/s`
  return { what, aim: `≤ ${aim}`, found: decimals(found, 2), reached: Number.isNaN(found) ? undefined : found <= aim }
}

function latencyTargets({ latency }: RedisFigures): readonly Target[] {
  const [ours, plain] = (['repaired', 'plain'] as const).map((name) =>
    latency.find(({ executors, transport }) => executors === 5 && transport === name),
  )
  const above = ours === undefined || plain === undefined ? Number.NaN : ours.p99Ms - plain.p99Ms
  return [
    {
      what: 'p50 with five executors',
      aim: '< 1 ms',
      found: `${decimals(ours?.p50Ms ?? Number.NaN, 2)} ms`,
      reached: ours === undefined ? undefined : ours.p50Ms < 1,
    },
    {
      what: 'p99 with five executors',
      aim: 'within 5 ms of plain',
      found: `${decimals(above, 2)} ms above`,
      reached: Number.isNaN(above) ? undefined : above <= 5,
    },
  ]
}
