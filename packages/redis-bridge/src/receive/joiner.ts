import type { Links } from '../link/links.ts'
import type { Channel, Names } from '../names.ts'
import { readMessage, START } from '../wire/envelope.ts'
import { isOrdinal } from '../wire/is-count.ts'
import { readEntries } from '../wire/log-reply.ts'
import type { Receiver, ReceiverParts } from './receiver.ts'

const WINDOW = 500
const KEEPS_LAST: ReadonlySet<string> = new Set(['ticker', 'candle', 'orderbook', 'exchange'])

/** What a newcomer needs besides what will come: where the logs end, and the last values. */
export class Joiner {
  readonly #parts: ReceiverParts
  readonly #receiver: Receiver
  readonly #links: Links
  readonly #names: Names

  constructor(parts: ReceiverParts, receiver: Receiver) {
    this.#parts = parts
    this.#receiver = receiver
    this.#links = parts.links
    this.#names = parts.names
  }

  /** Called once the channels are subscribed to: from here on nothing is missed. `all`: every channel there is. */
  async join(partition: number, channels: readonly Channel[], all: boolean): Promise<void> {
    const names = channels.map(({ name }) => name)
    await this.#joinLogs(partition, names, all)
    const known = all ? await this.#known(partition) : channels
    const kept = known.filter((channel) => KEEPS_LAST.has(channel.kind) && this.#parts.interests.wantsChannel(channel))
    for (let i = 0; i < kept.length; i += WINDOW) await this.#readLast(partition, kept.slice(i, i + WINDOW))
  }

  async #joinLogs(partition: number, names: readonly string[], all: boolean): Promise<void> {
    const link = this.#links.commands(partition)
    const writers = await link.command(['ZRANGE', this.#names.writers(partition), '0', '-1'])
    for (const writer of Array.isArray(writers) ? writers : []) {
      if (typeof writer !== 'string' || this.#isOurs(writer)) continue
      const key = this.#names.log(partition, writer)
      const [top] = readEntries(await link.command(['XREVRANGE', key, '+', '-', 'COUNT', '1']))
      this.#parts.origins.join(writer, partition, top?.at ?? START, names, all)
    }
    this.#parts.origins.joined(partition)
  }

  #isOurs(writer: string): boolean {
    const { lease, writer: ours } = this.#parts.settings
    return writer === ours && !lease.shared
  }

  async #known(partition: number): Promise<readonly Channel[]> {
    const names = await this.#links.commands(partition).command(['SMEMBERS', this.#names.channels(partition)])
    return (Array.isArray(names) ? names : []).flatMap((name) => {
      const channel = typeof name === 'string' ? this.#parts.origins.channel(name) : undefined
      return channel === undefined ? [] : [channel]
    })
  }

  async #readLast(partition: number, channels: readonly Channel[]): Promise<void> {
    const keys = channels.map(({ name }) => this.#names.lastValue(partition, name))
    const values = await this.#links.commands(partition).command(['MGET', ...keys])
    for (const [index, channel] of channels.entries()) {
      const text = Array.isArray(values) ? values[index] : undefined
      if (typeof text === 'string') this.#takeLast(partition, channel, text)
    }
  }

  #takeLast(partition: number, channel: Channel, text: string): void {
    const message = readMessage(text)
    if (typeof message === 'string' || message.kind !== 'live' || this.#isOurs(message.header.writer)) return
    const { header } = message
    const origin = this.#parts.origins.join(header.writer, partition, START, [])
    if (header.at.fence < origin.heard) return
    const track = this.#parts.origins.track(origin, channel, header.at.fence)
    if (channel.kind === 'orderbook') {
      this.#receiver.waits.begin(origin, track)
      return
    }
    const [item] = message.items
    const [sequence] = item ?? []
    if (item === undefined || !isOrdinal(sequence) || track.sequence !== undefined) return
    this.#parts.counters.lastValues += 1
    track.startAt(header.at.fence, sequence)
    this.#parts.deliverer.deliver(origin, channel, { header, sequence, item, from: 1 })
    track.restart()
  }
}
