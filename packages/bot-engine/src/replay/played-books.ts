import { MaintainedBook } from '@md/order-book'
import { InvalidInputError, type Market, type MarketEvent } from '@md/types'
import { marketKey } from '../engine/market-watch.ts'
import type { JournalEntry, RecordedBook, RecordedEvent } from '../journal/entry.ts'

/** The books of a journal while it is played: what each was when its event came, and when somebody looked at it. */
export class PlayedBooks {
  readonly #books = new Map<string, MaintainedBook>()
  #played: RecordedEvent | undefined

  /** The market event that is being played, as it was journalled. */
  get played(): RecordedEvent {
    if (this.#played === undefined) throw new InvalidInputError('journal', 'no event', 'a market event is being played')
    return this.#played
  }

  eventOf(event: RecordedEvent): MarketEvent {
    this.#played = event
    return event.type === 'orderbook' ? { type: 'orderbook', data: this.#follow(event.data) } : event
  }

  /** @param next what the journal says next: whether the book was another one when it was looked at */
  look({ exchange, symbol }: Market, next: JournalEntry | undefined): void {
    if (next?.type !== 'look' || next.book.exchange !== exchange || next.book.symbol !== symbol) return
    this.#follow(next.book)
  }

  /** A change that a look has shown before is there already. */
  #follow({
    change,
    exchange,
    integrity,
    receivedAt,
    status,
    symbol,
    timestamp,
  }: RecordedBook['data']): MaintainedBook {
    const key = marketKey({ exchange, symbol })
    const book = this.#books.get(key) ?? new MaintainedBook({ exchange, symbol, integrity })
    this.#books.set(key, book)
    if (change !== undefined) book.follow(change, { timestamp, receivedAt })
    book.status = status
    book.change = change
    return book
  }
}
