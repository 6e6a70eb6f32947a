import { MaintainedBook } from '@md/order-book'
import type { BookStatus, OrderBook } from '@md/types'
import type { Channel } from '../names.ts'
import type { BookNews } from '../wire/decode-event.ts'

/** The books of one writer's channels: the same, level for level, as its own. */
export class BookFollower {
  readonly #books = new Map<string, MaintainedBook>()
  /** What the writer last said. */
  readonly #said = new Map<string, BookStatus>()

  /** `'lost'`: it does not continue what we have; only a whole book helps. `undefined`: nothing new. */
  follow(key: string, { exchange, symbol }: Channel, news: BookNews): OrderBook | 'lost' | undefined {
    const { change, integrity, status } = news
    let book = this.#books.get(key)
    if (book === undefined || book.integrity !== integrity) {
      book = new MaintainedBook({ exchange, symbol, integrity })
      this.#books.set(key, book)
    }
    this.#said.set(key, status)
    if (change === undefined) return book.become(status) ? book : undefined
    switch (book.follow(change, news)) {
      case 'applied':
        book.status = status
        return book
      case 'duplicate':
        return undefined
      case 'gap':
        return 'lost'
    }
  }

  /** Not to be relied upon until the next whole book. Nothing if it was so already. */
  mark(key: string, status: 'syncing' | 'stale'): OrderBook | undefined {
    const book = this.#books.get(key)
    return book?.become(status) ? book : undefined
  }

  /** Back to what the writer last said of it. Nothing if that is what it is. */
  restore(key: string): OrderBook | undefined {
    const book = this.#books.get(key)
    const status = this.#said.get(key)
    return book !== undefined && status !== undefined && book.become(status) ? book : undefined
  }

  forget(key: string): void {
    this.#books.delete(key)
    this.#said.delete(key)
  }
}
