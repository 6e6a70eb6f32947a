import { type Columns, count, decimals, rounded, section } from '../report-table.ts'
import type { Cores } from './cores.ts'
import type { LatencyRow } from './latency.ts'
import type { Outage } from './outage.ts'
import type { PublishRate } from './publishing.ts'
import type { RedisFigures } from './redis-bench.ts'
import { type Target, targetsOf } from './redis-targets.ts'

/** The figures as Markdown tables. */
export function redisMarkdown(figures: RedisFigures, date: string, machine: string): string {
  const { bytesPerBridge, publishing, sustained } = figures
  return [
    `Measured ${date}. Machine: ${machine}. Ratios hold within one run; absolute figures do not travel.`,
    ...section('Redis bridge: what is aimed at', targetsOf(figures), TARGETS),
    ...section('Publishing: floods of trades over 1,000 symbols, nobody subscribed', publishing.rates, PUBLISHING),
    '',
    benchmarkLine(publishing.benchmarkPerSecond),
    ...sharedLane(publishing.rates),
    ...section('10,000 events a second to five executors that want 10 of 1,000 symbols each', figures.cores, CORES),
    '',
    `Highest rate with nothing lost: ${count(sustained.highest)} events a second${failure(sustained.failed)}.`,
    ...section('From the publish call to the handler at 10,000 events a second', latencyRows(figures.latency), LATENCY),
    '',
    `A bridge that is connected and has ten subscriptions takes ${count(bytesPerBridge / 1_024)} KiB of heap and buffers.`,
    ...section('A host at 10,000 events a second while Redis is away, and comes back empty', [figures.outage], OUTAGE),
    '',
  ].join('\n')
}

const benchmarkLine = (perSecond: number | undefined): string =>
  perSecond === undefined
    ? '`redis-benchmark` (of redis-tools) was not found: the ratio to it is left out.'
    : `\`redis-benchmark PUBLISH -P 100\`, 200 bytes: ${rounded(perSecond)} a second.`

function sharedLane(rates: readonly PublishRate[]): readonly string[] {
  const shared = rates.some(({ saidLive, transport }) => transport === 'log' && saidLive)
  return shared ? ['', '`log` said everything on the live lane too: the log alone was not measured.'] : []
}

const failure = (failed: RedisFigures['sustained']['failed']): string =>
  failed === undefined ? ', the highest tried' : `; at ${count(failed.perSecond)} ${failed.reason}`

const TARGETS: Columns<Target> = {
  what: ({ what }) => what,
  'aimed at': ({ aim }) => aim,
  measured: ({ found }) => found,
  reached: ({ reached }) => (reached === undefined ? '–' : reached ? 'yes' : 'no'),
}

const PUBLISHING: Columns<PublishRate> = {
  publisher: ({ transport }) => transport,
  'events/s': ({ perSecond }) => rounded(perSecond),
  '× plain': ({ timesPlain }) => decimals(timesPlain, 2),
  '× redis-benchmark': ({ timesBenchmark }) => decimals(timesBenchmark ?? Number.NaN, 3),
}

const CORES: Columns<Cores> = {
  transport: ({ transport }) => transport,
  'host cores': ({ host }) => decimals(host, 2),
  'executor cores, most': ({ executor }) => decimals(executor, 2),
  'Redis cores': ({ redis }) => decimals(redis, 2),
  'log bytes/event': ({ logBytesPerEvent }) => count(logBytesPerEvent),
  'used_memory/event': ({ usedBytesPerEvent }) => count(usedBytesPerEvent),
}

type ByTransport = readonly LatencyRow[]

/** One line for each number of instances. */
function latencyRows(rows: readonly LatencyRow[]): readonly ByTransport[] {
  const counts = [...new Set(rows.map(({ executors }) => executors))]
  return counts.map((executors) => rows.filter((row) => row.executors === executors))
}

const cell =
  (transport: string) =>
  (rows: ByTransport): string => {
    const row = rows.find((one) => one.transport === transport)
    if (row === undefined) return '–'
    return `${decimals(row.p50Ms, 2)} / ${decimals(row.p99Ms, 2)}${row.whole ? '' : ' (not whole)'}`
  }

const LATENCY: Columns<ByTransport> = {
  'executors; p50 / p99 ms': (rows) => String(rows[0]?.executors ?? 0),
  plain: cell('plain'),
  live: cell('live'),
  repaired: cell('repaired'),
  log: cell('log'),
}

const OUTAGE: Columns<Outage> = {
  'away for s': ({ seconds }) => count(seconds),
  'MB before': ({ rssBeforeMb }) => count(rssBeforeMb),
  'MB at most': ({ rssPeakMb }) => count(rssPeakMb),
  'MB after': ({ rssAfterMb }) => count(rssAfterMb),
  'kept MB': ({ ringPeakMb }) => decimals(ringPeakMb, 1),
  published: ({ published }) => count(published),
  'dropped, counted by the host': ({ dropped }) => count(dropped),
  delivered: ({ received }) => count(received),
  'lost, counted by the executor': ({ lost }) => count(lost),
}
