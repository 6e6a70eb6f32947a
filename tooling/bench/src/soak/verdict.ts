import type { ExchangeMetrics } from '@md/manager'
import type { TradeAudit } from './trade-audit.ts'
import type { Trend } from './trend.ts'

export interface SoakFigures {
  readonly seconds: number
  readonly injected: number
  readonly rejections: number
  /** Event-loop delay, 99th percentile. */
  readonly lagMs: number
  readonly audit: TradeAudit
  /** Bytes. */
  readonly heap: { readonly trend: Trend; readonly last: number }
  readonly handles: { readonly trend: Trend; readonly last: number }
  readonly exchanges: readonly (readonly [string, ExchangeMetrics])[]
}

export interface Verdict {
  readonly lines: readonly string[]
  readonly failures: readonly string[]
}

/** Bytes a second that are noise whatever the statistics say: a megabyte in a quarter of an hour. */
const HEAP_NOISE = 1_200

/** Handles a second: one in ten minutes is no leak. */
const HANDLE_NOISE = 1 / 600

/** A loop that is later than this is not keeping up, in ms. */
const LAG_LIMIT = 200

export function verdictOf(figures: SoakFigures): Verdict {
  const failures = failuresOf(figures)
  const { audit, exchanges, handles, heap, injected, lagMs, seconds } = figures
  const lines = [
    `${seconds.toFixed(0)} s, ${injected} faults injected`,
    `heap ${mb(heap.last)} MB, slope ${(heap.trend.slope * 60).toFixed(0)} ± ${(heap.trend.standardError * 60).toFixed(0)} bytes a minute`,
    `handles ${handles.last}, slope ${(handles.trend.slope * 60).toFixed(3)} a minute; event loop p99 ${lagMs.toFixed(1)} ms`,
    `trades: ${audit.delivered} delivered in order, ${audit.told} told as missing, ${audit.unexplained} unexplained, ${audit.outOfOrder} out of order`,
    ...exchanges.map(([exchange, metrics]) => exchangeLine(exchange, metrics, seconds)),
    ...failures.map((failure) => `FAILED: ${failure}`),
    failures.length === 0 ? 'PASSED' : `${failures.length} failures`,
  ]
  return { lines, failures }
}

function failuresOf({ audit, handles, heap, lagMs, rejections }: SoakFigures): string[] {
  const failures: string[] = []
  if (heap.trend.rising && heap.trend.slope > HEAP_NOISE) failures.push('the heap grows')
  if (handles.trend.rising && handles.trend.slope > HANDLE_NOISE) failures.push('handles pile up')
  if (audit.unexplained > 0) failures.push(`${audit.unexplained} trades are missing and nobody said so`)
  if (audit.outOfOrder > 0) failures.push(`${audit.outOfOrder} trades came twice or out of order`)
  if (audit.delivered === 0) failures.push('nothing was delivered')
  if (rejections > 0) failures.push(`${rejections} unhandled rejections`)
  if (lagMs > LAG_LIMIT) failures.push(`the event loop is ${lagMs.toFixed(0)} ms late`)
  return failures
}

function exchangeLine(
  exchange: string,
  { adapter, messagesReceived, reconnects }: ExchangeMetrics,
  seconds: number,
): string {
  const frames = adapter?.framesReceived ?? 0
  const { backfilled = 0, duplicates = 0 } = adapter?.trades ?? {}
  const skipped = Object.entries(adapter?.skipped ?? {}).map(([kind, count]) => `${count} ${kind}`)
  return [
    `${exchange}: ${frames} frames (${(frames / seconds).toFixed(0)}/s)`,
    `${messagesReceived} events`,
    `${reconnects} reconnects`,
    `${adapter?.rotations ?? 0} rotations`,
    `${adapter?.books.resyncs ?? 0} resyncs`,
    `${backfilled} back-filled`,
    `${duplicates} duplicates dropped`,
    `skipped: ${skipped.join(', ') || 'nothing'}`,
  ].join(', ')
}

const mb = (bytes: number): string => (bytes / 2 ** 20).toFixed(1)
