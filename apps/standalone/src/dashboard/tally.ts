import type { BookStatus, ConnectionState, ExchangeId, Market, MarketEvent } from '@md/types'

/** What is shown of one market. */
export interface MarketRow extends Market {
  last: number
  bid: number
  ask: number
  book: BookStatus | 'none'
  levels: number
  events: number
  gaps: number
  /** Trades that could not be had. */
  missed: number
}

/** Something worth a line. `at`: ms since the epoch. */
export interface Note {
  readonly at: number
  readonly text: string
}

const NOTES_KEPT = 200

/** What was seen of the markets shown, kept from the events themselves. */
export class Tally {
  readonly rows = new Map<string, MarketRow>()
  readonly #notes: Note[] = []
  readonly #now: () => number
  readonly #onNote: (note: Note) => void
  #total = 0

  constructor(markets: readonly Market[], now: () => number, onNote: (note: Note) => void) {
    this.#now = now
    this.#onNote = onNote
    for (const { exchange, symbol } of markets) {
      const blank = { last: Number.NaN, bid: Number.NaN, ask: Number.NaN, levels: 0, events: 0, gaps: 0, missed: 0 }
      this.rows.set(keyOf(exchange, symbol), { exchange, symbol, book: 'none', ...blank })
    }
  }

  /** Events taken so far. */
  get total(): number {
    return this.#total
  }

  get notes(): readonly Note[] {
    return this.#notes
  }

  note(text: string): void {
    const note = { at: this.#now(), text }
    this.#notes.push(note)
    if (this.#notes.length > NOTES_KEPT) this.#notes.shift()
    this.#onNote(note)
  }

  /** One event of a subscription. */
  take(event: MarketEvent): void {
    if (!('symbol' in event.data)) return
    const row = this.rows.get(keyOf(event.data.exchange, event.data.symbol))
    if (row === undefined) return
    this.#total += 1
    row.events += 1
    switch (event.type) {
      case 'ticker':
        row.last = event.data.last
        break
      case 'trade':
        row.last = event.data.price
        break
      case 'orderbook':
        this.#takeBook(row, event.data.status)
        row.bid = event.data.bids.price(0)
        row.ask = event.data.asks.price(0)
        row.levels = event.data.bids.size + event.data.asks.size
        break
      case 'gap':
        row.gaps += 1
        if (event.data.channel === 'trades' && !event.data.recovered) row.missed += event.data.missed ?? 0
        this.note(describeGap(event.data))
        break
      default:
        break
    }
  }

  /** How a connection changed. */
  link(exchange: ExchangeId, state: ConnectionState, reason: string, delayMs?: number): void {
    const next = delayMs === undefined ? '' : `, next try in ${(delayMs / 1_000).toFixed(1)} s`
    this.note(`${exchange} is ${state}: ${reason}${next}`)
  }

  #takeBook(row: MarketRow, status: BookStatus): void {
    if (row.book !== 'none' && row.book !== status) this.note(`${row.exchange} ${row.symbol} book is ${status}`)
    row.book = status
  }
}

const keyOf = (exchange: ExchangeId, symbol: string): string => `${exchange} ${symbol}`

function describeGap(gap: Extract<MarketEvent, { type: 'gap' }>['data']): string {
  const count = gap.missed === undefined ? 'an unknown number of updates' : `${gap.missed}`
  const bounds = gap.from === undefined ? '' : ` (${gap.from} to ${gap.to})`
  const outcome = gap.recovered ? 'fetched and delivered in their place' : 'missing'
  return `${gap.exchange} ${gap.symbol} ${gap.channel}: ${count}${bounds} ${outcome}, cause: ${gap.cause}`
}
