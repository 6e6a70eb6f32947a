import type { Clock, Decimal, ExchangeId, Logger, MarketFeed, ReferenceData } from '@md/types'
import type { JournalSink } from '../journal/entry.ts'
import type { ReconcileOptions } from '../orders/reconcile-options.ts'
import type { Barriers } from '../positions/barriers.ts'
import type { Gate } from '../risk/gate.ts'
import type { RiskLimits } from '../risk/limits.ts'
import type { SharedRisk } from '../risk/shared-risk.ts'
import type { BotStore, LeaseKeeper } from '../store/store.ts'
import type { AnyStrategy } from '../strategy/strategy.ts'
import type { VenueHub } from '../venue/venue-hub.ts'
import type { Policies } from './policies.ts'

/** One account at one venue, as bots reach it. */
export interface TradingAccount {
  /** Names the account in limits and halts. */
  readonly name: string
  readonly exchange: ExchangeId
  readonly hub: VenueHub
  /** The only way an order leaves. */
  readonly gate: Gate
  /** Fraction a taker pays, and whether the venue takes it from what a buyer receives. Default 0.001 and true. */
  readonly fees?: { readonly taker: number; readonly inBase: boolean }
}

export interface BotOptions {
  /** Lower-case letters, digits, `-` and `_`, at most 64. Part of every client order id. */
  readonly id: string
  readonly strategy: AnyStrategy
  /** Checked against the strategy's schema. */
  readonly params: unknown
  readonly feed: MarketFeed
  readonly reference: ReferenceData
  /** One per exchange the strategy trades on. */
  readonly accounts: readonly TradingAccount[]
  readonly store: BotStore
  readonly leases: LeaseKeeper
  readonly clock: Clock
  readonly logger: Logger
  readonly limits?: RiskLimits
  /** Limits that this bot shares with others: of its account, of the process. */
  readonly sharedRisk?: readonly SharedRisk[]
  readonly barriers?: Barriers
  /** Quote currency. Default 10000. */
  readonly capital?: Decimal
  /** Paper and backtest alone. Default false. */
  readonly allowShort?: boolean
  readonly policies?: Partial<Policies>
  /** How long venues are given to know about what was sent just before the start; see `reconcile`. */
  readonly reconciliation?: Pick<ReconcileOptions, 'settleMs' | 'overlapMs' | 'answerMs'>
  /** Every input and decision, market events included. */
  readonly sink?: JournalSink
  /** Market events that may wait while the bot is busy. Default 10000. */
  readonly mailbox?: number
  /** No price for this long: degraded. ms, default 30000. */
  readonly staleAfterMs?: number
  /** A hook that takes longer is reported. ms, default 50. */
  readonly slowHookMs?: number
  /** Slow hooks in a row after which the bot fails. Default 20. */
  readonly maxSlowHooks?: number
}
