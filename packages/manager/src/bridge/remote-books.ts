import { MaintainedBook } from '@md/order-book'
import type { BookStatus, ExchangeId, Gap, MarketEvent, OrderBook } from '@md/types'

interface Followed {
  readonly book: MaintainedBook
  /** Until the next snapshot its levels mean nothing. */
  lost: boolean
  /** What its source last said of it. */
  said: BookStatus
}

/**
 * Books kept from what travels over a bridge: only `change`, numbered by the host that verified it.
 * A hole in the numbers makes a book `syncing`, says so in a `gap`, and only a snapshot makes it good again.
 */
export class RemoteBooks {
  readonly #books = new Map<string, Followed>()

  get(exchange: ExchangeId, symbol: string): OrderBook | undefined {
    return this.#books.get(keyOf(exchange, symbol))?.book
  }

  /** What there is to deliver once one book event of the bridge is taken in; mostly one event, about our own view. */
  follow(remote: OrderBook): readonly MarketEvent[] {
    const followed = this.#followed(remote)
    const { book } = followed
    followed.said = remote.status
    if (remote.change === undefined) return this.#follow(followed, remote.status)
    if (followed.lost && remote.change.kind === 'delta') return []

    const expected = book.sequence + 1
    switch (book.follow(remote.change, remote)) {
      case 'applied':
        followed.lost = false
        book.status = remote.status
        return [{ type: 'orderbook', data: book }]
      case 'duplicate':
        return []
      case 'gap':
        followed.lost = true
        book.become('syncing')
        return [gapEvent(remote, expected, remote.change.sequence), { type: 'orderbook', data: book }]
    }
  }

  /** No source is heard any more. What there is to deliver. */
  distrust(): readonly MarketEvent[] {
    return this.#restate(() => 'stale')
  }

  /** They are heard again: a book is what its source last said of it, unless its levels are lost. */
  trust(): readonly MarketEvent[] {
    return this.#restate(({ lost, said }) => (lost && said === 'live' ? 'syncing' : said))
  }

  /** The book as it stands, as a snapshot: for those who were not told what led to it. Nothing without its levels. */
  restated(exchange: ExchangeId, symbol: string): MarketEvent | undefined {
    const { book, lost } = this.#books.get(keyOf(exchange, symbol)) ?? { lost: true }
    if (lost || book === undefined) return undefined
    book.restate(book.sequence)
    return { type: 'orderbook', data: book }
  }

  forget(exchange: ExchangeId, symbol: string): void {
    this.#books.delete(keyOf(exchange, symbol))
  }

  clear(): void {
    this.#books.clear()
  }

  #restate(statusOf: (followed: Followed) => BookStatus): readonly MarketEvent[] {
    const changed = [...this.#books.values()].filter((followed) => followed.book.become(statusOf(followed)))
    return changed.map(({ book }) => ({ type: 'orderbook', data: book }))
  }

  /** The source's status alone has changed. A book without its levels does not become live by that. */
  #follow({ book, lost }: Followed, status: OrderBook['status']): readonly MarketEvent[] {
    if (lost && status === 'live') return []
    return book.become(status) ? [{ type: 'orderbook', data: book }] : []
  }

  #followed({ exchange, integrity, symbol }: OrderBook): Followed {
    const key = keyOf(exchange, symbol)
    const known = this.#books.get(key)
    if (known !== undefined) return known
    const followed: Followed = {
      book: new MaintainedBook({ exchange, symbol, integrity }),
      lost: true,
      said: 'syncing',
    }
    this.#books.set(key, followed)
    return followed
  }
}

const keyOf = (exchange: ExchangeId, symbol: string) => `${exchange} ${symbol}`

function gapEvent({ exchange, symbol }: OrderBook, expected: number, received: number): MarketEvent {
  const data: Gap = {
    exchange,
    symbol,
    channel: 'orderbook',
    from: String(expected),
    to: String(received - 1),
    missed: received - expected,
    recovered: false,
    cause: 'sequence',
  }
  return { type: 'gap', data }
}
