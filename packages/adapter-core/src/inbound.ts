import type { Candle, ChannelType, Level, Ticker, Trade } from '@md/types'

/** Why a frame, or a part of one, was not used. Counted under this name. */
export type SkipReason =
  | 'not-json'
  | 'shape'
  | 'number'
  | 'oversized'
  | 'binary'
  | 'unknown'
  /** A symbol or channel that nobody asked for, or no longer wants. */
  | 'unrequested'

/** A book as the venue tells it: a whole one, or what changed. */
export interface BookMessage {
  readonly kind: 'book'
  readonly symbol: string
  readonly action: 'snapshot' | 'update'
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
  /** Texts to be kept beside the levels, same order: what `BookRules.verify` needs. */
  readonly bidMarks?: readonly string[]
  readonly askMarks?: readonly string[]
  readonly timestamp: number | undefined
  readonly receivedAt: number
  /** The venue's numbering, where it has one: first and last update in this message. */
  readonly first?: number
  readonly last?: number
  readonly checksum?: number
}

/** A best bid and ask without a last price: joined to the ticker of the same market. */
export interface Quote {
  readonly kind: 'quote'
  readonly symbol: string
  readonly bid: number
  readonly ask: number
  readonly bidAmount: number
  readonly askAmount: number
}

/** The exchange took a request: all of request `requestId`, or the subscriptions with these keys (see `requestKey`). */
export interface Accepted {
  readonly kind: 'accepted'
  readonly requestId?: number
  readonly keys?: readonly string[]
}

/** The exchange declined. With neither `keys` nor `symbol`, it did not say what of the request it meant. */
export interface Refused {
  readonly kind: 'refused'
  readonly requestId?: number
  readonly keys?: readonly string[]
  /** The unified symbol, or the venue's spelling where it is not one of ours. */
  readonly symbol?: string
  readonly reason: string
  /** We were too fast, or the venue too busy: asking again is right. */
  readonly transient?: true
}

export interface Skipped {
  readonly kind: 'skipped'
  readonly reason: SkipReason
  /** What exactly, for the log. */
  readonly detail: string
  /** Set where it is known whose data was lost: a book that misses a change is not trusted any more. */
  readonly symbol?: string
  readonly channel?: ChannelType
}

/** What one frame, or a part of it, means. */
export type Inbound =
  | { readonly kind: 'ticker'; readonly ticker: Ticker }
  | { readonly kind: 'trade'; readonly trade: Trade }
  /** `history`: sent with a subscription for what came before it; told to nobody, but later candles are measured by it. */
  | { readonly kind: 'candle'; readonly candle: Candle; readonly history?: true }
  | BookMessage
  | Quote
  /** The venue says which trade was the last: whoever has not seen it misses some. */
  | { readonly kind: 'trade-watermark'; readonly symbol: string; readonly id: string }
  | Accepted
  | Refused
  /** Everything that is subscribed now, by key: the acknowledgement of venues that answer with their whole state. */
  | { readonly kind: 'state'; readonly keys: readonly string[] }
  /** A known frame that carries no data: heartbeat, pong, status. */
  | { readonly kind: 'control'; readonly name: string }
  /** The exchange announces that it will cut this socket. */
  | { readonly kind: 'closing'; readonly reason: string }
  | Skipped
