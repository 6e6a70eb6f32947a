/** What the process that plays the exchange can be asked. */
export interface ExchangeCalls {
  readonly listen: readonly [undefined, { readonly port: number }]
  /** Tickers of all markets in turn, in bursts of what is due each millisecond; the time of its write is in each. */
  readonly pace: readonly [Pace, Paced]
}

export interface Pace {
  readonly perSecond: number
  readonly seconds: number
  readonly seed: number
  /** Tickers among them that lead to an order. 0: none. */
  readonly jumpsPerSecond: number
}

export interface Paced {
  readonly written: number
  readonly jumps: number
  /** By how much it was slower than asked for. */
  readonly stretch: number
  /** From the write of a jump to the arrival of the first order of each price, microseconds. */
  readonly toOrderUs: readonly number[]
}

/** What a bot's venue sends: one line of JSON an order. */
export interface WireOrder {
  readonly clientOrderId: string
  readonly symbol: string
  readonly side: 'buy' | 'sell'
  readonly type: 'market' | 'limit' | 'stop'
  readonly amount: string
  readonly price?: string
}

export interface WireAnswer {
  readonly clientOrderId: string
  readonly venueOrderId: string
  /** When the order's frame was read, on the machine's monotonic clock, microseconds. */
  readonly arrivedAt: number
}
