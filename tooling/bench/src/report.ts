import { cpus, totalmem } from 'node:os'
import type { FanOut } from './fan-out.ts'
import type { PacedLatency } from './paced.ts'
import type { Throughput } from './throughput.ts'

export interface Report {
  readonly machine: string
  readonly throughput: readonly Throughput[]
  readonly paced: readonly PacedLatency[]
  readonly fanOut: readonly FanOut[]
}

export const machine = (): string =>
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}`

/** The figures as Markdown tables. */
export function toMarkdown({ fanOut, machine: where, paced, throughput }: Report): string {
  return [
    `Machine: ${where}. Ratios hold within one run; absolute figures do not travel.`,
    ...section('Throughput, flood over loopback', throughput, THROUGHPUT),
    ...section('Paced: from the write of a frame to the listener', paced, PACED),
    ...section('Fan-out: one event to many listeners of one market', fanOut, FAN_OUT),
    '',
  ].join('\n')
}

type Columns<Row> = Readonly<Record<string, (row: Row) => string>>

const count = (value: number): string => Math.round(value).toLocaleString('en-US')

const THROUGHPUT: Columns<Throughput> = {
  workload: ({ workload }) => workload,
  contender: ({ contender }) => contender,
  'frames/s': ({ framesPerSecond }) => count(framesPerSecond),
  range: ({ spread: [low, high] }) => `${count(low)} – ${count(high)}`,
  '× plain': ({ timesPlain }) => timesPlain.toFixed(2),
  'CPU µs/frame': ({ cpuPerFrame }) => cpuPerFrame.toFixed(2),
  'peak MB': ({ maxRssMb }) => count(maxRssMb),
  seen: ({ seen }) => `${(seen * 100).toFixed(1)} %`,
}

const PACED: Columns<PacedLatency> = {
  contender: ({ contender }) => contender,
  'frames/s': ({ perSecond, burst }) => `${count(perSecond)} in bursts of ${burst}`,
  'p50 µs': ({ p50 }) => count(p50),
  'p99 µs': ({ p99 }) => count(p99),
  'p99.9 µs': ({ p999 }) => count(p999),
  'CPU µs/frame': ({ cpuPerFrame }) => cpuPerFrame.toFixed(1),
}

const FAN_OUT: Columns<FanOut> = {
  listeners: ({ listeners }) => count(listeners),
  'manager ns/event': ({ manager }) => count(manager),
  'plain array ns/event': ({ array }) => count(array),
  ratio: ({ ratio }) => ratio.toFixed(2),
}

function section<Row>(title: string, rows: readonly Row[], columns: Columns<Row>): string[] {
  if (rows.length === 0) return []
  const names = Object.keys(columns)
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const cellsOf = (row: Row) => Object.values(columns).map((cell) => cell(row))
  return [
    '',
    `### ${title}`,
    '',
    line(names),
    line(names.map((_, i) => (i === 0 ? '---' : '--:'))),
    ...rows.map(cellsOf).map(line),
  ]
}
