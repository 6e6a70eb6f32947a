import type { Columns } from './columns.ts'
import { toMs } from './moment.ts'

export interface Row {
  readonly time: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

export const cellsOf = (line: string): string[] =>
  line.split(line.includes(';') && !line.includes(',') ? ';' : ',').map(bare)

/** Without the quotes and the spaces around it. */
function bare(cell: string): string {
  const code = cell.charCodeAt(0)
  const last = cell.charCodeAt(cell.length - 1)
  return code <= QUOTE || last <= QUOTE ? cell.trim().replaceAll('"', '') : cell
}

/** Spaces, carriage returns and the quote itself are all below what a value begins or ends with. */
const QUOTE = 34

export function rowOf(cells: readonly string[], columns: Columns): Row {
  return {
    time: toMs(cells[columns.time] ?? ''),
    open: numberOf(cells[columns.open]),
    high: numberOf(cells[columns.high]),
    low: numberOf(cells[columns.low]),
    close: numberOf(cells[columns.close]),
    volume: numberOf(cells[columns.volume]),
  }
}

const numberOf = (text: string | undefined): number => (text === undefined || text === '' ? Number.NaN : Number(text))

/** What is wrong with it, or nothing. */
export function fault({ time, open, high, low, close, volume }: Row): string | undefined {
  if (Number.isNaN(time)) return 'its time is neither a number since the epoch nor a date'
  if (!(low > 0 && high < Number.POSITIVE_INFINITY))
    return noNumber({ high, low }) ?? 'its prices have to be numbers above 0'
  if (!(volume >= 0)) return 'its volume has to be a number from 0'
  // A comparison with NaN is never true.
  if (!(open >= low && close >= low && open <= high && close <= high))
    return noNumber({ open, close }) ?? 'open and close have to be between low and high'
  return undefined
}

function noNumber(cells: Readonly<Record<string, number>>): string | undefined {
  const name = Object.keys(cells).find((cell) => Number.isNaN(cells[cell]))
  return name && `its ${name} is no number`
}
