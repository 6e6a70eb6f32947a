import { MaintainedBook } from '@md/order-book'
import { BoundedQueue } from '@md/runtime'
import type { Clock, ExchangeId, Gap } from '@md/types'
import type { BookCounters } from '../counters.ts'
import type { BookMessage } from '../inbound.ts'
import type { BookRules, BookSnapshot } from '../protocol.ts'
import { Horizon } from './horizon.ts'
import { joinUpdates } from './join-updates.ts'

export interface BookKeeperOptions {
  readonly exchange: ExchangeId
  readonly symbol: string
  readonly rules: BookRules
  /** Levels a side the subscription gives; `undefined`: all. */
  readonly depth: number | undefined
  /** Levels a side the consumer asked for. */
  readonly wantedDepth?: number | undefined
  readonly clock: Clock
  readonly counters: BookCounters
}

export interface BookEffects {
  emit(book: MaintainedBook): void
  gap(gap: Gap): void
  /** A snapshot is needed: to be fetched, or to come with a new subscription. `fault`: what is wrong with the book, if anything. */
  needSnapshot(fault?: string): void
}

/** Updates kept while a snapshot is on its way: over a minute at ten a second. */
const BUFFERED_UPDATES = 1_000

type Suspicion = Pick<Gap, 'cause'> & Partial<Pick<Gap, 'from' | 'to' | 'missed'>>

/**
 * One market's book from the venue's messages: live only while it verifies. Anything doubtful makes it `syncing`,
 * says so, and starts it over; other markets are not touched. No I/O: what it needs, it asks for.
 */
export class BookKeeper {
  readonly book: MaintainedBook
  readonly #rules: BookRules
  readonly #symbol: string
  readonly #exchange: ExchangeId
  readonly #clock: Clock
  readonly #counters: BookCounters
  readonly #effects: BookEffects
  readonly #buffer = new BoundedQueue<BookMessage>(BUFFERED_UPDATES)
  /** The line the book follows, and the newest line that has spoken of it. */
  #source = 0
  #newest = 0
  /** The venue's number of the last update applied. */
  #last = 0
  #syncingSince: number
  readonly #wantedDepth: number | undefined
  #horizon: Horizon | undefined

  constructor(
    { exchange, symbol, rules, depth, wantedDepth, clock, counters }: BookKeeperOptions,
    effects: BookEffects,
  ) {
    this.book = new MaintainedBook({
      exchange,
      symbol,
      integrity: rules.integrity,
      marked: rules.marked,
      ...(depth === undefined ? {} : { depth }),
    })
    this.#rules = rules
    this.#wantedDepth = wantedDepth
    this.#symbol = symbol
    this.#exchange = exchange
    this.#clock = clock
    this.#counters = counters
    this.#effects = effects
    this.#syncingSince = clock.monotonic()
  }

