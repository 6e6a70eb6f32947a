import type { ExchangeMetrics } from '@md/manager'
import type { SoakFigures, Watched } from './figures.ts'

/** The figures and the failures, line by line. */
export function reportOf(figures: SoakFigures, failures: readonly string[]): readonly string[] {
  const { audit, code, exchanges, handles, heap, injected, lag, seconds, sockets } = figures
  return [
    `${seconds.toFixed(0)} s, ${(framesOf(exchanges) / seconds).toFixed(0)} frames a second, ${injected} faults injected`,
    `heap ${megabytes(heap.last)} MB, ${slope(heap, 'bytes', 0)}; V8's code ${megabytes(code.last)} MB, not part of it`,
    `handles ${handles.last}, ${slope(handles, 'handles', 2)}`,
    `sockets ${sockets.last}, ${slope(sockets, 'sockets', 2)}; ${figures.socketsLeft} after everything had been disconnected`,
    `event loop late by ${lag.p99.toFixed(1)} ms (p99), ${lag.max.toFixed(1)} ms at most`,
    `trades: ${audit.delivered} delivered in order, ${audit.told} told as missing, ${audit.unexplained} unexplained, ${audit.outOfOrder} out of order`,
    ...exchanges.map(([exchange, metrics]) => exchangeLine(exchange, metrics, seconds)),
    ...failures.map((failure) => `FAILED: ${failure}`),
    failures.length === 0 ? 'PASSED' : `${failures.length} failures`,
  ]
}

const framesOf = (exchanges: SoakFigures['exchanges']): number =>
  exchanges.reduce((sum, [, { adapter }]) => sum + (adapter?.framesReceived ?? 0), 0)

function slope({ trend: { high, low, slope } }: Watched, unit: string, digits: number): string {
  const aMinute = (perSecond: number) => (perSecond * 60).toFixed(digits)
  return `slope ${aMinute(slope)} ${unit} a minute (99 %: ${aMinute(low)} to ${aMinute(high)})`
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

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(2)
