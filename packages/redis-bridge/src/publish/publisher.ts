import { deferred } from '@md/runtime'
import type { EventType, MarketEvent } from '@md/types'
import type { Ends, Taken } from '../lease/lease.ts'
import type { Links } from '../link/links.ts'
import type { Counters } from '../metrics.ts'
import { channelOf, type Names } from '../names.ts'
import type { Settings } from '../settings.ts'
import { encodeBook, encodeEvent } from '../wire/encode-event.ts'
import type { Position } from '../wire/envelope.ts'
import { lastTradesIn } from './last-trades.ts'
import { bookBody, LastValues } from './last-values.ts'
import { Outgoing } from './outgoing.ts'
import { PartitionWriter } from './partition-writer.ts'
import { Registry } from './registry.ts'
import { Rounds } from './rounds.ts'
import { StandbyTrades } from './standby-trades.ts'

/** A standby keeps the trades of so many leases. */
const KEPT_LEASES = 2

export interface PublisherEvents {
  deposed(): void
  dropped(type: EventType, count: number): void
}

/** Takes in events without waiting, and brings them to Redis in batches. */
export class Publisher {
  readonly #settings: Settings
  readonly #names: Names
  readonly #links: Links
  readonly #counters: Counters
  readonly #events: PublisherEvents
  readonly #partitions: readonly PartitionWriter[]
  readonly #outgoing = new Map<string, Outgoing>()
  readonly #lastValues: LastValues
  readonly #registry: Registry
  readonly #standbyTrades: StandbyTrades
  readonly #rounds: Rounds
  #fence: number | undefined
  /** Leading, but what the log has is not read yet. */
  #takingOver = false
  #leading = false
  #flushing = false
  #flushedAt = Number.NEGATIVE_INFINITY
  #drained = deferred<void>()

