import type { EventOrigin, EventType, MarketEvent } from '@md/types'
import { InvalidInputError, reportOf } from '@md/types'
import { bridgeLinks } from './bridge-links.ts'
import { metricsOf, type RedisBridgeMetrics } from './bridge-metrics.ts'
import { Demand } from './demand.ts'
import { warnOfEviction } from './eviction-warning.ts'
import { sayFarewell } from './farewell.ts'
import { Latencies } from './latencies.ts'
import { Leadership } from './leadership.ts'
import type { Client } from './link/client.ts'
import type { Link, LinkEvents, LinkName } from './link/link.ts'
import type { Links } from './link/links.ts'
import { LinkFailures } from './link-failures.ts'
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
  readonly #failures = new LinkFailures()
  readonly #examined = new Set<number>()

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
      failed: this.failed,
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
    return this.#failures.last
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
    const { demand, leadership } = this
    if (this.links.control.up) await sayFarewell(this.settings, { publisher: this.#publisher, leadership, demand })
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
    if (!(type in this.counters.publishDropped)) throw new InvalidInputError('event type', type, 'use a known one')
    if (this.#isOpen) this.#drops.count(type, 1)
    else this.counters.publishDropped[type] += 1
  }

  #linkEvents(name: LinkName, index: number): LinkEvents {
    return {
      prepare: (client) => this.#prepare(name, index, client),
      up: () => this.#linkUp(name, index),
      down: (reason) => this.#linkDown(name, index, reason),
      reconnecting: (attempt, delayMs, reason) => this.#events.reconnecting({ link: name, attempt, delayMs, reason }),
      failed: (error, final) => this.#linkFailed(`${name} ${index}`, error, final),
    }
  }

  async #prepare(name: LinkName, index: number, client: Client): Promise<void> {
    if (name === 'publisher' && index === 0) await agreeOnPartitions(client, this.names, this.settings)
    if (name === 'subscriber') await this.#reception.prepare(index, client)
  }

  #linkUp(name: LinkName, index: number): void {
    this.settings.logger.debug({ link: index }, `Redis ${name} connected`)
    this.#reception.linkUp(name, index).catch(this.failed)
    if (name === 'publisher') this.#examine(index)
    if (name === 'publisher' && index === 0) this.demand.start()
    if (name === 'publisher' && this.settings.enablePublishing) this.leadership.linkUp(index)
    this.#checkReady()
  }

  /** Once for each server: how it is set up. */
  #examine(index: number): void {
    const { client } = this.links.commandLinks[index] ?? {}
    if (client === undefined || this.#examined.has(index)) return
    this.#examined.add(index)
    void warnOfEviction(client, this.settings.logger)
  }

  #linkDown(name: LinkName, index: number, reason: string): void {
    this.#reception.linkDown(name, index)
    if (name === 'publisher') {
      this.leadership.linkDown(index)
      if (index === 0) this.demand.pause()
      // Whoever listens there listens at the wrong place too.
      if (isDemotion(reason)) this.links.subscriberLinks[index]?.drop(reason)
    }
    if (!this.#ready) return
    this.#ready = false
    this.#events.lost(reason)
  }

  #linkFailed(link: string, error: Error, final: boolean): void {
    const { code, message, recovery } = reportOf(error)
    const isNews = this.#failures.note(link, message)
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
    this.#failures.clear()
    this.#reception.start()
    this.#events.ready()
  }
}

const isDemotion = (reason: string): boolean => /^(READONLY\b|is a \w+, not a master)/.test(reason)
