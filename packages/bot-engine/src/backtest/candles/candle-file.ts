import { type Candle, type Gap, type Interval, InvalidInputError, type Market } from '@md/types'
import { linesOf } from '../lines.ts'
import { type Recognised, recognise } from './recognise.ts'
import { cellsOf, fault, type Row, rowOf } from './row.ts'

export interface CandleFileOptions extends Market {
  readonly path: string
  /** Unset: the shortest distance between two of the first rows. */
  readonly interval?: Interval
}

export interface Hole {
  /** First missing candle, and the first after the hole; ms since the epoch. */
  readonly from: number
  readonly to: number
  readonly missing: number
}

export interface CandleFileCounts {
  readonly candles: number
  /** Rows whose candle was there already. */
  readonly repeated: number
  readonly holes: number
  /** Candles that are missing, in all holes. */
  readonly missing: number
  readonly largestHole: Hole | undefined
}

/** Closed candles of one market from a file of comma-separated values. */
export class CandleFile {
  readonly path: string
  readonly #market: Market
  readonly #format: Recognised
  #counts = noneYet()
  #expected: number | undefined

  constructor(path: string, market: Market, format: Recognised) {
    this.path = path
    this.#market = { exchange: market.exchange, symbol: market.symbol }
    this.#format = format
  }

  get interval(): Interval {
    return this.#format.interval
  }

  /** What was recognised, for people. */
  get format(): string {
    const { interval, isDescending, layout } = this.#format
    return `${layout.name}; ${interval}${isDescending ? ', newest first' : ''}`
  }

  /** Of the reading that is going on, or was the last. */
  get counts(): CandleFileCounts {
    return { ...this.#counts }
  }

  /**
   * From the beginning, oldest first, a hole where candles are missing. A file that has the newest first is read to its
   * end before.
   * @throws InvalidInputError naming the line that cannot be used
   */
  async *read(): AsyncGenerator<readonly (Candle | Hole)[]> {
    this.#expected = undefined
    this.#counts = noneYet()
    if (!this.#format.isDescending) {
      for await (const rows of this.#rows()) yield this.#inOrder(rows)
      return
    }
    const rows: Numbered[] = []
    for await (const batch of this.#rows()) for (const row of batch) rows.push(row)
    yield this.#inOrder(rows.reverse())
  }

  /** A hole as the event that tells of it: from the first missing candle's open time to the last one's. */
  gapOf({ from, missing, to }: Hole): Gap {
    const last = to - this.#format.lengthMs
    return {
      ...this.#market,
      channel: 'candles',
      from: String(from),
      to: String(last),
      missed: missing,
      recovered: false,
      cause: 'drop',
    }
  }

  async *#rows(): AsyncGenerator<Numbered[]> {
    for await (const { first, lines } of linesOf(this.path)) {
      const rows: Numbered[] = []
      for (const [i, text] of lines.entries()) {
        const line = first + i
        if (line >= this.#format.firstLine && text.trim() !== '') rows.push(this.#row(text, line))
      }
      yield rows
    }
  }

  #row(text: string, line: number): Numbered {
    const row = rowOf(cellsOf(text), this.#format.layout.columns)
    const wrong = fault(row) ?? this.#misplaced(row)
    if (wrong !== undefined) throw wrongLine(this.path, line, text, wrong)
    const { close, high, low, open, time, volume } = row
    return { time, open, high, low, close, volume, line }
  }

  #misplaced({ time }: Row): string | undefined {
    return time % this.#format.lengthMs === this.#format.offsetMs
      ? undefined
      : `no ${this.#format.interval} candle begins at ${time}`
  }

  #inOrder(rows: readonly Numbered[]): readonly (Candle | Hole)[] {
    const found: (Candle | Hole)[] = []
    for (const row of rows) {
      const expected = this.#expected ?? row.time
      if (row.time === expected - this.#format.lengthMs) {
        this.#counts.repeated += 1
        continue
      }
      if (row.time < expected)
        throw wrongLine(this.path, row.line, String(row.time), 'it is older than the line before')
      if (row.time > expected) found.push(this.#holeAt(expected, row.time))
      this.#expected = row.time + this.#format.lengthMs
      this.#counts.candles += 1
      found.push(this.#candle(row))
    }
    return found
  }

  #holeAt(from: number, to: number): Hole {
    const hole = { from, to, missing: (to - from) / this.#format.lengthMs }
    this.#counts.holes += 1
    this.#counts.missing += hole.missing
    if (hole.missing > (this.#counts.largestHole?.missing ?? 0)) this.#counts.largestHole = hole
    return hole
  }

  #candle({ time, open, high, low, close, volume }: Row): Candle {
    const closeTime = time + this.#format.lengthMs - 1
    const { exchange, symbol } = this.#market
    return {
      exchange,
      symbol,
      timestamp: closeTime,
      receivedAt: closeTime,
      interval: this.#format.interval,
      openTime: time,
      closeTime,
      open,
      high,
      low,
      close,
      volume,
      closed: true,
    }
  }
}

const noneYet = (): { -readonly [K in keyof CandleFileCounts]: CandleFileCounts[K] } => ({
  candles: 0,
  repeated: 0,
  holes: 0,
  missing: 0,
  largestHole: undefined,
})

interface Numbered extends Row {
  readonly line: number
}

function wrongLine(path: string, line: number, text: string, wrong: string): InvalidInputError {
  return new InvalidInputError(`${path}, line ${line}:`, text.slice(0, SHOWN), wrong)
}

const SHOWN = 120

/**
 * Recognises a dump by its header or its columns: Binance klines (ms or µs), Kraken OHLCVT, Coinbase candles,
 * CryptoDataDownload, and whatever names its columns.
 * @throws InvalidInputError
 */
export async function openCandleFile({ path, interval, ...market }: CandleFileOptions): Promise<CandleFile> {
  const [base = ''] = market.symbol.split('/')
  return new CandleFile(path, market, await recognise(path, base, interval))
}
