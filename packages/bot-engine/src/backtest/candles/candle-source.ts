import type { Candle } from '@md/types'
import { type CandlePathOptions, candlePath } from '../candle-path.ts'
import type { PlayedEvent } from '../played-event.ts'
import type { CandleFile, Hole } from './candle-file.ts'

export interface CandleSourceOptions extends CandlePathOptions {
  /** ms since the epoch: candles that open from here on. */
  readonly from?: number
  /** ms since the epoch: candles that open before. */
  readonly to?: number
  /** Told of every closed candle before `from`, oldest first. */
  readonly before?: (candle: Candle) => void
}

/** The candles of a file as what would have been heard while they grew; holes as gaps. */
export async function* candleSource(
  file: CandleFile,
  options: CandleSourceOptions = {},
): AsyncGenerator<readonly PlayedEvent[]> {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, before = ignored } = options
  for await (const rows of file.read()) {
    const end = firstAt(rows, to)
    const start = Math.min(end, firstAt(rows, from))
    tellBefore(rows.slice(0, start), before)
    for (let i = start; i < end; i += BATCH) yield played(rows.slice(i, Math.min(end, i + BATCH)), file, options)
    if (end < rows.length) return
  }
}

const BATCH = 256

const ignored = (): void => undefined

function tellBefore(rows: readonly (Candle | Hole)[], before: (candle: Candle) => void): void {
  for (const row of rows) if (isCandle(row)) before(row)
}

const isCandle = (row: Candle | Hole): row is Candle => 'openTime' in row

/** Where the rows from a time on begin. */
function firstAt(rows: readonly (Candle | Hole)[], time: number): number {
  const found = rows.findIndex((row) => (isCandle(row) ? row.openTime : row.from) >= time)
  return found < 0 ? rows.length : found
}

function played(rows: readonly (Candle | Hole)[], file: CandleFile, options: CandlePathOptions): PlayedEvent[] {
  const events: PlayedEvent[] = []
  for (const row of rows) {
    if (isCandle(row)) events.push(...candlePath(row, options))
    else events.push({ type: 'gap', data: file.gapOf(row) })
  }
  return events
}
