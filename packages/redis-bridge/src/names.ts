import { type EventType, type ExchangeId, type Interval, isExchangeId, isInterval, type MarketEvent } from '@md/types'
import type { Settings } from './settings.ts'

/** What one ordered channel carries; all changes of one exchange's connection share a channel, to stay in order. */
export type ChannelKind = 'ticker' | 'trade' | 'candle' | 'orderbook' | 'gap' | 'exchange'

export interface Channel {
  readonly kind: ChannelKind
  readonly exchange: ExchangeId
  /** Empty for an exchange's own channel. */
  readonly symbol: string
  readonly interval: Interval | undefined
  /** Short and unique: `candle:binance:BTC/USDT:1m`. */
  readonly name: string
}

export const kindOf = (type: EventType): ChannelKind =>
  type === 'ticker' || type === 'trade' || type === 'candle' || type === 'orderbook' || type === 'gap'
    ? type
    : 'exchange'

export function channelOf(event: MarketEvent): Channel {
  const { exchange } = event.data
  const kind = kindOf(event.type)
  const symbol = 'symbol' in event.data ? event.data.symbol : ''
  return aChannel(kind, exchange, symbol, event.type === 'candle' ? event.data.interval : undefined)
}

export function aChannel(kind: ChannelKind, exchange: ExchangeId, symbol: string, interval?: Interval): Channel {
  const market = kind === 'exchange' ? `${kind}:${exchange}` : `${kind}:${exchange}:${escaped(symbol)}`
  return { kind, exchange, symbol, interval, name: interval === undefined ? market : `${market}:${interval}` }
}

const KINDS: ReadonlySet<string> = new Set<ChannelKind>(['ticker', 'trade', 'candle', 'orderbook', 'gap', 'exchange'])

const isKind = (text: string | undefined): text is ChannelKind => text !== undefined && KINDS.has(text)

/** Nothing for a name that this version does not know. */
export function parseChannel(name: string): Channel | undefined {
  const [kind, exchange, symbol = '', interval] = name.split(':')
  if (!(isKind(kind) && isExchangeId(exchange)) || (kind === 'exchange') !== (symbol === '')) return undefined
  if ((kind === 'candle') !== isInterval(interval)) return undefined
  try {
    return {
      kind,
      exchange,
      symbol: decodeURIComponent(symbol),
      interval: isInterval(interval) ? interval : undefined,
      name,
    }
  } catch {
    return undefined
  }
}

const escaped = (symbol: string): string =>
  symbol.replace(/[:{}*?[\]\\%\s]/g, (character) =>
    character === '*' ? '%2A' : character === ':' ? '%3A' : encodeURIComponent(character),
  )

/** Keys and channels in Redis. All of one partition share a slot of a Cluster. */
export class Names {
  readonly partitions: number
  /** The one pattern of all bridges: Redis pays for every different one with every message. */
  readonly everything: string
  readonly meta: string
  readonly demands: string
  /** Who has said what it wants. */
  readonly executors: string
  readonly #prefix: string
  readonly #control: string

  constructor({ keyPrefix, partitions, topology }: Pick<Settings, 'keyPrefix' | 'partitions' | 'topology'>) {
    this.partitions = partitions
    this.#prefix = keyPrefix
    this.#control = topology.kind === 'cluster' ? `${keyPrefix}{0}:` : keyPrefix
    this.everything = `${keyPrefix}{*}:live:*`
    this.meta = `${this.#control}meta`
    this.demands = `${this.#control}exec:`
    this.executors = `${this.#control}execs`
  }

  partitionOf({ exchange, symbol }: Pick<Channel, 'exchange' | 'symbol'>): number {
    return fnv1a(`${exchange}\0${symbol}`) % this.partitions
  }

  live(partition: number, name: string): string {
    return `${this.#prefix}{${partition}}:live:${name}`
  }

  /** Takes a live channel apart. */
  ofLive(channel: string): { readonly partition: number; readonly name: string } | undefined {
    const partition = this.#partitionAt(channel, LIVE)
    if (partition === undefined) return undefined
    return { partition, name: channel.slice(this.live(partition, '').length) }
  }

  beat(partition: number): string {
    return `${this.#prefix}{${partition}}:hb`
  }

  /** A channel that one bridge alone speaks and listens on. */
  probe(partition: number, owner: string): string {
    return `${this.#prefix}{${partition}}:probe:${owner}`
  }

  ofBeat(channel: string): number | undefined {
    const partition = this.#partitionAt(channel, '}:hb')
    return partition !== undefined && channel === this.beat(partition) ? partition : undefined
  }

  log(partition: number, writer: string): string {
    return `${this.#prefix}{${partition}}:log:${writer}`
  }

  /** Who writes logs here, by the time of their last sign of life. */
  writers(partition: number): string {
    return `${this.#prefix}{${partition}}:writers`
  }

  /** Channels that were ever written here: for late joiners that want all of them. */
  channels(partition: number): string {
    return `${this.#prefix}{${partition}}:channels`
  }

  lastValue(partition: number, name: string): string {
    return `${this.#prefix}{${partition}}:lv:${name}`
  }

  lease(writer: string): string {
    return `${this.#control}lease:${writer}`
  }

  #partitionAt(channel: string, mark: string): number | undefined {
    const start = this.#prefix.length + 1
    const end = channel.indexOf(mark, start)
    const partition = end > start ? Number(channel.slice(start, end)) : Number.NaN
    return Number.isInteger(partition) && partition >= 0 && partition < this.partitions ? partition : undefined
  }
}

const LIVE = '}:live:'

/** FNV-1a, 32 bits, over UTF-16 units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return hash >>> 0
}
