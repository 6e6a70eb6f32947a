import { type EventFilter, type EventType, EXCHANGES, INTERVALS, type MarketEvent } from '@md/types'
import { aChannel, type Channel, kindOf } from '../names.ts'

/** Answers that are remembered: their channels come from outside, so not without end. */
const MAX_ANSWERS = 100_000

interface Interest {
  readonly type: EventType
  readonly filter: EventFilter
}

/** What was subscribed to, each thing once. */
export class Interests {
  readonly #interests = new Map<string, Interest>()
  readonly #channels = new Map<string, { readonly channel: Channel; users: number }>()
  #openCount = 0
  #wanted = new Map<string, boolean>()

  /** Returns whether it is new. */
  add(type: EventType, filter: EventFilter): boolean {
    const key = keyOf(type, filter)
    if (this.#interests.has(key)) return false
    this.#interests.set(key, { type, filter })
    this.#count({ type, filter }, 1)
    return true
  }

  remove(type: EventType, filter: EventFilter): boolean {
    if (!this.#interests.delete(keyOf(type, filter))) return false
    this.#count({ type, filter }, -1)
    return true
  }

  clear(): readonly Interest[] {
    const all = [...this.#interests.values()]
    this.#interests.clear()
    for (const interest of all) this.#count(interest, -1)
    return all
  }

  /** `trade`, `trade:binance:BTC/USDT`, `candle:kraken:*:1m`. */
  get keys(): readonly string[] {
    return [...this.#interests.keys()]
  }

  get size(): number {
    return this.#interests.size
  }

  /** Whether some of it names no market: then everything is listened to, and chosen from here. */
  get open(): boolean {
    return this.#openCount > 0
  }

  /** The channels of all that name their market. */
  get channels(): readonly Channel[] {
    return [...this.#channels.values()].map(({ channel }) => channel)
  }

  /** Whether anything may come on this channel that somebody wants. */
  wantsChannel(channel: Channel): boolean {
    const known = this.#wanted.get(channel.name)
    if (known !== undefined) return known
    let wanted = false
    for (const { filter, type } of this.#interests.values()) {
      wanted ||= kindOf(type) === channel.kind && matches(filter, channel)
    }
    this.#remember(channel.name, wanted)
    return wanted
  }

  wants(type: MarketEvent['type'], channel: Channel): boolean {
    if (channel.kind !== 'exchange') return this.wantsChannel(channel)
    const key = `${type} ${channel.name}`
    const known = this.#wanted.get(key)
    if (known !== undefined) return known
    let wanted = false
    for (const interest of this.#interests.values()) {
      wanted ||= interest.type === type && matches(interest.filter, channel)
    }
    this.#remember(key, wanted)
    return wanted
  }

  #remember(key: string, wanted: boolean): void {
    if (this.#wanted.size >= MAX_ANSWERS) this.#wanted.clear()
    this.#wanted.set(key, wanted)
  }

  #count(interest: Interest, users: 1 | -1): void {
    this.#wanted = new Map()
    const channels = channelsOf(interest)
    if (channels === undefined) this.#openCount += users
    for (const channel of channels ?? []) {
      const counted = this.#channels.get(channel.name) ?? { channel, users: 0 }
      counted.users += users
      if (counted.users > 0) this.#channels.set(channel.name, counted)
      else this.#channels.delete(channel.name)
    }
  }
}

/** Nothing where the filter leaves the market open. */
function channelsOf({ filter, type }: Interest): readonly Channel[] | undefined {
  const { exchange, interval, symbol } = filter
  const kind = kindOf(type)
  const exchanges = exchange === undefined ? EXCHANGES : [exchange]
  if (kind === 'exchange') return exchanges.map((one) => aChannel(kind, one, ''))
  if (symbol === undefined) return undefined
  if (kind !== 'candle') return exchanges.map((one) => aChannel(kind, one, symbol))
  const intervals = interval === undefined ? INTERVALS : [interval]
  return exchanges.flatMap((one) => intervals.map((length) => aChannel(kind, one, symbol, length)))
}

const matches = ({ exchange, interval, symbol }: EventFilter, channel: Channel): boolean =>
  (exchange === undefined || exchange === channel.exchange) &&
  (symbol === undefined || channel.kind === 'exchange' || symbol === channel.symbol) &&
  (interval === undefined || channel.kind !== 'candle' || interval === channel.interval)

function keyOf(type: EventType, { exchange, interval, symbol }: EventFilter): string {
  const parts = [type, exchange ?? '*', symbol ?? '*', interval ?? '*']
  while (parts.at(-1) === '*') parts.pop()
  return parts.join(':')
}
