import type { MaintainedBook } from '@md/order-book'
import type {
  BookIntegrity,
  Candle,
  ChannelRequest,
  ChannelType,
  ExchangeId,
  Instrument,
  Interval,
  Level,
  Trade,
} from '@md/types'
import type { BookMessage, Inbound } from './inbound.ts'

/** A request with the venue's spelling of its symbol. */
export type WireRequest = ChannelRequest & { readonly venueSymbol: string }

export interface DecodeContext {
  /** Our symbol for the venue's spelling; `undefined` when nobody asked for it. */
  symbolOf(venueSymbol: string): string | undefined
  /** When the frame arrived, ms since the epoch. */
  readonly receivedAt: number
}

export interface Endpoints {
  readonly url: string
  /** Without a path. */
  readonly restUrl: string
}

/** What the venue allows, and what it does by itself. Times in ms. */
export interface VenueLimits {
  /** Frames we may send: at most `limit` within any `windowMs` on one socket. `reserve` of them are kept for pings and pongs. */
  readonly outbound: { readonly limit: number; readonly windowMs: number; readonly reserve: number }
  /** Whether WebSocket pings and pongs count against `outbound`. */
  readonly pongsCount: boolean
  readonly subscriptionsPerSocket: number
  readonly subscriptionsPerFrame: number
  /** Longest frame that is decoded, in bytes. Longer ones are counted and skipped. */
  readonly frameBytes: number
  /** A socket is replaced before it is this old. Unset: the venue does not cut. */
  readonly socketAge?: number
  /** With subscriptions, a socket that says nothing for this long is dead. Unset: only pings tell. */
  readonly silence?: number
  /** Connection attempts the venue allows in any window. Unset: not stated. */
  readonly dials?: { readonly limit: number; readonly windowMs: number }
  readonly rest: {
    /** Requests at once. */
    readonly concurrency: number
    /** Where the venue counts weight; 0: it does not. */
    readonly weightPerMinute: number
    /** Requests in any window, where the venue counts those. */
    readonly requests?: { readonly limit: number; readonly windowMs: number }
  }
}

/** How a venue's books start, continue and prove themselves. */
export interface BookRules {
  readonly integrity: BookIntegrity
  /** `'stream'`: the subscription begins with a snapshot. `'rest'`: it has to be fetched and joined to the updates. */
  readonly startsFrom: 'stream' | 'rest'
  /** Whether messages carry marks for `verify`. */
  readonly marked: boolean
  /** Levels the venue will send for a subscription that wants `depth` (or says nothing): the book is cut back to it. `undefined`: all. */
  subscribedDepth(depth: number | undefined): number | undefined
  /** Where an update stands to a book that includes everything up to `last`. Pure. Only where the venue numbers. */
  chain?(last: number, update: BookMessage): 'next' | 'old' | 'gap'
  /** Whether the book is what the venue says it is after `message`. Pure. */
  verify?(book: MaintainedBook, message: BookMessage): boolean
}

export interface VenueMarket {
  readonly symbol: string
  readonly venueSymbol: string
}

/** Trades wanted by REST: those after `afterId` and, when set, before `beforeId`. */
export interface TradeHole extends VenueMarket {
  readonly afterId: number
  readonly beforeId: number | undefined
  /** Exchange time of trade `afterId`, ms. */
  readonly afterTimestamp: number | undefined
  /** Requests it may cost at most. */
  readonly maxPages: number
}

export interface BookSnapshot {
  /** The last update the snapshot includes. */
  readonly last: number
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
  /** Set when the venue has levels beyond those given: they are unknown until they change. */
  readonly cut?: { readonly bids: boolean; readonly asks: boolean }
}

/**
 * One GET of a public JSON document, within the venue's budget. Rejects with a `RestError`, and with an `AbandonedError`
 * when it is not `wanted` any more before it could be sent.
 */
export type RestGet = (
  path: string,
  query?: Readonly<Record<string, string | number | undefined>>,
  weight?: number,
  wanted?: () => boolean,
) => Promise<unknown>

/**
 * What the venue tells by REST. Each answer is validated here; a wrong shape rejects with `RestError`.
 * Protocols have no clock: `receivedAt` of what they return is set by whoever asked.
 */
export interface VenueRest {
  instruments(get: RestGet): Promise<readonly Instrument[]>
  /** Candles with `from <= openTime < to` (ms), oldest first. */
  candles(get: RestGet, market: VenueMarket, interval: Interval, from: number, to: number): Promise<readonly Candle[]>
  /** Oldest first, `origin: 'backfill'`. As many from the older end as `maxPages` allow. Absent: the venue has none. */
  trades?(get: RestGet, hole: TradeHole): Promise<readonly Trade[]>
  /** Only where books start from REST. */
  bookSnapshot?(get: RestGet, market: VenueMarket, depth: number | undefined): Promise<BookSnapshot>
}

/**
 * Everything that makes one exchange different from another, as data and pure functions.
 * A protocol never opens a socket and keeps no state.
 */
export interface ExchangeProtocol {
  readonly exchange: ExchangeId
  readonly endpoints: Readonly<Record<'production' | 'testnet', Endpoints>>
  readonly channels: readonly ChannelType[]
  readonly intervals: readonly Interval[]
  /** `'native'`: the venue says when a candle is closed. `'derived'`: a newer one, or the clock, says so. `'trades'`: we build them. */
  readonly candles: 'native' | 'derived' | 'trades'
  readonly limits: VenueLimits
  readonly book: BookRules
  readonly rest: VenueRest

  /** The venue's spelling by rule, for when its instrument list cannot be had. */
  venueSymbol(symbol: string): string
  /** Our spelling of whatever a user may write for it (`ETH-USD`, `BTCUSDT`, `XBT/USD`); `undefined` when no rule tells. */
  unifiedSymbol(spelling: string): string | undefined

  /** Requests of one frame: same batch, same frame. */
  batchOf(request: ChannelRequest): string
  /** Set where the venue answers for each subscription of a frame by itself; elsewhere one bad member fails its frame. */
  readonly answersSingly?: true
  /** Requests that exclude each other on one socket share this. */
  exclusiveOf?(request: ChannelRequest): string | undefined
  /** What has to be asked of the venue for `request`, where that is something else. */
  upstream?(request: ChannelRequest): ChannelRequest
  /** One frame that asks for a batch, or gives it up. `id` is ours, from 1 on each socket. */
  subscribe(batch: readonly WireRequest[], id: number): string
  unsubscribe(batch: readonly WireRequest[], id: number): string
  /** What must be said on a new socket first. */
  greeting?(): string
  /** An application-level ping, where the venue wants one. */
  ping?(id: number): string

  /** What one text frame means. Any bytes: never throws. */
  decode(frame: Buffer, context: DecodeContext): readonly Inbound[]
}
