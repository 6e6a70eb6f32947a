import { type Channel, parseChannel } from '../names.ts'
import type { Interests } from '../receive/interests.ts'
import { isBefore, type Position, readMessage, START } from '../wire/envelope.ts'
import type { Copy } from './copy-entry.ts'
import type { Flow } from './flow.ts'
import type { Flows } from './flows.ts'
import type { RelayCounters } from './relay-metrics.ts'
import type { Ends } from './writers.ts'

const WINDOW = 200
/** So long a channel that has changed may take to have a last value. */
const PATIENCE_MS = 10_000
const HAVE_LAST: ReadonlySet<string> = new Set(['ticker', 'candle', 'orderbook', 'exchange'])

interface Changed {
  readonly channel: Channel
  readonly partition: number
  readonly at: Position
  /** Monotonic ms. */
  readonly until: number
}

interface RegistersOptions {
  readonly ends: Ends
  readonly flows: Flows
  readonly chosen: Interests | undefined
  readonly counters: RelayCounters
  readonly monotonic: () => number
}

/** Last values and the list of channels: read near where they changed, written far once the far log is as far. */
export class Registers {
  readonly #options: RegistersOptions
  readonly #changed = new Map<string, Changed>()
  readonly #unlisted = new Map<number, Set<string>>()
  readonly #listed = new Set<string>()

  constructor(options: RegistersOptions) {
    this.#options = options
  }

  /** The far log has these now. */
  note({ partition }: Flow, copies: readonly Copy[]): void {
    for (const { at, channels } of copies) for (const channel of channels) this.#note(channel, partition, at)
  }

  /** One of the ends may have forgotten, or is new: everything is copied again. */
  async noteAll(partition: number): Promise<void> {
    const { near } = this.#options.ends
    const known = await near.links.commands(partition).command(['SMEMBERS', near.names.channels(partition)])
    for (const name of Array.isArray(known) ? known : []) {
      const channel = typeof name === 'string' ? parseChannel(name) : undefined
      if (channel === undefined || !(this.#options.chosen?.wantsChannel(channel) ?? true)) continue
      this.#listed.delete(channel.name)
      this.#note(channel, partition, START)
    }
  }

  /** @throws CommandFailedError when an end does not answer */
  async copy(partition: number): Promise<undefined> {
    const { far, near } = this.#options.ends
    if (!(near.links.commands(partition).up && far.links.commands(partition).up)) return undefined
    await this.#list(partition)
    const changed = [...this.#changed.values()].filter((one) => one.partition === partition)
    for (let i = 0; i < changed.length; i += WINDOW) await this.#copySome(partition, changed.slice(i, i + WINDOW))
    return undefined
  }

  #note(channel: Channel, partition: number, at: Position): void {
    if (!this.#listed.has(channel.name)) {
      this.#listed.add(channel.name)
      const unlisted = this.#unlisted.get(partition) ?? new Set()
      this.#unlisted.set(partition, unlisted.add(channel.name))
    }
    if (!HAVE_LAST.has(channel.kind)) return
    this.#changed.set(channel.name, { channel, partition, at, until: this.#options.monotonic() + PATIENCE_MS })
  }

  async #list(partition: number): Promise<void> {
    const { far, near } = this.#options.ends
    const unlisted = this.#unlisted.get(partition)
    if (unlisted === undefined) return
    this.#unlisted.delete(partition)
    try {
      const ttl = await near.links.commands(partition).command(['PTTL', near.names.channels(partition)])
      const key = far.names.channels(partition)
      await far.links.commands(partition).command(['SADD', key, ...unlisted])
      if (Number(ttl) > 0) await far.links.commands(partition).command(['PEXPIRE', key, String(ttl)])
    } catch (error) {
      this.#unlisted.set(partition, new Set([...unlisted, ...(this.#unlisted.get(partition) ?? [])]))
      throw error
    }
  }

  async #copySome(partition: number, some: readonly Changed[]): Promise<void> {
    const { ends } = this.#options
    const link = ends.near.links.commands(partition)
    const keys = some.map(({ channel }) => ends.near.names.lastValue(partition, channel.name))
    const [values, ...ttls] = await Promise.all([
      link.command(['MGET', ...keys]),
      ...keys.map((key) => link.command(['PTTL', key])),
    ])
    const written = some.map((one, index) => {
      const text = Array.isArray(values) ? values[index] : undefined
      return this.#copyOne(one, typeof text === 'string' ? text : undefined, Number(ttls[index]))
    })
    await Promise.all(written)
  }

  async #copyOne(changed: Changed, text: string | undefined, ttlMs: number): Promise<void> {
    const { monotonic } = this.#options
    const { channel } = changed
    const at = text === undefined ? undefined : this.#mayGo(changed, text)
    if (text !== undefined && at !== undefined) await this.#write(changed, text, ttlMs)
    const isDone = (at !== undefined && !isBefore(at, changed.at)) || monotonic() > changed.until
    if (isDone && this.#changed.get(channel.name) === changed) this.#changed.delete(channel.name)
  }

  /** Where its log must be, if that is where the far log is. */
  #mayGo({ partition }: Changed, text: string): Position | undefined {
    const message = readMessage(text)
    if (typeof message === 'string') return undefined
    const { at, writer } = message.header
    const flow = this.#options.flows.get(partition, writer)
    return flow === undefined || isBefore(flow.arrivedAt, at) ? undefined : at
  }

  async #write({ channel, partition }: Changed, text: string, ttlMs: number): Promise<void> {
    const { counters, ends } = this.#options
    const key = ends.far.names.lastValue(partition, channel.name)
    const keptFor = ttlMs > 0 ? ['PX', String(ttlMs)] : []
    await ends.far.links.commands(partition).command(['SET', key, text, ...keptFor])
    counters.registers += 1
  }
}
