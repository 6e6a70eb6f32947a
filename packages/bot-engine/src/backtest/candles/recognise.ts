import { INTERVALS, type Interval, InvalidInputError, intervalMs } from '@md/types'
import { linesOf } from '../lines.ts'
import { isHeader, type Layout, layoutOfHeader, layoutOfRows } from './columns.ts'
import { cellsOf, fault, type Row, rowOf } from './row.ts'

/** What the beginning of a file tells of all of it. */
export interface Recognised {
  readonly layout: Layout
  /** Number of the first line that is a candle, from 1. */
  readonly firstLine: number
  readonly interval: Interval
  readonly lengthMs: number
  /** What is left of every candle's time when divided by its length. */
  readonly offsetMs: number
  /** The newest row comes first. */
  readonly isDescending: boolean
}

/** Lines that are looked at. */
const SAMPLE = 200

/** Lines before header or first row that are about the file, as CryptoDataDownload has one. */
const PREAMBLE = 3

const DAY_MS = 86_400_000

/** @throws InvalidInputError when it holds no candles, or not of that interval */
export async function recognise(path: string, base: string, wanted?: Interval): Promise<Recognised> {
  const lines = await beginning(path)
  const start = lines.findIndex((line) => cellsOf(line).length > 1)
  const head = cellsOf(lines[start] ?? '')
  if (start < 0 || start > PREAMBLE) throw new InvalidInputError('candles', path, 'a file of comma-separated values')
  const named = isHeader(head)
  const rows = lines.slice(start + (named ? 1 : 0)).map(cellsOf)
  const layout = named ? layoutOfHeader(head, base) : layoutOfRows(rows)
  const times = rows
    .map((cells) => rowOf(cells, layout.columns))
    .filter(isSound)
    .map(({ time }) => time)
  const interval = wanted ?? shortestStep(path, times)
  const lengthMs = intervalMs(interval)
  if (lengthMs === undefined) throw new InvalidInputError('interval', interval, 'one of a fixed length, below 1M')
  const [first = 0, second = first] = times
  return {
    layout,
    firstLine: start + (named ? 2 : 1),
    interval,
    lengthMs,
    offsetMs: lengthMs > DAY_MS ? first % lengthMs : 0,
    isDescending: second < first,
  }
}

const isSound = (row: Row): boolean => fault(row) === undefined

async function beginning(path: string): Promise<readonly string[]> {
  const found: string[] = []
  for await (const { lines } of linesOf(path)) {
    found.push(...lines.slice(0, SAMPLE - found.length))
    if (found.length >= SAMPLE) break
  }
  return found.filter((line, i) => i === 0 || line.trim() !== '')
}

function shortestStep(path: string, times: readonly number[]): Interval {
  const steps = times.slice(1).map((time, i) => Math.abs(time - (times[i] ?? time)))
  const shortest = Math.min(...steps.filter((step) => step > 0))
  const found = INTERVALS.find((interval) => intervalMs(interval) === shortest)
  if (found !== undefined) return found
  const distance = Number.isFinite(shortest) ? `its rows are ${shortest} ms apart` : 'it has no two sound rows'
  throw new InvalidInputError('interval of', path, `${distance}: say which of ${INTERVALS.join(', ')} it is`)
}
