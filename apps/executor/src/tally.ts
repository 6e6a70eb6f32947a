import type { BookStatus, Clock, ExchangeId, MarketEvent } from '@md/types'

const COUNTED = ['ticker', 'trade', 'orderbook', 'candle', 'gap'] as const

type Counted = (typeof COUNTED)[number]

/** What was received of one market. Prices are `undefined` until there is one. */
export interface MarketRow {
  readonly exchange: ExchangeId
  readonly symbol: string
  last: number | undefined
  bid: number | undefined
  ask: number | undefined
  book: BookStatus | 'none'
  readonly received: Record<Counted, number>
  /** When the newest of it was received from the exchange, by this or another process. Ms since the epoch. */
  newestAt: number | undefined
  /** Events that are known to be missing. */
  missed: number
}

/** Keeps what was received, market by market. */
export class Tally {
  readonly #rows = new Map<string, MarketRow>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get rows(): readonly MarketRow[] {
    return [...this.#rows.values()]
  }

  /** One event of a subscription; changes of a connection are nobody's market. */
  take(event: MarketEvent): void {
    switch (event.type) {
      case 'ticker':
        this.#count(event).last = event.data.last
        break
      case 'trade':
        this.#count(event).last = event.data.price
        break
      case 'candle':
        this.#count(event).last = event.data.close
        break
      case 'orderbook':
        takeBook(this.#count(event), event.data)
        break
      case 'gap':
        this.#count(event).missed += event.data.recovered ? 0 : (event.data.missed ?? 0)
        break
      default:
        break
    }
  }

  #count(event: Extract<MarketEvent, { readonly type: Counted }>): MarketRow {
    const {
      data: { exchange, symbol },
      type,
    } = event
    const key = `${exchange} ${symbol}`
    let row = this.#rows.get(key)
    if (row === undefined) {
      const received = { ticker: 0, trade: 0, orderbook: 0, candle: 0, gap: 0 }
      const none = { last: undefined, bid: undefined, ask: undefined, newestAt: undefined }
      row = { exchange, symbol, ...none, book: 'none', received, missed: 0 }
      this.#rows.set(key, row)
    }
    row.received[type] += 1
    // A clock that is ahead of ours makes nothing newer than now.
    if (event.type !== 'gap')
      row.newestAt = Math.max(row.newestAt ?? 0, Math.min(event.data.receivedAt, this.#clock.now()))
    return row
  }
}

function takeBook(row: MarketRow, book: Extract<MarketEvent, { readonly type: 'orderbook' }>['data']): void {
  row.book = book.status
  row.bid = book.bids.size === 0 ? undefined : book.bids.price(0)
  row.ask = book.asks.size === 0 ? undefined : book.asks.price(0)
}
