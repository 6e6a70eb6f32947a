import { deferred } from '@md/runtime'
import type { EventType, MarketEvent } from '@md/types'
import type { Ends, Taken } from '../lease/lease.ts'
import type { Links } from '../link/links.ts'
import type { Counters } from '../metrics.ts'
import { channelOf, type Names } from '../names.ts'
import type { Settings } from '../settings.ts'
import { encodeBook, encodeEvent } from '../wire/encode-event.ts'
import { eventKey } from './event-key.ts'
import { FlushTiming } from './flush-timing.ts'
import { bookBody, LastValues } from './last-values.ts'
import { Outgoing } from './outgoing.ts'
import { Partitions } from './partitions.ts'
import { Refusals } from './refusals.ts'
import { Registry } from './registry.ts'
import { Rounds } from './rounds.ts'
import { StandbyTrades } from './standby-trades.ts'
import { KEPT_LEASES, lastTradesOf } from './take-over.ts'

export interface PublisherEvents {
  deposed(): void
  dropped(type: EventType, count: number): void
  failed(error: Error): void
}

/** Takes in events without waiting, and brings them to Redis in batches. */
export class Publisher {
  readonly #settings: Settings
  readonly #names: Names
  readonly #links: Links
  readonly #counters: Counters
  readonly #events: PublisherEvents
  readonly #partitions: Partitions
  readonly #outgoing = new Map<string, Outgoing>()
  readonly #lastValues: LastValues
  readonly #registry: Registry
  readonly #standbyTrades: StandbyTrades
  readonly #rounds: Rounds
  #fence: number | undefined
  /** Leading, but what the log has is not read yet. */
  #takingOver = false
  #leading = false
  /** Not sure to lead. */
  #suspended = false
  readonly #timing: FlushTiming
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
    this.#timing = new FlushTiming(settings, { flush: () => this.flush(), busy: () => this.#partitions.busy })
    const failed = new Refusals(settings, counters, events.failed).note
    const shared = { names, settings, counters, ...events, failed, acked: this.#acked }
    this.#partitions = new Partitions(settings.partitions, (partition) => ({
      ...shared,
      partition,
      link: links.commands(partition),
    }))
  }

  get queued(): number {
    return this.#partitions.queued
  }

  get ringBytes(): number {
    return this.#partitions.ringBytes
  }

  /** Where each partition's log ends. */
  get ends(): Ends {
    return this.#partitions.ends
  }

  /** Never waits. `'standby'`: somebody else leads; books and last values are kept warm, nothing is said. */
  publish(event: MarketEvent): 'taken' | 'standby' | 'refused' {
    const body = event.type === 'orderbook' ? encodeBook(event.data, event.data.change) : encodeEvent(event)
    if (body === undefined) {
      this.#counters.refused += 1
      if (event.type in this.#counters.publishDropped) this.#events.dropped(event.type, 1)
      return 'refused'
    }
    const to = this.#outgoingFor(event)
    this.#lastValues.note(to, body, event.type === 'orderbook' ? event.data : undefined)
    if (!this.#leading || (this.#takingOver && event.type === 'trade')) {
      if (event.type === 'trade') this.#standbyTrades.keep(to, event.data.id, body, this.#settings.clock.monotonic())
      return 'standby'
    }
    this.#add(to, event.type, body)
    this.#timing.ask()
    return 'taken'
  }

  #add(to: Outgoing, type: EventType, body: string): void {
    const writer = this.#partitions.at(to.partition)
    this.#counters.published += 1
    if (writer?.add(to, type, body)) writer.flush()
  }

  /** Begins to lead, or goes on under a new fence. `lost`: whether we may have been replaced in between. */
  lead({ ends, fence }: Taken, lost: boolean): void {
    this.#suspended = false
    if (fence === this.#fence) {
      this.#leading = true
      return
    }
    const continued = this.#fence !== undefined && !lost
    if (this.#leading) this.flush()
    if (lost) this.#partitions.abandon()
    for (const partition of this.#partitions.all) {
      const writer = this.#partitions.at(partition)
      writer?.begin(fence, continued ? writer.at : ends[String(partition)])
    }
    for (const to of this.#outgoing.values()) to.sequence = 0
    this.#fence = fence
    this.#leading = true
    if (continued) return
    this.#takingOver = this.#settings.lease.shared
    this.#restateBooks()
  }

  /** Not sure to lead: goes on numbering, and sends nothing until it is. */
  suspend(): void {
    this.#suspended = true
    this.#partitions.away()
  }

  /** Says nothing more, and forgets what nobody may hear any more. */
  stepDown(): void {
    this.#leading = false
    this.#partitions.giveUp()
  }

  /** The partitions' link is up and we lead: sends what Redis has not got, then goes on live. */
  async resume(partitions: readonly number[]): Promise<void> {
    this.#lastValues.noteAll(this.#outgoing.values())
    this.#registry.forget()
    const mayWrite = this.#takingOver ? await this.#takeOver() : partitions
    await Promise.all(mayWrite.map((partition) => this.#catchUp(partition)))
    await this.#rounds.start()
  }

  async #catchUp(partition: number): Promise<void> {
    const writer = this.#partitions.at(partition)
    if (writer === undefined || !this.#leading || this.#suspended) return
    await writer.log.catchUp()
    if (writer.used) writer.beat()
  }

  /**
   * Goes on behind the last trades in the log: those that the one before us did not get there any more are not lost.
   * Returns the partitions that may be written then: all, or none yet, while a link is missing or if we lead no more.
   */
  async #takeOver(): Promise<readonly number[]> {
    if (!this.#links.commandLinks.every(({ up }) => up)) return []
    const fence = this.#fence
    const last = await lastTradesOf(this.#settings, this.#names, this.#links)
    if (!(this.#leading && this.#takingOver) || this.#suspended || fence !== this.#fence) return []
    this.#takingOver = false
    for (const { body, to } of this.#standbyTrades.takeBehind(last)) this.#add(to, 'trade', body)
    this.flush()
    return this.#partitions.all
  }

  away(partitions: readonly number[]): void {
    for (const partition of partitions) this.#partitions.at(partition)?.log.away()
  }

  flush(): void {
    this.#timing.flushed()
    this.#partitions.flush()
  }

  /** Resolves when Redis has acknowledged everything published so far, or the bridge has given it up. */
  async drained(): Promise<void> {
    this.flush()
    while (this.#partitions.busy) await this.#drained.promise
  }

  /** The last words: what was said is all there is. */
  async end(): Promise<void> {
    this.#rounds.stop()
    if (!this.#leading) return
    await this.drained()
    this.#partitions.beat(true)
    await this.#writeLastValues()
  }

  stop(): void {
    this.#rounds.stop()
    this.#leading = false
    this.#partitions.giveUp()
    this.#acked()
  }

  readonly #acked = (): void => {
    if (this.#partitions.busy) return
    this.#drained.resolve()
    this.#drained = deferred<void>()
    this.#timing.answered()
  }

  #outgoingFor(event: MarketEvent): Outgoing {
    const key = eventKey(event)
    const known = this.#outgoing.get(key)
    if (known !== undefined) return known
    const channel = channelOf(event)
    const partition = this.#names.partitionOf(channel)
    const to = new Outgoing(channel, partition, this.#names.live(partition, channel.name))
    this.#outgoing.set(key, to)
    this.#registry.add(to)
    return to
  }

  /** Followers of another leader's books start over with ours. */
  #restateBooks(): void {
    for (const to of this.#outgoing.values()) {
      const body = to.book === undefined ? undefined : bookBody(to.book)
      if (body !== undefined) this.#partitions.at(to.partition)?.add(to, 'orderbook', body)
    }
    this.#timing.ask()
  }

  #beat(): void {
    if (this.#leading) this.#partitions.beat()
  }

  async #writeLastValues(): Promise<void> {
    // Whoever is not sure to lead would overwrite what the new leader says.
    if (!this.#leading || this.#suspended) return
    this.flush()
    await this.#lastValues.write(this.#links)
    await this.#registry.write(this.#links, [...this.#partitions])
  }

  #housekeeping(): void {
    const now = this.#settings.clock.monotonic()
    this.#partitions.trim(now)
    this.#lastValues.forgetIdle(this.#outgoing.values(), now)
  }
}
