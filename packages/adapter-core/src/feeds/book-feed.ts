import type { MaintainedBook } from '@md/order-book'
import { backoffDelay } from '@md/runtime'
import { requestKey } from '@md/types'
import { BookKeeper } from '../book/book-keeper.ts'
import { BookSuspectError } from '../errors.ts'
import type { BookMessage } from '../inbound.ts'
import type { WireRequest } from '../protocol.ts'
import { RETRY } from '../retry.ts'
import type { Feed, FeedParts } from './feed.ts'

/** A book that stayed live this long has proven itself: the next resynchronisation starts at once. In ms. */
const PROVEN = 10_000

/** One market's verified book: feeds its keeper, and gets it the snapshots it needs. */
export class BookFeed implements Feed {
  readonly #parts: FeedParts
  readonly #request: WireRequest
  readonly #keeper: BookKeeper
  /** Since the book last proved itself. */
  #faults = 0
  #liveSince: number | undefined
  #cancelRetry: () => void = () => undefined
  #fetching = false
  #stopped = false
  messages = 0

  constructor(request: WireRequest, parts: FeedParts) {
    this.#parts = parts
    this.#request = request
    const { protocol, settings, counters } = parts
    this.#keeper = new BookKeeper(
      {
        exchange: protocol.exchange,
        symbol: request.symbol,
        rules: protocol.book,
        depth: protocol.book.subscribedDepth(wantedDepth(request)),
        wantedDepth: wantedDepth(request),
        clock: settings.clock,
        counters: counters.books,
      },
      {
        emit: (book) => this.#emit(book),
        gap: (gap) => {
          if (!this.#stopped) parts.emit('gap', gap)
        },
        needSnapshot: (fault) => this.#need(fault),
      },
    )
  }

  get key(): string {
    return requestKey(this.#request)
  }

  get book(): MaintainedBook {
    return this.#keeper.book
  }

  message(message: BookMessage, line: number): void {
    this.messages += 1
    this.#keeper.receive(message, line)
  }

  damaged(line: number): void {
    this.#keeper.damaged(line)
  }

  subscribed(line: number): void {
    this.#keeper.subscribed(line)
    if (this.#parts.protocol.book.startsFrom === 'stream' && this.book.status === 'syncing') this.#expectSnapshot()
  }

  lost(line: number): void {
    this.#keeper.lost(line)
    if (this.book.status === 'stale') this.#cancelRetry()
  }

  /** A line was closed by us. A book that still followed it goes on with the line that is left, or starts afresh there. */
  retired(line: number, left: number | undefined): void {
    if (!this.#keeper.follows(line) || (left !== undefined && this.#keeper.moveTo(left))) return
    this.#keeper.lost(line)
    this.#parts.renew(this.#request)
  }

  /** The last that is told of it: whoever still holds the view sees that it is no longer fed. */
  stop(): void {
    this.#keeper.abandon()
    this.#stopped = true
    this.#cancelRetry()
  }

  #emit(book: MaintainedBook): void {
    if (this.#stopped) return
    if (book.status === 'live') this.#liveSince ??= this.#parts.settings.clock.monotonic()
    this.#parts.emit('orderbook', book)
  }

  /** `fault`: why the book is doubted; unset when a new subscription just begins. */
  #need(fault: string | undefined): void {
    if (this.#stopped) return
    if (fault === undefined) {
      this.#resynchroniseAfter(0)
      return
    }
    const { protocol, report } = this.#parts
    report(new BookSuspectError(protocol.exchange, this.#request.symbol, fault))
    this.#tryAgain()
  }

  /** At once when the book had proven itself, else ever later. */
  #tryAgain(): void {
    const { clock, random } = this.#parts.settings
    if (this.#liveSince !== undefined && clock.monotonic() - this.#liveSince > PROVEN) this.#faults = 0
    this.#liveSince = undefined
    this.#resynchroniseAfter(this.#faults === 0 ? 0 : backoffDelay(this.#faults, RETRY, random))
    this.#faults += 1
  }

  #resynchroniseAfter(delay: number): void {
    // Whoever was told of the fault may have given the book up.
    if (this.#stopped) return
    this.#cancelRetry()
    this.#cancelRetry = this.#parts.settings.clock.after(delay, () => this.#resynchronise())
  }

  /** The snapshot that a subscription begins with may be lost, or unreadable. */
  #expectSnapshot(): void {
    const { clock, timeout } = this.#parts.settings
    this.#cancelRetry()
    this.#cancelRetry = clock.after(timeout, () => {
      if (this.book.status === 'syncing') this.#need(`no snapshot within ${timeout} ms`)
    })
  }

  #resynchronise(): void {
    if (this.#stopped || this.#keeper.book.status !== 'syncing') return
    if (this.#parts.protocol.book.startsFrom === 'stream') this.#parts.renew(this.#request)
    else void this.#fetch()
  }

  async #fetch(): Promise<void> {
    const { protocol, get } = this.#parts
    // One that is under way will do, or ask for another.
    if (!protocol.rest.bookSnapshot || this.#fetching) return
    this.#fetching = true
    try {
      const snapshot = await protocol.rest.bookSnapshot(get, this.#request, wantedDepth(this.#request))
      if (!this.#stopped) this.#keeper.startFrom(snapshot)
    } catch (error) {
      if (this.#stopped) return
      this.#parts.report(error)
      this.#tryAgain()
    } finally {
      this.#fetching = false
    }
  }
}

const wantedDepth = (request: WireRequest): number | undefined =>
  request.channel === 'orderbook' ? request.depth : undefined
