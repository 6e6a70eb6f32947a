import type { BookIntegrity, ChannelType, Clock, ExchangeId, IExchangeAdapter, Interval, Level, Side } from '@md/types'
import type { AdapterOptions } from '../../options.ts'

/** What an adapter's test hands in: the facts of its venue, a simulated exchange, and the adapter itself. */
export interface AdapterHarness extends VenueFacts {
  /** Starts the exchange on a free port of loopback. */
  start(options: ExchangeOptions): Promise<ExchangeUnderTest>
  adapter(options: AdapterOptions): IExchangeAdapter
}

/** What is true of the venue, and decides which promises its adapter can make. */
export interface VenueFacts {
  readonly exchange: ExchangeId
  /** Three that are listed, unified. */
  readonly symbols: readonly [string, string, string]
  /** Two candle lengths of fixed length, from a minute. */
  readonly intervals: readonly [Interval, Interval]
  /** The strongest evidence the venue gives that a book is right. */
  readonly evidence: BookIntegrity
  /** Messages a second on one socket that the adapter keeps to, its pongs included where the venue counts them. */
  readonly messagesPerSecond: number
  /** As the adapter spreads them over sockets. */
  readonly subscriptionsPerSocket: number
  /** The venue says something every few seconds on any socket with a subscription: silence is the end of it. */
  readonly heartbeats: boolean
  /** The venue refuses a symbol that it does not list. Some acknowledge whatever they are asked for, and stay silent. */
  readonly refusesUnknownSymbols: boolean
  /** The venue says beforehand that it will cut a socket. */
  readonly announcesCuts: boolean
}

export interface ExchangeOptions {
  readonly symbols: readonly string[]
  /** 0: the market moves on `step()` alone. */
  readonly rate: number
  readonly clock: Clock
  /** Price levels on each side of every book. */
  readonly levels?: number
  /** The venue's own rules, shortened. Times in ms. */
  readonly limits?: {
    readonly messagesPerSecond?: number
    readonly lifetimeMs?: number
    readonly pingIntervalMs?: number
    readonly pongTimeoutMs?: number
  }
}

/** A simulated exchange. `@md/exchange-simulator` is one. */
export interface ExchangeUnderTest {
  readonly url: string
  readonly restUrl: string
  /** Moves every market on, and tells the subscribers at once. */
  step(count?: number): void
  inject(fault: InjectedFault): void
  /** Open client sockets. */
  readonly connections: number
  /** Handshakes accepted since the start. */
  readonly accepted: number
  /** Text frames of clients. */
  readonly received: readonly ReceivedText[]
  /** Rules of the venue that were broken. */
  readonly violations: readonly string[]
  truth(symbol: string): Truth
  close(): Promise<void>
}

export interface ReceivedText {
  /** The number of its socket, from 1. */
  readonly connection: number
  readonly text: string
}

/** What a perfect client knows now. */
export interface Truth {
  /** Best first. */
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
  readonly lastTradeId: string
  /** All since the market opened, oldest first. */
  readonly trades: readonly TrueTrade[]
}

export interface TrueTrade {
  readonly id: string
  readonly price: number
  readonly amount: number
  /** The taker's. */
  readonly side: Side
}

/** What is made to go wrong. What is left out means all. Times in ms. */
export type InjectedFault = {
  readonly symbol?: string
  readonly channel?: ChannelType
  readonly connection?: number
} & (
  | { readonly kind: 'drop' | 'half-open' | 'slow-close' | 'cut' | 'stop-heartbeat' }
  | { readonly kind: 'checksum' | 'crossed' | 'truncated' | 'negative' | 'nan' | 'foreign' | 'duplicate' | 'reorder' }
  | { readonly kind: 'malformed' | 'deep' }
  | { readonly kind: 'refuse' | 'stall' | 'gap' | 'no-ack' | 'refuse-subscribe' | 'rest-html'; readonly count?: number }
  | { readonly kind: 'silence' | 'ban' | 'storm'; readonly durationMs?: number }
  | { readonly kind: 'oversized'; readonly bytes?: number }
  | { readonly kind: 'shutdown-notice'; readonly leadMs?: number }
  | { readonly kind: 'rest-down'; readonly status?: number; readonly durationMs?: number }
)
