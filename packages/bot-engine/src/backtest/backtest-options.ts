import type { Decimal, Instrument, Logger } from '@md/types'
import type { Policies } from '../engine/policies.ts'
import type { JournalSink } from '../journal/entry.ts'
import type { PaperVenueOptions } from '../paper/options.ts'
import type { Barriers } from '../positions/barriers.ts'
import type { RiskLimits } from '../risk/limits.ts'
import type { AnyStrategy } from '../strategy/strategy.ts'
import type { CandleHistory } from './candle-history.ts'
import type { EventSource } from './event-source.ts'

/** The rules of the paper venue that a run chooses for itself. */
export type PaperRules = Pick<
  PaperVenueOptions,
  'fees' | 'latency' | 'queue' | 'evidence' | 'quoteDepth' | 'slippage' | 'candleInterval' | 'settleMs'
>

export interface BacktestOptions {
  readonly strategy: AnyStrategy
  /** Checked against the strategy's schema. */
  readonly params: unknown
  /** Events by time. */
  readonly source: EventSource
  /** Of every market that the strategy trades. */
  readonly instruments: readonly Instrument[]
  /** Candles before the beginning; those in `source` before `from` are added. */
  readonly history?: CandleHistory
  /** ms since the epoch. What comes before builds books and warms up, and is not traded. Default: the first event. */
  readonly from?: number
  /** ms since the epoch; what comes from then on is left out. */
  readonly to?: number
  /** Quote currency. Default 10000. */
  readonly capital?: Decimal
  /** By asset. Default: the capital in the quote currency of the first market. */
  readonly balances?: Readonly<Record<string, Decimal>>
  readonly paper?: PaperRules
  readonly limits?: RiskLimits
  readonly barriers?: Barriers
  /** Default false. */
  readonly allowShort?: boolean
  /** Default: orders are cancelled at the end, positions are valued at the last price. */
  readonly policies?: Partial<Policies>
  /** Of the paper venue's chance. Default 1. */
  readonly seed?: number
  /** No price for this long: no new exposure. ms, default 30000; with candles more than one of them. */
  readonly staleAfterMs?: number
  /** Gets the whole journal, market events included. */
  readonly sink?: JournalSink
  readonly logger?: Logger
  /** After every batch: events played, and the time reached. */
  readonly onProgress?: (events: number, at: number) => void
  readonly signal?: AbortSignal
}
