import { type Client, reasonOf } from '../link/client.ts'
import { DesiredChannels } from '../link/desired-channels.ts'
import { partitionsOf } from '../link/links.ts'
import type { Channel } from '../names.ts'
import { Joiner } from './joiner.ts'
import { PathProbe } from './path-probe.ts'
import type { Receiver, ReceiverParts } from './receiver.ts'

const RETRY_MS = 1_000

/** Keeps the subscriptions in Redis as the interests are, and lets every new channel join. */
export class Subscriber {
  readonly #parts: ReceiverParts
  readonly #receiver: Receiver
  readonly #joiner: Joiner
  readonly #probes: readonly PathProbe[]
  readonly #desired: readonly DesiredChannels[]
  readonly #joined = new Set<string>()
  readonly #joinedAll = new Set<number>()
  #cancelRetry: (() => void) | undefined
  #running: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  constructor(parts: ReceiverParts, receiver: Receiver) {
    this.#parts = parts
    this.#receiver = receiver
    this.#joiner = new Joiner(parts, receiver)
    const { links, names, settings } = parts
    this.#probes = links.subscriberLinks.map(
      (link, index) => new PathProbe(settings, names.probe(index, settings.leaseOwner), links.commands(index), link),
    )
    this.#desired = this.#probes.map((probe) => new DesiredChannels(probe.filter(receiver.intake.push)))
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
    this.#probes[link]?.start()
    this.#receiver.repairAll(partitionsOf(this.#parts.settings, link))
    // What was asked for while this connection was being made is not on it yet.
    await this.#update()
  }

  detach(link: number): void {
    this.#probes[link]?.stop()
    this.#receiver.interrupt(partitionsOf(this.#parts.settings, link))
    this.#desired[link]?.detach()
  }

  forget(): void {
    this.#cancelRetry?.()
    this.#cancelRetry = undefined
    this.#joined.clear()
    this.#joinedAll.clear()
  }

  async #settle(link: number): Promise<void> {
    const subscriber = this.#parts.links.subscriberLinks[link]
    const client = subscriber?.client
    if (client === undefined) return
    // A connection that ends meanwhile has no answer: the next one subscribes to everything, or says what is refused.
    const settled = this.#desired[link]?.settle().catch((error: unknown) => {
      if (subscriber?.client === client) client.destroy(`could not subscribe: ${reasonOf(error)}`)
    })
    await Promise.race([settled, client.ended])
  }

  #want(): void {
    const { interests, names, settings } = this.#parts
    const isOpen = interests.open && settings.delivery !== 'log'
    for (const [link, desired] of this.#desired.entries()) {
      const wanted = this.#wantedOn(new Set(partitionsOf(settings, link)))
      const { channel } = this.#probes[link] ?? {}
      desired.want(
        channel === undefined ? wanted : new Set([...wanted, channel]),
        isOpen ? names.everything : undefined,
      )
    }
  }

  #wantedOn(partitions: ReadonlySet<number>): ReadonlySet<string> {
    const { interests, names, settings } = this.#parts
    const wanted = new Set<string>()
    if (interests.open) for (const partition of partitions) wanted.add(names.beat(partition))
    for (const channel of interests.channels) {
      const partition = names.partitionOf(channel)
      if (!partitions.has(partition)) continue
      wanted.add(names.beat(partition))
      if (!interests.open && settings.delivery !== 'log') wanted.add(names.live(partition, channel.name))
    }
    return wanted
  }

  async #joinNew(): Promise<void> {
    const { links } = this.#parts
    const ready = [...this.#new()].filter(
      ([partition]) => links.commands(partition).up && links.subscriber(partition).up,
    )
    await Promise.all(ready.map(([partition, channels]) => this.#join(partition, channels)))
  }

  /** What has to join, by partition. */
  #new(): ReadonlyMap<number, readonly Channel[]> {
    const { interests, names, settings } = this.#parts
    const byPartition = new Map<number, Channel[]>()
    const inPartition = (partition: number) => {
      const channels = byPartition.get(partition) ?? []
      byPartition.set(partition, channels)
      return channels
    }
    for (const channel of interests.channels) {
      if (!this.#joined.has(channel.name)) inPartition(names.partitionOf(channel)).push(channel)
    }
    if (!interests.open) return byPartition
    for (let p = 0; p < settings.partitions; p++) if (!this.#joinedAll.has(p)) inPartition(p)
    return byPartition
  }

  async #join(partition: number, channels: readonly Channel[]): Promise<void> {
    const all = this.#parts.interests.open && !this.#joinedAll.has(partition)
    const channelNames = channels.map(({ name }) => name)
    for (const name of channelNames) this.#joined.add(name)
    if (all) this.#joinedAll.add(partition)
    const joined = this.#parts.origins.joining(partition, channelNames, all)
    try {
      await this.#joiner.join(partition, channels, all)
    } catch {
      // Lost with its link, or refused: once more with the next link, or in a while.
      for (const name of channelNames) this.#joined.delete(name)
      if (all) this.#joinedAll.delete(partition)
      this.#cancelRetry ??= this.#parts.settings.clock.after(RETRY_MS, () => {
        this.#cancelRetry = undefined
        void this.update()
      })
    } finally {
      joined()
    }
  }

  #forgetUnwanted(): void {
    const { interests } = this.#parts
    if (!interests.open) this.#joinedAll.clear()
    this.#parts.origins.leaveUnwanted(interests)
    for (const name of this.#joined) {
      const channel = this.#parts.origins.channel(name)
      if (channel !== undefined && interests.wantsChannel(channel)) continue
      this.#joined.delete(name)
      this.#parts.origins.leave(name)
    }
  }
}
