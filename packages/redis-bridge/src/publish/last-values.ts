import { MaintainedBook } from '@md/order-book'
import type { OrderBook } from '@md/types'
import type { Link } from '../link/link.ts'
import type { Links } from '../link/links.ts'
import type { Names } from '../names.ts'
import type { Settings } from '../settings.ts'
import { encodeBook } from '../wire/encode-event.ts'
import { liveMessage, openHeader } from '../wire/envelope.ts'
import type { Outgoing } from './outgoing.ts'

/** Commands sent without waiting for answers. */
const WINDOW = 500

/** The last value of every channel that has one, kept in Redis for whoever joins late. */
export class LastValues {
  readonly #settings: Settings
  readonly #names: Names
  #changed = new Set<Outgoing>()

  constructor(settings: Settings, names: Names) {
    this.#settings = settings
    this.#names = names
  }

  /** Takes in what was published. */
  note(to: Outgoing, body: string, book: OrderBook | undefined): void {
    if (!this.#settings.lastValue.enabled || to.channel.kind === 'gap' || to.channel.kind === 'trade') return
    to.touched = true
    if (book === undefined) to.last = body
    else follow(to, book)
    this.#changed.add(to)
  }

  /** After Redis was away it may have forgotten everything. */
  noteAll(all: Iterable<Outgoing>): void {
    if (!this.#settings.lastValue.enabled) return
    for (const to of all) if (to.last !== undefined || to.book !== undefined) this.#changed.add(to)
  }

  /** What has not changed for as long as Redis keeps it is let go of here too. */
  forgetIdle(all: Iterable<Outgoing>, now: number): void {
    for (const to of all) {
      if (to.touched) to.touchedAt = now
      else if (now - to.touchedAt > this.#settings.lastValue.ttlMs) {
        to.book = undefined
        to.last = undefined
      }
      to.touched = false
    }
  }

  /** Writes what has changed. Everything published so far must have been flushed. */
  async write(links: Links): Promise<void> {
    const changed = [...this.#changed].filter(({ at }) => at.fence > 0)
    this.#changed = new Set()
    for (let i = 0; i < changed.length; i += WINDOW) {
      await Promise.all(changed.slice(i, i + WINDOW).map((to) => this.#writeOne(links.commands(to.partition), to)))
    }
  }

  async #writeOne(link: Link, to: Outgoing): Promise<void> {
    const body = to.book === undefined ? to.last : bookBody(to.book)
    if (body === undefined) return
    const { clock, instanceId, lastValue, writer } = this.#settings
    const header = openHeader({
      source: instanceId,
      writer,
      at: to.at,
      publishedAt: Math.round(clock.now()),
      previous: undefined,
    })
    const key = this.#names.lastValue(to.partition, to.channel.name)
    const value = liveMessage(header, `[${to.sequence},${body}]`, true)
    try {
      await link.command(['SET', key, value, 'PX', String(lastValue.ttlMs)])
    } catch {
      // Not there, or full: the next round writes the newest.
      this.#changed.add(to)
    }
  }
}

function follow(to: Outgoing, view: OrderBook): void {
  const { change, exchange, integrity, status, symbol } = view
  to.book ??= new MaintainedBook({ exchange, symbol, integrity })
  if (change === undefined) to.book.become(status)
  else {
    const outcome = to.book.follow(change, view)
    // Heard of in the middle, or again: what the publisher shows is the book, where it shows one.
    if (outcome === 'gap' && view.bids.size + view.asks.size > 0 && view.sequence === change.sequence) {
      const levels = { bids: view.bids.top(view.bids.size), asks: view.asks.top(view.asks.size) }
      to.book.snapshot(levels, view, view.sequence)
      to.book.become(status)
    } else if (outcome === 'gap') to.book.become('syncing')
    else to.book.become(status)
  }
}

/** The whole book, as it travels; nothing while there is none. */
export function bookBody(book: MaintainedBook): string | undefined {
  if (book.bids.size + book.asks.size === 0) return undefined
  const { asks, bids, sequence } = book
  return encodeBook(book, { kind: 'snapshot', sequence, bids: bids.top(bids.size), asks: asks.top(asks.size) })
}
