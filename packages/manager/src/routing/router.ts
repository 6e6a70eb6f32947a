import {
  type Clock,
  EVENT_TYPES,
  type EventMap,
  type EventType,
  type ExchangeErrorReport,
  type ExchangeId,
  type MarketEvent,
  type Subscription,
} from '@md/types'
import { ListenerList, type OnFailure } from './listener-list.ts'
import { passes, subjectOf, type Tap } from './tap.ts'
import { type MarketEventType, Topic, TYPE_OF_CHANNEL, topicKey } from './topic.ts'

type TopicsByType = Readonly<Record<MarketEventType, Map<string, Topic>>>

/**
 * Brings each event to those who want it, and to nobody else: a market event costs one look-up and the calls it causes,
 * however many other listeners there are. Subscriptions hear it first, then streams, then `on`.
 */
export class Router {
  readonly #clock: Clock
  readonly #onFailure: OnFailure<MarketEvent>
  readonly #topics = new Map<ExchangeId, TopicsByType>()
  readonly #taps = new Set<Tap>()
  #tapsVersion = 0
  readonly #byType = new Map<EventType, ListenerList<unknown>>()

  constructor(clock: Clock, onFailure: OnFailure<MarketEvent>) {
    this.#clock = clock
    this.#onFailure = onFailure
    for (const type of EVENT_TYPES) {
      const list = new ListenerList<unknown>((error, of, data) => onFailure(error, of, { type, data } as MarketEvent))
      this.#byType.set(type, list)
    }
  }

  /** The topic of a subscription. Each `open` wants one `close`. */
  open(want: Subscription): Topic {
    const topics = this.#topicsOf(want.exchange)[TYPE_OF_CHANNEL[want.channel]]
    const key = topicKey(want.symbol, want.channel === 'candles' ? want.interval : undefined)
    const topic = topics.get(key) ?? new Topic(want, this.#clock.now(), this.#onFailure)
    topics.set(key, topic)
    topic.users += 1
    return topic
  }

  close(topic: Topic): void {
    topic.users -= 1
    if (topic.users === 0) this.#topicsOf(topic.exchange)[topic.type].delete(topicKey(topic.symbol, topic.interval))
  }

  /** `undefined`: no subscription feeds it, or the event is not about one market. */
  topicOf(event: MarketEvent): Topic | undefined {
    switch (event.type) {
      case 'ticker':
      case 'trade':
      case 'orderbook':
        return this.#topics.get(event.data.exchange)?.[event.type].get(event.data.symbol)
      case 'candle':
        return this.#topics.get(event.data.exchange)?.candle.get(topicKey(event.data.symbol, event.data.interval))
      default:
        return undefined
    }
  }

  topics(exchange: ExchangeId): readonly Topic[] {
    const topics = this.#topics.get(exchange)
    return topics === undefined ? [] : Object.values(topics).flatMap((ofType) => [...ofType.values()])
  }

  /** Synchronous, in order. `topic` is what `topicOf` says. */
  deliver(event: MarketEvent, topic: Topic | undefined): void {
    if (topic === undefined) {
      for (const concerned of this.#audience(event)) concerned.listeners.deliver(event)
      this.#offer(event)
    } else {
      topic.listeners.deliver(event)
      for (const tap of this.#tapsOf(topic)) tap.offer(event)
    }
    this.#byType.get(event.type)?.deliver(event.data)
  }

  /** Tells streams and `on`, but no subscription. */
  announce(report: ExchangeErrorReport): void {
    this.#offer({ type: 'exchange:error', data: report })
    this.#byType.get('exchange:error')?.deliver(report)
  }

  on<T extends EventType>(type: T, listener: (data: EventMap[T]) => void): () => void {
    return this.#byType.get(type)?.add(listener as (data: unknown) => void) ?? (() => undefined)
  }

  /** Returns its own removal. */
  tap(tap: Tap): () => void {
    this.#taps.add(tap)
    this.#tapsVersion += 1
    return () => {
      this.#taps.delete(tap)
      this.#tapsVersion += 1
    }
  }

  /** Functions that are called for one event or another. */
  get listeners(): number {
    let count = 0
    for (const list of this.#byType.values()) count += list.size
    for (const exchange of this.#topics.keys()) {
      for (const topic of this.topics(exchange)) count += topic.listeners.size
    }
    return count
  }

  /** A gap concerns the subscriptions of its channel and market, a change of the connection all of its exchange. */
  #audience(event: MarketEvent): readonly Topic[] {
    switch (event.type) {
      case 'ticker':
      case 'trade':
      case 'candle':
      case 'orderbook':
        return []
      case 'gap': {
        const { channel, exchange, symbol } = event.data
        return this.topics(exchange).filter((topic) => topic.channel === channel && topic.symbol === symbol)
      }
      default:
        return this.topics(event.data.exchange)
    }
  }

  #offer(event: MarketEvent): void {
    const subject = subjectOf(event)
    for (const tap of this.#taps) if (passes(tap.filter, subject)) tap.offer(event)
  }

  #tapsOf(topic: Topic): readonly Tap[] {
    if (topic.tapsVersion !== this.#tapsVersion) {
      topic.taps = [...this.#taps].filter(({ filter }) => passes(filter, topic))
      topic.tapsVersion = this.#tapsVersion
    }
    return topic.taps
  }

  #topicsOf(exchange: ExchangeId): TopicsByType {
    const known = this.#topics.get(exchange)
    if (known !== undefined) return known
    const topics = { ticker: new Map(), trade: new Map(), candle: new Map(), orderbook: new Map() }
    this.#topics.set(exchange, topics)
    return topics
  }
}
