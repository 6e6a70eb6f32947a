import type { Clock } from '@md/types'
import type { MarketRow, Tally } from './tally.ts'

export interface SummaryOptions {
  readonly tally: Tally
  readonly clock: Clock
  /** JSON instead of words. */
  readonly json: boolean
  readonly write: (line: string) => void
}

const EVERY_MS = 1_000

/** Writes a line a second for every market. */
export class Summary {
  readonly #options: SummaryOptions
  readonly #totals = new Map<string, number>()
  #cancel: () => void = () => undefined

  constructor(options: SummaryOptions) {
    this.#options = options
  }

  start(): void {
    this.#cancel = this.#options.clock.after(EVERY_MS, () => {
      this.#tell()
      this.start()
    })
  }

  stop(): void {
    this.#cancel()
  }

  #tell(): void {
    const { clock, json, tally, write } = this.#options
    const at = Math.round(clock.now())
    for (const row of tally.rows) {
      const events = this.#eventsSince(row)
      write(json ? JSON.stringify({ at, ...row, eventsPerSecond: events }) : inWords(row, events))
    }
  }

  #eventsSince({ exchange, received, symbol }: MarketRow): number {
    const key = `${exchange} ${symbol}`
    const total = Object.values(received).reduce((sum, count) => sum + count, 0)
    const before = this.#totals.get(key) ?? 0
    this.#totals.set(key, total)
    return total - before
  }
}

const inWords = ({ ask, bid, book, exchange, last, missed, received, symbol }: MarketRow, events: number): string =>
  [
    `${exchange} ${symbol}`.padEnd(22),
    `last ${price(last)}`,
    `bid ${price(bid)}`,
    `ask ${price(ask)}`,
    `book ${book.padEnd(7)}`,
    `${String(events).padStart(5)}/s`,
    ...(received.gap === 0 ? [] : [`${received.gap} gaps, ${missed} missed`]),
  ].join('  ')

const price = (value: number | undefined): string => (value === undefined ? '–' : String(value)).padStart(10)