  /** The subscription stands on `line`. A book that starts from REST asks for its snapshot now. */
  subscribed(line: number): void {
    if (this.#source !== 0 && this.book.status === 'live') return
    this.#source = line
    this.#syncingSince = this.#clock.monotonic()
    this.#become('syncing')
    if (this.#rules.startsFrom === 'rest') this.#effects.needSnapshot()
  }

  receive(message: BookMessage, line: number): void {
    if (line < this.#newest && line !== this.#source) return
    if (line > this.#newest) this.#meet(line)
    if (message.action === 'snapshot') this.#adopt(message, line)
    else if (this.book.status !== 'live') this.#buffer.push(message)
    else if (line === this.#source) this.#apply(message)
    else this.#switchOver(message, line)
  }

  /** A snapshot by REST. Too old to be joined to what arrived since: another one is needed. */
  startFrom(snapshot: BookSnapshot): void {
    if (this.book.status !== 'syncing') return
    const joined = joinUpdates(this.#rules, snapshot.last, this.#buffer.drain())
    if (joined.last === undefined) {
      for (const update of joined.updates) this.#buffer.push(update)
      this.#effects.needSnapshot('the snapshot is older than the updates at hand')
      return
    }
    this.#last = joined.last
    this.#horizon = new Horizon(snapshot, this.#wantedDepth)
    this.book.snapshot(snapshot, { timestamp: undefined, receivedAt: this.#clock.now() })
    for (const update of joined.updates) this.book.update(update, update)
    if (joined.updates.length > 0) this.book.restate()
    this.#goLive()
  }

  /** Whether it is this line that the book is made from. */
  follows(line: number): boolean {
    return this.#source === line
  }

  /**
   * The line it followed was closed by us, and `line` is left. Where updates are numbered the book goes on with that:
   * the next number tells whether one is missing. Returns whether it does.
   */
  moveTo(line: number): boolean {
    if (!this.#rules.chain || this.book.status !== 'live') return false
    this.#source = line
    return true
  }

  /** A socket ended by itself. */
  lost(line: number): void {
    if (line !== this.#source) return
    const was = this.book.status
    this.abandon()
    if (was === 'live') this.#tell({ cause: 'drop' })
  }

  /** The subscription is given up: whoever still holds the view sees that it is no longer fed. */
  abandon(): void {
    this.#buffer.clear()
    this.#source = 0
    this.#become('stale')
  }

  /** A frame of this market could not be read: a change may be missing. */
  damaged(line: number): void {
    if (line === this.#source && this.book.status === 'live') this.#suspect({ cause: 'malformed' }, 'a damaged frame')
  }

  #meet(line: number): void {
    this.#newest = line
    this.#buffer.clear()
    if (this.book.status !== 'live') this.#source = line
  }

  #adopt(message: BookMessage, line: number): void {
    this.#source = line
    this.#buffer.clear()
    this.#last = message.last ?? this.#last
    this.book.snapshot(message, message)
    if (this.#holds(message)) this.#goLive()
  }

  #apply(message: BookMessage): void {
    const place = this.#rules.chain?.(this.#last, message) ?? 'next'
    if (place === 'gap') this.#missing(message)
    if (place !== 'next') return

    this.#last = message.last ?? this.#last
    this.book.update(message, message)
    if (this.#horizon?.covers(this.book) === false) this.#lookFurther()
    else if (this.#holds(message)) this.#effects.emit(this.book)
  }

  /**
   * A replacement socket has begun to speak while the old one still leads. Its updates wait until they join what the
   * book holds; then the book follows the new socket. Venues that do not number begin with a snapshot instead.
   */
  #switchOver(message: BookMessage, line: number): void {
    if (!this.#rules.chain) return
    this.#buffer.push(message)
    for (let update = this.#buffer.peek(); update; update = this.#buffer.peek()) {
      const place = this.#rules.chain(this.#last, update)
      if (place === 'gap') return
      this.#buffer.shift()
      this.#source = line
      if (place === 'next') this.#apply(update)
    }
  }

  /** Whether the book may be believed after `message`; when not, it is already being rebuilt. */
  #holds(message: BookMessage): boolean {
    if (this.#rules.verify && !this.#rules.verify(this.book, message)) {
      this.#counters.checksumFailures += 1
      this.#suspect({ cause: 'checksum' }, `the checksum is not ${message.checksum}`)
      return false
    }
    if (this.#rules.integrity === 'plausibility' && this.book.crossed) {
      this.#counters.crossed += 1
      this.#suspect({ cause: 'crossed' }, 'the best bid is not below the best ask')
      return false
    }
    return true
  }

  /** Nothing was missed, but the market has moved to where the snapshot knew nothing. */
  #lookFurther(): void {
    this.#buffer.clear()
    this.#become('syncing')
    this.#effects.needSnapshot()
  }

  #missing(message: BookMessage): void {
    const first = message.first ?? 0
    this.#counters.sequenceGaps += 1
    this.#suspect(
      { cause: 'sequence', from: String(this.#last + 1), to: String(first - 1), missed: first - 1 - this.#last },
      `expected update ${this.#last + 1} and received ${first}`,
    )
    if (this.#rules.startsFrom === 'rest') this.#buffer.push(message)
  }

  #suspect(suspicion: Suspicion, reason: string): void {
    this.#counters.resyncs += 1
    this.#buffer.clear()
    this.#become('syncing')
    this.#tell(suspicion)
    this.#effects.needSnapshot(reason)
  }

  #tell({ cause, missed, ...bounds }: Suspicion): void {
    this.#effects.gap({
      exchange: this.#exchange,
      symbol: this.#symbol,
      channel: 'orderbook',
      cause,
      missed,
      recovered: false,
      ...bounds,
    })
  }

  #goLive(): void {
    if (this.book.status !== 'live') this.#counters.lastTimeToLive = this.#clock.monotonic() - this.#syncingSince
    this.book.status = 'live'
    this.#effects.emit(this.book)
  }

  #become(status: 'syncing' | 'stale'): void {
    if (this.book.status === 'live') this.#syncingSince = this.#clock.monotonic()
    if (this.book.become(status)) this.#effects.emit(this.book)
  }
}
