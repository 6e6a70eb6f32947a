import type { ChannelType, EventOrigin, Gap, MarketEvent } from '@md/types'
import type { Latencies } from '../latencies.ts'
import type { Counters } from '../metrics.ts'
import type { Channel, ChannelKind } from '../names.ts'
import type { Settings } from '../settings.ts'
import { decodeEvent } from '../wire/decode-event.ts'
import { BookFollower } from './book-follower.ts'
import type { Interests } from './interests.ts'
import type { Origin } from './origin.ts'
import type { Arrival } from './track.ts'

/** Brings one event to the listeners. Never throws. */
export type Tell = (event: MarketEvent, origin: EventOrigin) => void

const CHANNEL_TYPES: Readonly<Partial<Record<ChannelKind, ChannelType>>> = {
  ticker: 'ticker',
  trade: 'trades',
  candle: 'candles',
  orderbook: 'orderbook',
}

/** The last step of an item whose turn has come: read, followed if it is about a book, told. */
export class Deliverer {
  readonly #settings: Settings
  readonly #counters: Counters
  readonly #interests: Interests
  readonly #latencies: Latencies
  readonly #tell: Tell
  readonly #books = new BookFollower()
  /** Whose book was told last, of those who write the same market's. */
  readonly #tellers = new Map<string, string>()

  constructor(settings: Settings, counters: Counters, interests: Interests, latencies: Latencies, tell: Tell) {
    this.#settings = settings
    this.#counters = counters
    this.#interests = interests
    this.#latencies = latencies
    this.#tell = tell
  }

  /** `'needs-book'`: what came continues no book that we have. */
  deliver({ partition, writer }: Origin, channel: Channel, arrival: Arrival): 'done' | 'needs-book' {
    const { from, header, item, sequence } = arrival
    if (header.source === this.#settings.instanceId) {
      this.#counters.selfFiltered += 1
      return 'done'
    }
    const decoded = decodeEvent(channel, item, from)
    if (decoded === undefined) {
      this.#counters.decodeErrors += 1
      return 'done'
    }
    const origin: EventOrigin = {
      instanceId: header.source,
      epoch: header.at.fence,
      sequence,
      publishedAt: header.publishedAt,
    }
    if (decoded.type === 'book') {
      const book = this.#books.follow(keyOf(writer, partition, channel), channel, decoded)
      if (book === 'lost') return 'needs-book'
      if (book === undefined) return 'done'
      this.#tellers.set(channel.name, writer)
      this.#emit({ type: 'orderbook', data: book }, channel, origin)
      return 'done'
    }
    this.#emit(decoded, channel, origin)
    return 'done'
  }

  /** What will never come. `missed` is `undefined` where nobody can know. */
  lose(origin: Origin, channel: Channel, missed: number | undefined, from?: number): void {
    const counters = this.#counters
    if (missed === undefined) counters.unknownLosses += 1
    else counters.lost += missed
    const type = CHANNEL_TYPES[channel.kind]
    if (type === undefined || !this.#interests.wantsChannel(channel)) return
    if (type === 'orderbook') this.distrust(origin, channel, 'syncing')
    const gap: Gap = {
      exchange: channel.exchange,
      symbol: channel.symbol,
      channel: type,
      missed,
      recovered: false,
      cause: missed === undefined ? 'epoch' : 'drop',
      ...(missed !== undefined && from !== undefined && { from: String(from), to: String(from + missed - 1) }),
    }
    this.#tell({ type: 'gap', data: gap }, this.#local(origin))
  }

  /** A book is not what its market shows any more: said before anything else is. */
  distrust(origin: Origin, channel: Channel, status: 'syncing' | 'stale'): void {
    const book = this.#books.mark(keyOf(origin.writer, origin.partition, channel), status)
    if (book !== undefined && this.#speaks(origin, channel))
      this.#tell({ type: 'orderbook', data: book }, this.#local(origin))
  }

  /** Its writer is heard again, and nothing was missing: the book is what its writer last said. */
  trust(origin: Origin, channel: Channel): void {
    const book = this.#books.restore(keyOf(origin.writer, origin.partition, channel))
    if (book !== undefined && this.#speaks(origin, channel))
      this.#tell({ type: 'orderbook', data: book }, this.#local(origin))
  }

  forget({ partition, writer }: Origin, channel: Channel): void {
    this.#books.forget(keyOf(writer, partition, channel))
    if (this.#tellers.get(channel.name) === writer) this.#tellers.delete(channel.name)
  }

  /** A host that came after this one has the market's book now: what becomes of the old one is nobody's concern. */
  #speaks({ writer }: Origin, { name }: Channel): boolean {
    return (this.#tellers.get(name) ?? writer) === writer
  }

  #emit(event: MarketEvent, channel: Channel, origin: EventOrigin): void {
    if (!this.#interests.wants(event.type, channel)) return
    this.#counters.delivered += 1
    if (this.#counters.delivered % 100 === 0) {
      this.#settings.logger.debug({}, `Redis events received: ${this.#counters.delivered}`)
    }
    this.#latencies.note(event, origin.publishedAt, this.#settings.clock.now())
    this.#tell(event, origin)
  }

  #local({ fence }: Origin): EventOrigin {
    const { clock, instanceId } = this.#settings
    return { instanceId, epoch: fence, sequence: 0, publishedAt: clock.now() }
  }
}

const keyOf = (writer: string, partition: number, { name }: Channel) => `${writer} ${partition} ${name}`
