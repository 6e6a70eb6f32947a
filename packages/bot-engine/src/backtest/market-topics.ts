import { MaintainedBook } from '@md/order-book'
import type { Interval, Market, MarketEvent, OrderBook, Subscription } from '@md/types'
import type { RecordedBook } from '../journal/entry.ts'

export type Listener = (event: MarketEvent) => void

/** Who listens to one market, and its book. */
export class MarketTopics {
  readonly market: Market
  ticker: readonly Listener[] = []
  trades: readonly Listener[] = []
  orderbook: readonly Listener[] = []
  readonly candles = new Map<Interval, readonly Listener[]>()
  /** Events there were, whoever listened. */
  readonly heard = { ticker: 0, trades: 0, orderbook: 0 }
  readonly heardCandles = new Map<Interval, number>()
  /** The book as it stands: kept here from changes, or the live view that was played. */
  book: OrderBook | undefined
  #standing: 'unknown' | 'whole' | 'torn' = 'unknown'
  #kept: { readonly book: MaintainedBook; readonly event: MarketEvent } | undefined

  constructor(market: Market) {
    this.market = market
  }

  add(want: Subscription, listener: Listener): void {
    this.#replace(want, [...this.of(want), listener])
  }

  remove(want: Subscription, listener: Listener): void {
    this.#replace(
      want,
      this.of(want).filter((other) => other !== listener),
    )
  }

  of(want: Subscription): readonly Listener[] {
    return want.channel === 'candles' ? this.candlesOf(want.interval) : this[want.channel]
  }

  candlesOf(interval: Interval): readonly Listener[] {
    return this.candles.get(interval) ?? NOBODY
  }

  /** All who hear what concerns a channel, whatever the interval. */
  onChannel(channel: Subscription['channel']): readonly Listener[] {
    return channel === 'candles' ? [...this.candles.values()].flat() : this[channel]
  }

  /**
   * Applies a change. Returns what there is to tell: the book, the hole before it, or nothing while a book with a hole
   * waits for its next snapshot.
   */
  follow({ data }: RecordedBook): MarketEvent | undefined {
    this.#kept ??= this.#begin(data)
    const { book, event } = this.#kept
    this.book = book
    const { change, status } = data
    if (change !== undefined && book.follow(change, data) === 'gap') return this.#tear(book, change.sequence)
    if (change?.kind === 'snapshot') this.#standing = 'whole'
    if (change === undefined) book.change = undefined
    // A recording may call a book live of which this one missed the beginning.
    book.status = this.#standing !== 'whole' && status === 'live' ? 'syncing' : status
    return event
  }

  #tear(book: MaintainedBook, next: number): MarketEvent | undefined {
    book.become('syncing')
    const was = this.#standing
    this.#standing = 'torn'
    if (was === 'torn') return undefined
    const hole = was === 'whole' ? holeBetween(book.sequence, next) : { missed: undefined }
    return { type: 'gap', data: { ...this.market, channel: 'orderbook', recovered: false, cause: 'sequence', ...hole } }
  }

  #begin({ exchange, symbol, integrity }: RecordedBook['data']) {
    const book = new MaintainedBook({ exchange, symbol, integrity })
    return { book, event: { type: 'orderbook', data: book } as const }
  }

  #replace(want: Subscription, listeners: readonly Listener[]): void {
    if (want.channel === 'candles') this.candles.set(want.interval, listeners)
    else this[want.channel] = listeners
  }
}

const NOBODY: readonly Listener[] = []

const holeBetween = (last: number, next: number) => ({
  from: String(last + 1),
  to: String(next - 1),
  missed: next - last - 1,
})
