import type { Decimal, Instrument } from '@md/types'
import type { Balances } from '../ledger/balances.ts'
import type { Equity } from '../ledger/equity.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Orders } from '../orders/orders.ts'
import type { Replacement } from '../orders/replacement.ts'
import type { Barriers } from '../positions/barriers.ts'
import type { PositionGuard } from '../positions/position-guard.ts'
import type { CircuitBreaker } from '../risk/circuit-breaker.ts'
import type { RiskLimits, TradingState } from '../risk/limits.ts'
import type { AnyStrategy } from '../strategy/strategy.ts'
import type { LiveContext } from './bot-context.ts'
import type { Effects } from './effects.ts'
import type { Execution } from './executions.ts'
import type { HookRunner } from './hook-runner.ts'
import type { KeptState } from './kept-state.ts'
import type { Life } from './life.ts'
import type { MarketWatch } from './market-watch.ts'
import type { Policies } from './policies.ts'
import type { Recorder } from './recorder.ts'
import type { Timers } from './timers.ts'

/** What a bot was told to be. JSON but for the strategy; part of its journal. */
export interface BotConfig {
  readonly botId: string
  readonly params: unknown
  readonly limits: RiskLimits
  /** For every position the strategy opens, unless it says otherwise. */
  readonly barriers: Barriers | undefined
  /** Quote currency of the first market; what drawdown and daily loss are measured against. */
  readonly capital: Decimal
  readonly allowShort: boolean
  readonly takerFee: number
  readonly feeInBase: boolean
  readonly policies: Policies
  readonly slowHookMs: number
}

/** How one market's position is treated; JSON. */
export interface Exit {
  readonly reason: string
  /** The order that is to end it, once there is one. */
  readonly ref: string | undefined
  readonly attempts: number
  /** `waiting`: for orders to be cancelled, or for the next attempt. `dust`: too small for the venue. */
  readonly phase: 'waiting' | 'sent' | 'dust'
}

/** What happened while the strategy was not asked, and which hook is to hear of it; JSON. */
export interface Untold {
  readonly hook: 'fill' | 'position' | 'order' | 'connectivity'
  readonly input: unknown
}

/** Everything one bot consists of: one writer, no I/O. */
export interface Bot {
  readonly config: BotConfig
  readonly strategy: AnyStrategy
  readonly effects: Effects
  readonly recorder: Recorder
  readonly life: Life
  readonly context: LiveContext
  readonly hooks: HookRunner
  readonly kept: KeptState
  readonly watches: ReadonlyMap<string, MarketWatch>
  readonly firstWatch: MarketWatch
  readonly instruments: ReadonlyMap<string, Instrument>
  readonly orders: Orders
  readonly ledger: Ledger
  readonly equity: Equity
  readonly balances: Balances
  /** By market; their barriers are those of the configuration, or what the strategy said since. */
  readonly guards: Map<string, PositionGuard>
  breaker: CircuitBreaker
  readonly timers: Timers
  readonly exits: Map<string, Exit>
  readonly replacements: Map<string, Replacement>
  readonly executions: Map<string, Execution>
  /** Oldest first; told when the strategy is asked again. */
  untold: readonly Untold[]
  /** Markets whose barriers the strategy has set. */
  readonly protects: Set<string>
  trading: TradingState
  /** No new exposure until somebody resumes, whatever is halted and armed again meanwhile. */
  flattened: boolean
  /** Whether history and venue agree: nothing leaves before. */
  reconciled: boolean
}
