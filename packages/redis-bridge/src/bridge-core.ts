import type { EventOrigin, EventType, MarketEvent } from '@md/types'
import { reportOf } from '@md/types'
import { bridgeLinks } from './bridge-links.ts'
import { metricsOf, type RedisBridgeMetrics } from './bridge-metrics.ts'
import { Demand } from './demand.ts'
import { BridgeClosedError } from './errors.ts'
import { Latencies } from './latencies.ts'
import { Leadership } from './leadership.ts'
import type { Client } from './link/client.ts'
import { withDeadline } from './link/deadline.ts'
import type { Link, LinkEvents, LinkName } from './link/link.ts'
import type { Links } from './link/links.ts'
import { Counters } from './metrics.ts'
import { Names } from './names.ts'
import { DropReport } from './publish/drop-report.ts'
import { Publisher } from './publish/publisher.ts'
import type { Interests } from './receive/interests.ts'
import { Reception } from './reception.ts'
import type { Settings } from './settings.ts'
import { agreeOnPartitions } from './topology.ts'

export interface CoreEvents {
  tell(event: MarketEvent, origin: EventOrigin): void
  ready(): void
  lost(reason: string): void
  reconnecting(news: { link: string; attempt: number; delayMs: number; reason: string }): void
  failed(error: unknown): void
  /** It does not go on by itself. */
  ended(error: Error): void
  listenerThrew(error: unknown, type: string): void
}

/** How long closing waits for Redis to take what is still unsaid. */
const FAREWELL_MS = 1_000

/** The parts of a bridge, and what a link that comes or goes means to each. */
export class BridgeCore {
  readonly settings: Settings
  readonly names: Names
  readonly counters = new Counters()
  readonly links: Links
  readonly leadership: Leadership
  readonly demand: Demand
  readonly #events: CoreEvents
  readonly #latencies = new Latencies()
  readonly #allLinks: readonly Link[]
  readonly #publisher: Publisher
  readonly #reception: Reception
  readonly #drops: DropReport
  #isOpen = false
  #ready = false
  #lastFailure: string | undefined

