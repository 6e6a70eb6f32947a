import type { Latencies } from './latencies.ts'
import type { Client } from './link/client.ts'
import type { Link, LinkName } from './link/link.ts'
import { type Links, partitionsOf } from './link/links.ts'
import type { Counters } from './metrics.ts'
import type { Names } from './names.ts'
import { Deliverer, type Tell } from './receive/deliverer.ts'
import { Interests } from './receive/interests.ts'
import { LogReader } from './receive/log-reader.ts'
import { Origins } from './receive/origins.ts'
import { Receiver } from './receive/receiver.ts'
import { SilenceWatch } from './receive/silence-watch.ts'
import { Subscriber } from './receive/subscriber.ts'
import type { Settings } from './settings.ts'

interface ReceptionOptions {
  readonly settings: Settings
  readonly names: Names
  readonly links: Links
  readonly readers: readonly Link[]
  readonly counters: Counters
  readonly latencies: Latencies
  readonly tell: Tell
}

/** The receiving half of a bridge. */
export class Reception {
  readonly interests = new Interests()
  readonly receiver: Receiver
  readonly #settings: Settings
  readonly #subscriber: Subscriber
  readonly #silence: SilenceWatch
  readonly #readers: readonly LogReader[]

  constructor({ counters, latencies, links, names, readers, settings, tell }: ReceptionOptions) {
    this.#settings = settings
    const { interests } = this
    const deliverer = new Deliverer(settings, counters, interests, latencies, tell)
    const origins = new Origins(settings, deliverer)
    const parts = { settings, names, links, counters, interests, origins, deliverer }
    this.receiver = new Receiver(parts)
    this.#subscriber = new Subscriber(parts, this.receiver)
    this.#silence = new SilenceWatch(parts, this.receiver)
    this.#readers = readers.map((link, i) => new LogReader(parts, this.receiver, link, partitionsOf(settings, i)))
  }

  /** The interests have changed. Resolves when Redis knows; at once while it is away. */
  update(): Promise<void> {
    return this.#subscriber.update()
  }

  prepare(index: number, client: Client): Promise<void> {
    return this.#subscriber.attach(index, client)
  }

  async linkUp(name: LinkName, index: number): Promise<void> {
    if (!this.#settings.enableSubscription) return
    if (name === 'reader') this.#readers[index]?.start()
    if (name === 'subscriber') await this.#subscriber.attached(index)
    if (name !== 'publisher') return
    this.receiver.repairAll(partitionsOf(this.#settings, index))
    await this.#subscriber.update()
  }

  linkDown(name: LinkName, index: number): void {
    if (name === 'subscriber') this.#subscriber.detach(index)
    if (name === 'reader') this.#readers[index]?.stop()
  }

  start(): void {
    if (this.#settings.enableSubscription) this.#silence.start()
  }

  stop(): void {
    this.#silence.stop()
    for (const reader of this.#readers) reader.stop()
    this.receiver.clear()
    this.#subscriber.forget()
  }
}
