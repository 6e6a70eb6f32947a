import { InvalidInputError } from '@md/types'

/** Where the values of a candle stand in a row. */
export interface Columns {
  readonly time: number
  readonly open: number
  readonly high: number
  readonly low: number
  readonly close: number
  readonly volume: number
}

export interface Layout {
  /** What was recognised, and by what, for people. */
  readonly name: string
  readonly columns: Columns
}

const TIME_FIRST: Columns = { time: 0, open: 1, high: 2, low: 3, close: 4, volume: 5 }
const LOW_HIGH_FIRST: Columns = { time: 0, low: 1, high: 2, open: 3, close: 4, volume: 5 }

/** Best first: a number is taken before a text. */
const TIME_NAMES = [
  'unix',
  'opentime',
  'time',
  'timestamp',
  'unixtime',
  'unixtimestamp',
  'starttime',
  'start',
  't',
  'datetime',
  'date',
]

const NAMES = {
  open: ['open', 'openprice', 'o'],
  high: ['high', 'highprice', 'h'],
  low: ['low', 'lowprice', 'l'],
  close: ['close', 'closeprice', 'c'],
} as const

const normal = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '')

export const isHeader = (cells: readonly string[]): boolean =>
  cells.length > 1 && cells.filter((cell) => /^[\s"]*[a-z]/i.test(cell)).length > cells.length / 2

/** @throws InvalidInputError naming the column that is missing */
export function layoutOfHeader(cells: readonly string[], base: string): Layout {
  const names = cells.map(normal)
  const find = (what: string, candidates: readonly string[]): number => {
    const found = candidates.map((candidate) => names.indexOf(candidate)).find((place) => place >= 0)
    if (found !== undefined) return found
    throw new InvalidInputError(
      'header',
      cells.join(','),
      `it has no column for the ${what} (${candidates.join(', ')})`,
    )
  }
  const volume = ['volume', 'vol', 'v', 'basevolume', 'volumebase', `volume${normal(base)}`]
  const columns = {
    time: find('time', TIME_NAMES),
    open: find('open', NAMES.open),
    high: find('high', NAMES.high),
    low: find('low', NAMES.low),
    close: find('close', NAMES.close),
    volume: find('volume', volume),
  }
  return { name: `${kindOf(names)}, with a header`, columns }
}

function kindOf(names: readonly string[]): string {
  if (
    names.includes('takerbuyvolume') ||
    names.includes('takerbuybasevolume') ||
    names.includes('takerbuybaseassetvolume')
  )
    return 'Binance klines'
  if (names.includes('unix') && names.includes('symbol')) return 'CryptoDataDownload'
  return 'candles'
}

const BINANCE_COLUMNS = 12
const KRAKEN_COLUMNS = 7
const LEAST_COLUMNS = 6

/** Without a header the number of columns and the order of the prices tell. @throws InvalidInputError */
export function layoutOfRows(rows: readonly (readonly string[])[]): Layout {
  const count = rows[0]?.length ?? 0
  if (count === BINANCE_COLUMNS) return { name: 'Binance klines, 12 columns', columns: TIME_FIRST }
  if (count === KRAKEN_COLUMNS) return { name: 'Kraken OHLCVT, 7 columns', columns: TIME_FIRST }
  if (count === LEAST_COLUMNS) return layoutOfSix(rows)
  const allowed =
    'without a header there are 12 columns (Binance), 7 (Kraken) or 6 (time, open, high, low, close, volume or time, low, high, open, close, volume)'
  throw new InvalidInputError('columns', rows[0]?.join(','), allowed)
}

/** The first price against the third: an open is never below a low, so where it is, the first is the low. */
function layoutOfSix(rows: readonly (readonly string[])[]): Layout {
  const isLowFirst = rows.some(([, first, , third]) => Number(first) < Number(third))
  return isLowFirst
    ? { name: 'Coinbase candles: time, low, high, open, close, volume', columns: LOW_HIGH_FIRST }
    : { name: 'candles: time, open, high, low, close, volume', columns: TIME_FIRST }
}