  constructor(settings: Settings, events: CoreEvents) {
    this.settings = settings
    this.#events = events
    this.names = new Names(settings)
    const { counters, names } = this
    const { links, readers } = bridgeLinks(settings, names, (name, index) => this.#linkEvents(name, index))
    this.links = links
    this.#allLinks = [...links.all, ...readers]
    this.#reception = new Reception({
      settings,
      names,
      links,
      readers,
      counters,
      latencies: this.#latencies,
      tell: events.tell,
    })
    this.#drops = new DropReport(settings, counters, this.failed)
    this.#publisher = new Publisher(settings, names, links, counters, {
      deposed: () => this.leadership.deposed(),
      dropped: this.#drops.count,
    })
    this.demand = new Demand(settings, names, links, this.failed)
    this.leadership = new Leadership({
      settings,
      names,
      links,
      publisher: this.#publisher,
      events: {
        known: () => this.#checkReady(),
        failed: this.failed,
        listenerThrew: (error) => events.listenerThrew(error, 'leadership'),
      },
    })
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** All links are up, and it is known who leads. */
  get ready(): boolean {
    return this.#ready
  }

  get interests(): Interests {
    return this.#reception.interests
  }

  get lastFailure(): string | undefined {
    return this.#lastFailure
  }

  open(): void {
    this.#isOpen = true
    for (const link of this.#allLinks) link.start()
  }

  /** Returns whether it was ready. */
  async close(): Promise<boolean> {
    const wasReady = this.#ready
    this.#isOpen = false
    this.#ready = false
    if (this.links.control.up) await this.#farewell()
    this.leadership.stop()
    this.demand.pause()
    this.#publisher.stop()
    await Promise.all(this.#allLinks.map((link) => link.stop()))
    this.#reception.stop()
    this.#drops.tell()
    return wasReady
  }

  /** Never throws, never waits. */
  publish(event: MarketEvent): void {
    try {
      this.#publish(event)
    } catch (error) {
      this.counters.refused += 1
      this.failed(error)
    }
  }

  flush(): Promise<void> {
    return this.#publisher.drained()
  }

  async subscriptionsChanged(): Promise<void> {
    if (this.settings.enableSubscription) await this.#reception.update()
  }

  metrics(): RedisBridgeMetrics {
    return metricsOf({
      counters: this.counters,
      latencies: this.#latencies,
      interests: this.interests,
      links: this.#allLinks,
      publisher: this.#publisher,
      receiver: this.#reception.receiver,
      leadership: this.leadership,
      connected: this.#ready,
    })
  }

  readonly failed = (error: unknown): void => {
    this.counters.errors += 1
    const { code, context, message } = reportOf(error)
    this.settings.logger.warn({ code, ...context }, message)
    this.#events.failed(error)
  }

  #publish(event: MarketEvent): void {
    const { enablePublishing, logger } = this.settings
    if (!(this.#isOpen && enablePublishing && this.leadership.known)) {
      this.#drop(event.type)
      return
    }
    const outcome = this.#publisher.publish(event)
    if (outcome === 'standby') this.counters.standby += 1
    const { published } = this.counters
    if (outcome === 'taken' && published % 100 === 0) logger.debug({}, `Redis events published: ${published}`)
  }

  #drop(type: EventType): void {
    if (this.#isOpen) this.#drops.count(type, 1)
    else this.counters.publishDropped[type] += 1
  }

  #linkEvents(name: LinkName, index: number): LinkEvents {
    return {
      prepare: (client) => this.#prepare(name, index, client),
      up: () => this.#linkUp(name, index),
      down: (reason) => this.#linkDown(name, index, reason),
      reconnecting: (attempt, delayMs, reason) => this.#events.reconnecting({ link: name, attempt, delayMs, reason }),
      failed: (error, final) => this.#linkFailed(error, final),
    }
  }

  async #prepare(name: LinkName, index: number, client: Client): Promise<void> {
    if (name === 'publisher' && index === 0) await agreeOnPartitions(client, this.names, this.settings)
    if (name === 'subscriber') await this.#reception.prepare(index, client)
  }

  #linkUp(name: LinkName, index: number): void {
    this.settings.logger.debug({ link: index }, `Redis ${name} connected`)
    this.#reception.linkUp(name, index).catch(this.failed)
    if (name === 'publisher' && index === 0) this.demand.start()
    if (name === 'publisher' && this.settings.enablePublishing) this.leadership.linkUp(index)
    this.#checkReady()
  }

  #linkDown(name: LinkName, index: number, reason: string): void {
    this.#reception.linkDown(name, index)
    if (name === 'publisher') {
      this.leadership.linkDown(index)
      if (index === 0) this.demand.pause()
    }
    if (!this.#ready) return
    this.#ready = false
    this.#events.lost(reason)
  }

  #linkFailed(error: Error, final: boolean): void {
    const { code, message, recovery } = reportOf(error)
    const isNews = message !== this.#lastFailure
    this.#lastFailure = message
    if (final || isNews) this.failed(error)
    else this.counters.errors += 1
    if (recovery !== 'stop') return
    if (final || code === 'REDIS_PARTITIONS_DIFFER') for (const link of this.#allLinks) void link.stop()
    this.#events.ended(error)
  }

  #checkReady(): void {
    if (this.#ready || !this.#isOpen || !this.#allLinks.every(({ up }) => up)) return
    if (this.settings.enablePublishing && !this.leadership.known) return
    this.#ready = true
    this.#lastFailure = undefined
    this.#reception.start()
    this.#events.ready()
  }

  async #farewell(): Promise<void> {
    const late = () => new BridgeClosedError('what was not yet acknowledged')
    try {
      await withDeadline(this.settings.clock, FAREWELL_MS, this.#sayFarewell(), late)
    } catch (error) {
      const { code, message } = reportOf(error)
      this.settings.logger.warn({ code }, message)
    }
  }

  async #sayFarewell(): Promise<void> {
    await this.#publisher.end()
    await this.leadership.release()
    await this.demand.stop()
  }
}
