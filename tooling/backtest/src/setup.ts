import type { ExchangeId, Instrument, Interval } from '@md/types'

export type DataKind = 'candles' | 'events' | 'recording' | 'history'

/** Where events come from, and what market a file of candles is of. */
export interface DataSpec {
  readonly kind: DataKind
  /** Empty for `history`, which the exchange is asked for. */
  readonly path: string
  readonly exchange: ExchangeId
  readonly symbol: string
  readonly interval: Interval | undefined
}

/** Everything a run depends on but its parameters; plain data, for it travels to other threads. */
export interface Setup {
  readonly strategy: string
  readonly params: Readonly<Record<string, unknown>>
  readonly data: readonly DataSpec[]
  readonly from: number | undefined
  readonly to: number | undefined
  /** Quote currency. */
  readonly capital: string
  readonly fees: { readonly maker: number; readonly taker: number }
  /** One way, ms; for orders and cancels alike. */
  readonly latencyMs: number
  /** A fraction; only where all there is of the market is its price. */
  readonly slippage: number
  readonly seed: number
  readonly allowShort: boolean
  readonly limits: Readonly<Record<string, unknown>> | undefined
  readonly barriers: Readonly<Record<string, unknown>> | undefined
  /** What the rules of the market are, where the data do not tell. */
  readonly rules: Partial<Instrument>
}
