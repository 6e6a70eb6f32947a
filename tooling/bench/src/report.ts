import { cpus, totalmem } from 'node:os'
import type { BookOnly } from './book-only.ts'
import type { BotFigures } from './bots/bots-bench.ts'
import type { FanOut } from './fan-out.ts'
import type { PacedLatency } from './paced.ts'
import type { RedisFigures } from './redis/redis-bench.ts'
import { comparison } from './report-comparison.ts'
import { type Columns, count, decimals, section } from './report-table.ts'
import type { Comparison } from './throughput.ts'

export interface Report {
  /** Day of the run, `YYYY-MM-DD`. */
  readonly date: string
  readonly machine: string
  readonly throughput: Comparison
  readonly recordings: Comparison
  readonly paced: readonly PacedLatency[]
  readonly book: readonly BookOnly[]
  readonly fanOut: readonly FanOut[]
  /** In tables of its own. */
  readonly redis: RedisFigures | undefined
  /** In tables of their own. */
  readonly bots: BotFigures | undefined
}

export const machine = (): string =>
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`

/** The figures as Markdown tables. */
export function toMarkdown(report: Report): string {
  return [
    `Measured ${report.date}. Machine: ${report.machine}. Ratios hold within one run; absolute figures do not travel.`,
    ...comparison('Throughput, flood over loopback', report.throughput),
    ...comparison('Throughput on recorded frames', report.recordings),
    ...section('Paced: from the write of a frame to the listener', report.paced, PACED),
    ...section('The book alone, one core', report.book, BOOK),
    ...section('Fan-out: one event to many listeners of one market', report.fanOut, FAN_OUT),
    '',
  ].join('\n')
}

const PACED: Columns<PacedLatency> = {
  contender: ({ contender }) => contender,
  'frames/s': ({ perSecond, burst }) => `${count(perSecond)} ${burst === 1 ? 'singly' : `in bursts of ${burst}`}`,
  'p50 µs': ({ p50 }) => count(p50),
  'p99 µs': ({ p99 }) => count(p99),
  'p99.9 µs': ({ p999 }) => count(p999),
  'CPU µs/frame': ({ cpuPerFrame }) => decimals(cpuPerFrame, 1),
  '× ws': ({ timesWs }) => decimals(timesWs, 2),
  seen: ({ seen }) => `${decimals(seen * 100, 1)} %`,
}

const BOOK: Columns<BookOnly> = {
  book: ({ name }) => name,
  'levels/s': ({ ours }) => count(ours),
  'ns/level': ({ ours }) => count(1e9 / ours),
  'plain levels/s': ({ plain }) => count(plain),
  '× plain': ({ ours, plain }) => decimals(ours / plain, 2),
  'sorted pairs levels/s': ({ pairs }) => count(pairs),
  '× pairs': ({ ours, pairs }) => decimals(ours / pairs, 2),
}

const FAN_OUT: Columns<FanOut> = {
  listeners: ({ listeners }) => count(listeners),
  'manager ns/event': ({ manager }) => count(manager),
  'plain array ns/event': ({ array }) => count(array),
  ratio: ({ ratio }) => decimals(ratio, 2),
}
