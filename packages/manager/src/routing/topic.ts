import type { ChannelType, ExchangeId, Interval, MarketEvent, Subscription } from '@md/types'
import { ListenerList, type OnFailure } from './listener-list.ts'
import type { Tap } from './tap.ts'

/** Events that belong to one market. */
export type MarketEventType = 'ticker' | 'trade' | 'candle' | 'orderbook'

export const TYPE_OF_CHANNEL = {
  ticker: 'ticker',
  trades: 'trade',
  candles: 'candle',
  orderbook: 'orderbook',
} as const satisfies Record<ChannelType, MarketEventType>

/** One subject events are about, the listeners of its subscriptions, and what it has been like. */
export class Topic {
  readonly exchange: ExchangeId
  readonly channel: ChannelType
  readonly type: MarketEventType
  readonly symbol: string
  readonly interval: Interval | undefined
  readonly listeners: ListenerList<MarketEvent>
  /** Upstream subscriptions that feed it: kept while there are any. */
  users = 0
  /** Streams that want its events, as of the router's `tapsVersion`. */
  taps: readonly Tap[] = []
  tapsVersion = -1
  events = 0
  readonly openedAt: number
  lastEventAt: number | undefined
  /** Whether it has spoken since its exchange connected. What is sent first is often older than the connection. */
  spoken = false
  /** Books: since when it is not verified, ms since the epoch. */
  notLiveSince: number | undefined

  constructor(want: Subscription, now: number, onFailure: OnFailure<MarketEvent>) {
    this.exchange = want.exchange
    this.channel = want.channel
    this.type = TYPE_OF_CHANNEL[want.channel]
    this.symbol = want.symbol
    this.interval = want.channel === 'candles' ? want.interval : undefined
    this.openedAt = now
    this.notLiveSince = want.channel === 'orderbook' ? now : undefined
    this.listeners = new ListenerList(onFailure)
  }

  /** Takes note of one of its events. Returns whether it is the first since its exchange connected. */
  note(event: MarketEvent, now: number): boolean {
    this.events += 1
    this.lastEventAt = now
    if (event.type === 'orderbook') {
      if (event.data.status === 'live') this.notLiveSince = undefined
      else this.notLiveSince ??= now
    }
    const first = !this.spoken
    this.spoken = true
    return first
  }
}

/** The key of an event's or a subscription's topic among those of one exchange and type. */
export const topicKey = (symbol: string, interval: Interval | undefined): string =>
  interval === undefined ? symbol : `${symbol} ${interval}`