  constructor(settings: Settings, names: Names, links: Links, counters: Counters, events: PublisherEvents) {
    this.#settings = settings
    this.#names = names
    this.#links = links
    this.#counters = counters
    this.#events = events
    this.#lastValues = new LastValues(settings, names)
    this.#registry = new Registry(settings, names)
    this.#rounds = new Rounds(settings, {
      beat: () => this.#beat(),
      write: () => this.#writeLastValues(),
      tidy: () => this.#housekeeping(),
    })
    this.#standbyTrades = new StandbyTrades(settings.lease.ttlMs * KEPT_LEASES)
    this.#partitions = Array.from(
      { length: settings.partitions },
      (_, partition) =>
        new PartitionWriter({
          partition,
          link: links.commands(partition),
          names,
          settings,
          counters,
          deposed: events.deposed,
          dropped: events.dropped,
          acked: this.#acked,
        }),
    )
  }

  get fence(): number | undefined {
    return this.#fence
  }

  get queued(): number {
    return this.#partitions.reduce((sum, { waiting }) => sum + waiting, 0)
  }

  get ringBytes(): number {
    return this.#partitions.reduce((sum, { log }) => sum + log.bytes, 0)
  }

  /** Where each partition's log ends. */
  get ends(): Ends {
    return Object.fromEntries(
      this.#partitions.flatMap(({ at, used }, partition): [string, Position][] =>
        used ? [[String(partition), at]] : [],
      ),
    )
  }

  /** Never waits. `'standby'`: somebody else leads; books and last values are kept warm, nothing is said. */
  publish(event: MarketEvent): 'taken' | 'standby' | 'refused' {
    const body = event.type === 'orderbook' ? encodeBook(event.data, event.data.change) : encodeEvent(event)
    if (body === undefined) {
      this.#counters.refused += 1
      this.#events.dropped(event.type, 1)
      return 'refused'
    }
    const to = this.#outgoingFor(event)
    this.#lastValues.note(to, body, event.type === 'orderbook' ? event.data : undefined)
    if (event.type === 'trade' && (!this.#leading || this.#takingOver)) {
      this.#standbyTrades.keep(to, event.data.id, body, this.#settings.clock.monotonic())
      return 'standby'
    }
    if (!this.#leading) return 'standby'

    const writer = this.#partitions[to.partition]
    if (writer?.add(to, event.type, body)) writer.flush()
    else this.#flushSoon()
    this.#counters.published += 1
    return 'taken'
  }

  /** Begins to lead, or goes on under a new fence. `lost`: whether we may have been replaced in between. */
  lead({ ends, fence }: Taken, lost: boolean): void {
    if (fence === this.#fence) {
      this.#leading = true
      return
    }
    const continued = this.#fence !== undefined && !lost
    if (this.#leading) this.flush()
    if (lost) for (const { log } of this.#partitions) log.abandon()
    this.#partitions.forEach((writer, partition) => {
      writer.begin(fence, continued ? writer.at : ends[String(partition)])
    })
    for (const to of this.#outgoing.values()) to.sequence = 0
    this.#fence = fence
    this.#leading = true
    if (continued) return
    this.#takingOver = this.#settings.lease.shared
    this.#restateBooks()
  }

  /** Not sure to lead: goes on numbering, and sends nothing until it is. */
  suspend(): void {
    for (const { log } of this.#partitions) log.away()
  }

  /** Says nothing more, and forgets what nobody may hear any more. */
  stepDown(): void {
    this.flush()
    this.#leading = false
    for (const { log } of this.#partitions) {
      log.away()
      log.abandon()
    }
  }

  /** The partitions' link is up and we lead: sends what Redis has not got, then goes on live. */
  async resume(partitions: readonly number[]): Promise<void> {
    this.#lastValues.noteAll(this.#outgoing.values())
    this.#registry.forget()
    if (this.#takingOver) await this.#takeOver()
    await Promise.all(
      partitions.map(async (partition) => {
        const writer = this.#partitions[partition]
        await writer?.log.catchUp()
        if (writer?.used) writer.beat()
      }),
    )
    await this.#rounds.start()
  }

  /** Goes on behind the last trades in the log: those that the one before us did not get there any more are not lost. */
  async #takeOver(): Promise<void> {
    const { clock, lease, writer } = this.#settings
    const since = clock.now() - lease.ttlMs * KEPT_LEASES
    const last = await Promise.all(
      this.#partitions.map((_, partition) =>
        lastTradesIn(this.#links.commands(partition), this.#names.log(partition, writer), since),
      ),
    )
    this.#takingOver = false
    for (const { body, to } of this.#standbyTrades.takeBehind(new Map(last.flatMap((ids) => [...ids])))) {
      this.#counters.published += 1
      if (this.#partitions[to.partition]?.add(to, 'trade', body)) this.#partitions[to.partition]?.flush()
    }
    this.flush()
  }

  away(partitions: readonly number[]): void {
    for (const partition of partitions) this.#partitions[partition]?.log.away()
  }

  flush(): void {
    this.#flushing = false
    this.#flushedAt = this.#settings.clock.monotonic()
    for (const writer of this.#partitions) writer.flush()
  }

  /** Resolves when Redis has acknowledged everything published so far, or the bridge has given it up. */
  async drained(): Promise<void> {
    this.flush()
    while (this.#partitions.some(({ log }) => log.unacked > 0)) await this.#drained.promise
  }

  /** The last words: what was said is all there is. */
  async end(): Promise<void> {
    this.#rounds.stop()
    if (!this.#leading) return
    await this.drained()
    for (const writer of this.#partitions) if (writer.used) writer.beat(true)
    await this.#writeLastValues()
  }

  stop(): void {
    this.#rounds.stop()
    this.#leading = false
    for (const { log } of this.#partitions) {
      log.away()
      log.abandon()
    }
    this.#acked()
  }

  readonly #acked = (): void => {
    if (this.#partitions.some(({ log }) => log.unacked > 0)) return
    this.#drained.resolve()
    this.#drained = deferred<void>()
  }

  #outgoingFor(event: MarketEvent): Outgoing {
    const key = keyOf(event)
    const known = this.#outgoing.get(key)
    if (known !== undefined) return known
    const channel = channelOf(event)
    const partition = this.#names.partitionOf(channel)
    const to = new Outgoing(channel, partition, this.#names.live(partition, channel.name))
    this.#outgoing.set(key, to)
    this.#registry.add(to)
    return to
  }

  #flushSoon(): void {
    if (this.#flushing) return
    this.#flushing = true
    const { batching, clock, soon } = this.#settings
    const since = clock.monotonic() - this.#flushedAt
    // Nothing has been sent for a while: whoever comes alone need not wait for company.
    if (since >= batching.maxWaitMs) soon(this.#flushIfAsked)
    else clock.after(batching.maxWaitMs - since, this.#flushIfAsked)
  }

  readonly #flushIfAsked = (): void => {
    if (this.#flushing) this.flush()
  }

  /** Followers of another leader's books start over with ours. */
  #restateBooks(): void {
    for (const to of this.#outgoing.values()) {
      const body = to.book === undefined ? undefined : bookBody(to.book)
      if (body !== undefined) this.#partitions[to.partition]?.add(to, 'orderbook', body)
    }
    this.#flushSoon()
  }

  #beat(): void {
    if (this.#leading) for (const writer of this.#partitions) if (writer.used) writer.beat()
  }

  async #writeLastValues(): Promise<void> {
    if (!this.#leading) return
    this.flush()
    await this.#lastValues.write(this.#links)
    await this.#registry.write(this.#links, this.#partitions)
  }

  #housekeeping(): void {
    const now = this.#settings.clock.monotonic()
    for (const { log, used } of this.#partitions) if (used) log.trim(now)
  }
}

/** Cheaper than the channel's name: this is asked for every event. */
function keyOf({ data, type }: MarketEvent): string {
  if (type === 'candle') return `${type} ${data.exchange} ${data.symbol} ${data.interval}`
  return 'symbol' in data ? `${type} ${data.exchange} ${data.symbol}` : data.exchange
}
