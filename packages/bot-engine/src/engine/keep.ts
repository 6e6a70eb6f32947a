import type { EquitySnapshot } from '../ledger/equity.ts'
import type { Replacement } from '../orders/replacement.ts'
import { PositionGuard, type PositionGuardSnapshot } from '../positions/position-guard.ts'
import { CircuitBreaker, type CircuitSnapshot } from '../risk/circuit-breaker.ts'
import type { TradingState } from '../risk/limits.ts'
import type { Bot, Exit, Untold } from './bot.ts'
import type { Execution } from './executions.ts'

/** What a restart must have besides orders, ledger and the strategy's own state; goes with every step. JSON. */
export interface Keep {
  readonly timers: readonly (readonly [name: string, dueAt: number])[]
  readonly exits: readonly (readonly [key: string, exit: Exit])[]
  readonly replacements: readonly (readonly [ref: string, replacement: Replacement])[]
  readonly executions: readonly (readonly [ref: string, execution: Execution])[]
  /** Absent in what earlier releases kept. */
  readonly untold?: readonly Untold[]
  readonly guards: readonly (readonly [key: string, guard: PositionGuardSnapshot])[]
  readonly breaker: CircuitSnapshot
  /** The highest equity and the day's start come from prices, which the store does not keep. */
  readonly equity: EquitySnapshot
  readonly trading: TradingState
  readonly flattened: boolean
  /** Markets whose barriers are the strategy's own: those of the configuration may be others after a restart. */
  readonly protects: readonly string[]
  readonly paused: string | undefined
  readonly failed: string | undefined
}

export const keepOf = (bot: Bot): Keep => ({
  timers: bot.timers.snapshot(),
  exits: [...bot.exits],
  replacements: [...bot.replacements],
  executions: [...bot.executions],
  untold: bot.untold,
  guards: [...bot.guards].map(([key, guard]) => [key, guard.snapshot()] as const),
  breaker: bot.breaker.snapshot(),
  equity: bot.equity.snapshot(),
  trading: bot.trading,
  flattened: bot.flattened,
  protects: [...bot.protects],
  paused: bot.life.pausedBecause,
  failed: bot.life.failedBecause,
})

/** Puts a bot that was just made where it was left. What had failed or was paused stays so. */
export function restoreKeep(bot: Bot, keep: Keep): void {
  bot.timers.restore(keep.timers)
  refill(bot.exits, keep.exits)
  refill(bot.replacements, keep.replacements)
  refill(bot.executions, keep.executions)
  bot.untold = keep.untold ?? []
  for (const key of keep.protects) bot.protects.add(key)
  for (const [key, left] of keep.guards) {
    const guard = PositionGuard.restore(left)
    if (!bot.protects.has(key)) guard.protect(bot.config.barriers ?? {})
    bot.guards.set(key, guard)
  }
  bot.breaker = new CircuitBreaker({}, keep.breaker)
  bot.trading = keep.trading
  bot.flattened = keep.flattened
  if (keep.paused !== undefined) bot.life.pause(keep.paused)
  if (keep.failed !== undefined) bot.life.fail(keep.failed)
}

function refill<V>(map: Map<string, V>, entries: readonly (readonly [key: string, value: V])[]): void {
  map.clear()
  for (const [key, value] of entries) map.set(key, value)
}
