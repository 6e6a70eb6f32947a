import type { Client } from '../link/client.ts'
import { DesiredChannels } from '../link/desired-channels.ts'
import { partitionsOf } from '../link/links.ts'
import type { Channel } from '../names.ts'
import { Joiner } from './joiner.ts'
import type { Receiver, ReceiverParts } from './receiver.ts'

/** Keeps the subscriptions in Redis as the interests are, and lets every new channel join. */
export class Subscriber {
  readonly #parts: ReceiverParts
  readonly #receiver: Receiver
  readonly #joiner: Joiner
  readonly #desired: readonly DesiredChannels[]
  readonly #joined = new Set<string>()
  #joinedAll = false
  #running: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  constructor(parts: ReceiverParts, receiver: Receiver) {
    this.#parts = parts
    this.#receiver = receiver
    this.#joiner = new Joiner(parts, receiver)
    this.#desired = parts.links.subscriberLinks.map(() => new DesiredChannels(receiver.intake.push))
  }

  /** Brings the subscriptions in line: once for all changes of one turn. Resolves when Redis has them, at once while it is away. */
  update(): Promise<void> {
    this.#next ??= this.#running.then(() => {
      this.#next = undefined
      this.#running = this.#update().catch(() => undefined)
      return this.#running
    })
    return this.#next
  }

  async #update(): Promise<void> {
    this.#forgetUnwanted()
    this.#want()
    await Promise.all(this.#desired.map((_, link) => this.#settle(link)))
    await this.#joinNew()
  }

  /** A new connection: everything is subscribed to again. */
  async attach(link: number, client: Client): Promise<void> {
    this.#want()
    await this.#desired[link]?.attach(client)
  }

  /** It is in use: what is new joins, what was missed is read. */
  async attached(link: number): Promise<void> {
    this.#receiver.repairAll(partitionsOf(this.#parts.settings, link))
    await this.#joinNew()
  }

  detach(link: number): void {
    this.#desired[link]?.detach()
  }

  forget(): void {
    this.#joined.clear()
    this.#joinedAll = false
  }

  async #settle(link: number): Promise<void> {
    const { client } = this.#parts.links.subscriberLinks[link] ?? {}
    if (client === undefined) return
    // A connection that ends meanwhile has no answer: the next one subscribes to everything.
    await Promise.race([this.#desired[link]?.settle().catch(() => undefined), client.ended])
  }

  #want(): void {
    const { interests, names, settings } = this.#parts
    const { channels, open, size } = interests
    for (const [link, desired] of this.#desired.entries()) {
      const partitions = new Set(partitionsOf(settings, link))
      const wanted = new Set<string>()
      if (size > 0 && open) for (const partition of partitions) wanted.add(names.beat(partition))
      for (const channel of channels) {
        const partition = names.partitionOf(channel)
        if (!partitions.has(partition)) continue
        wanted.add(names.beat(partition))
        if (!open && settings.delivery !== 'log') wanted.add(names.live(partition, channel.name))
      }
      desired.want(wanted, open && settings.delivery !== 'log' ? names.everything : undefined)
    }
  }

  async #joinNew(): Promise<void> {
    const { interests, links, names, settings } = this.#parts
    const all = interests.open && !this.#joinedAll
    const byPartition = new Map<number, Channel[]>()
    for (const channel of interests.channels) {
      if (this.#joined.has(channel.name)) continue
      const partition = names.partitionOf(channel)
      byPartition.set(partition, [...(byPartition.get(partition) ?? []), channel])
    }
    if (all) for (let p = 0; p < settings.partitions; p++) if (!byPartition.has(p)) byPartition.set(p, [])
    const ready = [...byPartition].filter(
      ([partition]) => links.commands(partition).up && links.subscriber(partition).up,
    )
    if (ready.length === 0) return
    if (all) this.#joinedAll = true
    await Promise.all(ready.map(([partition, channels]) => this.#join(partition, channels, all)))
  }

  async #join(partition: number, channels: readonly Channel[], all: boolean): Promise<void> {
    const channelNames = channels.map(({ name }) => name)
    for (const name of channelNames) this.#joined.add(name)
    const joined = this.#parts.origins.joining(partition, channelNames, all)
    try {
      await this.#joiner.join(partition, channels, all)
    } catch {
      // The link was lost: joined again with the next one.
      for (const name of channelNames) this.#joined.delete(name)
      if (all) this.#joinedAll = false
    } finally {
      joined()
    }
  }

  #forgetUnwanted(): void {
    const { interests } = this.#parts
    if (!interests.open) this.#joinedAll = false
    for (const name of this.#joined) {
      const channel = this.#parts.origins.channel(name)
      if (channel !== undefined && interests.wantsChannel(channel)) continue
      this.#joined.delete(name)
      this.#parts.origins.leave(name)
    }
  }
}
