import {
  type Clock,
  type Conflation,
  type EventMap,
  type ExchangeId,
  type Handle,
  InvalidInputError,
  type Market,
  type MarketEvent,
  type MarketFeed,
  type OrderBook,
  type Subscription,
} from '@md/types'

import { type Listener, MarketTopics } from './market-topics.ts'
import type { PlayedEvent } from './played-event.ts'
import { Throttle } from './throttle.ts'

export interface EventFeedCounts {
  readonly played: number
  /** Events of markets and channels that somebody had subscribed. */
  readonly delivered: number
  /** Not delivered because a later one took their place, as the subscription asked for. */
  readonly conflated: number
  /** Holes told by the data or found in the sequence of a book; those that were filled are none. */
  readonly gaps: number
}

export interface HeardChannel {
  readonly want: Subscription
  readonly events: number
}

/**
 * What is played to it, as a feed: synchronously, in the order played. `'latest'` is every event, for nothing that is
 * played can fall behind. What a listener throws reaches whoever plays.
 */
export class EventFeed implements MarketFeed {
  readonly #clock: Clock
  readonly #markets = new Map<string, MarketTopics>()
  readonly #generic = new Map<string, readonly Listener[]>()
  /** Who hears of the connection to an exchange, by exchange. */
  readonly #connections = new Map<ExchangeId, readonly Listener[]>()
  #latest: MarketTopics | undefined
  #played = 0
  #delivered = 0
  #conflated = 0
  #gaps = 0

  /** @param clock of throttled subscriptions */
  constructor(clock: Clock) {
    this.#clock = clock
  }

  get counts(): EventFeedCounts {
    return { played: this.#played, delivered: this.#delivered, conflated: this.#conflated, gaps: this.#gaps }
  }

  async subscribe(
    want: Subscription,
    listener?: Listener,
    { conflate = 'every' }: { readonly conflate?: Conflation } = {},
  ): Promise<Handle> {
    const release = listener === undefined ? () => undefined : this.#listen(want, listener, conflate)
    const unsubscribe = async (): Promise<void> => release()
    return { unsubscribe, [Symbol.asyncDispose]: unsubscribe }
  }

  on<T extends keyof EventMap>(type: T, listener: (data: EventMap[T]) => void): () => void {
    const hear = ({ data }: MarketEvent): void => listener(data as EventMap[T])
    add(this.#generic, type, hear)
    return () => remove(this.#generic, type, hear)
  }

  orderBook(exchange: ExchangeId, symbol: string): OrderBook | undefined {
    // Asked for with every event of a market, by whoever deals in it.
    const latest = this.#latest
    if (latest?.market.symbol === symbol && latest.market.exchange === exchange) return latest.book
    return this.#markets.get(marketKey({ exchange, symbol }))?.book
  }

  /** What there was, by market and channel, as in `candles:BTC/USDT:1m` of `binance`. */
  get heard(): readonly HeardChannel[] {
    return [...this.#markets.values()]
      .flatMap(({ heard, heardCandles, market }) => [
        ...CHANNELS_BUT_CANDLES.map((channel) => ({ want: { ...market, channel }, events: heard[channel] })),
        ...[...heardCandles].map(([interval, events]) => ({
          want: { ...market, channel: 'candles', interval } as const,
          events,
        })),
      ])
      .filter(({ events }) => events > 0)
  }

  play(event: PlayedEvent): void {
    this.#played += 1
    switch (event.type) {
      case 'ticker': {
        const topics = this.#topicsOf(event.data)
        topics.heard.ticker += 1
        this.#tell(event, topics.ticker)
        break
      }
      case 'trade': {
        const topics = this.#topicsOf(event.data)
        topics.heard.trades += 1
        this.#tell(event, topics.trades)
        break
      }
      case 'candle': {
        const topics = this.#topicsOf(event.data)
        const { interval } = event.data
        topics.heardCandles.set(interval, (topics.heardCandles.get(interval) ?? 0) + 1)
        this.#tell(event, topics.candlesOf(interval))
        break
      }
      case 'orderbook':
        this.#playBook(event)
        break
      case 'gap':
        if (!event.data.recovered) this.#gaps += 1
        this.#tell(event, this.#topicsOf(event.data).onChannel(event.data.channel))
        break
      default:
        this.#tell(event, this.#connections.get(event.data.exchange) ?? NOBODY)
    }
  }

  #playBook(event: Extract<PlayedEvent, { type: 'orderbook' }>): void {
    const topics = this.#topicsOf(event.data)
    topics.heard.orderbook += 1
    if ('bids' in event.data) {
      topics.book = event.data
      this.#tell({ type: 'orderbook', data: event.data }, topics.orderbook)
      return
    }
    const told = topics.follow({ type: 'orderbook', data: event.data })
    if (told?.type === 'gap') this.#gaps += 1
    if (told !== undefined) this.#tell(told, topics.orderbook)
  }

  #tell(event: MarketEvent, listeners: readonly Listener[]): void {
    if (listeners.length > 0) this.#delivered += 1
    for (const listener of listeners) listener(event)
    if (this.#generic.size === 0) return
    for (const listener of this.#generic.get(event.type) ?? NOBODY) listener(event)
  }

  #listen(want: Subscription, listener: Listener, conflate: Conflation): () => void {
    const { hear, stop } = this.#conflate(listener, conflate)
    const topics = this.#topicsOf(want)
    topics.add(want, hear)
    add(this.#connections, want.exchange, hear)
    return () => {
      stop()
      topics.remove(want, hear)
      remove(this.#connections, want.exchange, hear)
    }
  }

  #conflate(listener: Listener, conflate: Conflation): { readonly hear: Listener; readonly stop: () => void } {
    // Each subscription has a function of its own, so that releasing one leaves the others.
    if (typeof conflate === 'string') return { hear: (event) => listener(event), stop: () => undefined }
    const { throttleMs } = conflate
    if (!(throttleMs > 0)) throw new InvalidInputError('throttleMs', throttleMs, 'a number of ms above 0')
    const onConflated = (): void => {
      this.#conflated += 1
    }
    const throttle = new Throttle(listener, { throttleMs, clock: this.#clock, onConflated })
    return { hear: throttle.offer, stop: () => throttle.stop() }
  }

  #topicsOf(market: Market): MarketTopics {
    const latest = this.#latest
    if (latest?.market.symbol === market.symbol && latest.market.exchange === market.exchange) return latest
    const key = marketKey(market)
    let topics = this.#markets.get(key)
    if (topics === undefined) {
      topics = new MarketTopics({ exchange: market.exchange, symbol: market.symbol })
      this.#markets.set(key, topics)
    }
    this.#latest = topics
    return topics
  }
}

const CHANNELS_BUT_CANDLES = ['ticker', 'trades', 'orderbook'] as const

const NOBODY: readonly Listener[] = []

const marketKey = ({ exchange, symbol }: Market): string => `${exchange} ${symbol}`

function add<K>(lists: Map<K, readonly Listener[]>, key: K, listener: Listener): void {
  lists.set(key, [...(lists.get(key) ?? []), listener])
}

function remove<K>(lists: Map<K, readonly Listener[]>, key: K, listener: Listener): void {
  lists.set(
    key,
    (lists.get(key) ?? []).filter((other) => other !== listener),
  )
}
