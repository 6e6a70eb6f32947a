import type { SoakFigures } from './figures.ts'

/**
 * Bytes that the heap may rise, whatever the statistics say: counters, an hour of outages, and what V8 notes beside the
 * code it makes, ever more slowly. So much in ten minutes, and as much again whenever the time has doubled.
 */
const HEAP_NOISE = 256 * 1024
const HEAP_NOISE_SECONDS = 600

/** A connection is some handles, and at any moment a few connections are being replaced. */
const HANDLE_NOISE = 3

/** A loop that is later than this is not keeping up, in ms. */
const LAG_LIMIT = 200

/** Why the soak has failed: a sentence each, none when it passed. */
export function failuresOf(figures: Omit<SoakFigures, 'exchanges'>): readonly string[] {
  const { audit, booksLeftDown, counted, lag, quiet, rejections, socketsLeft, warnings } = figures
  const rules: readonly (readonly [broken: boolean, failure: string])[] = [
    [figures.heap.trend.leastRise > heapNoise(figures.seconds), 'the heap grows'],
    [figures.handles.trend.leastRise > HANDLE_NOISE, 'handles pile up'],
    [figures.sockets.trend.leastRise > HANDLE_NOISE, 'sockets pile up'],
    [socketsLeft > 0, `${socketsLeft} sockets were open after everything had been disconnected`],
    [audit.unexplained > 0, `${audit.unexplained} trades are missing and nobody said so`],
    [audit.outOfOrder > 0, `${audit.outOfOrder} trades came twice or out of order`],
    [audit.delivered === 0, 'nothing was delivered'],
    [audit.delivered !== counted.trades, `${counted.trades} trades were counted and ${audit.delivered} delivered`],
    [quiet.length > 0, `quiet in the end: ${quiet.map(({ exchange, symbol }) => `${exchange} ${symbol}`).join(', ')}`],
    [booksLeftDown > 0, `${booksLeftDown} order books did not come back`],
    [counted.listenerFailures > 0, `${counted.listenerFailures} listeners failed`],
    [rejections > 0, `${rejections} unhandled rejections`],
    [warnings > 0, `${warnings} warnings`],
    [lag.p99 > LAG_LIMIT, `the event loop is ${lag.p99.toFixed(0)} ms late`],
    [figures.exchangesDied, 'the simulated exchanges ended before the soak'],
  ]
  return rules.filter(([broken]) => broken).map(([, failure]) => failure)
}

const heapNoise = (seconds: number): number => HEAP_NOISE * (1 + Math.max(0, Math.log2(seconds / HEAP_NOISE_SECONDS)))
