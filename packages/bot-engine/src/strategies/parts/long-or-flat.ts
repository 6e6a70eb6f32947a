import type { Barriers } from '../../positions/barriers.ts'
import type { BotContext } from '../../strategy/context.ts'
import type { Quantity } from '../../strategy/intent.ts'
import type { Answer } from '../../strategy/strategy.ts'
import { holds } from './holding.ts'
import { working } from './own-orders.ts'

/** What the last signal said: an entry that is filled after the signal turned is sold again. */
export interface Stance {
  wants: 'long' | 'flat'
}

type LongOnly = BotContext<{ readonly amount: Quantity; readonly barriers?: Barriers }, Stance>

const ENTRY = 'enter'

/** Buys at market, unless it holds something or is about to. */
export function enter(ctx: LongOnly, because: string): Answer {
  ctx.state.wants = 'long'
  if (holds(ctx) || working(ctx, ENTRY)) return undefined
  const { amount, barriers } = ctx.params
  const buy = { kind: 'place', ref: ENTRY, side: 'buy', type: 'market', amount, because } as const
  return barriers === undefined ? buy : [{ kind: 'protect', barriers }, buy]
}

export function leave(ctx: LongOnly, because: string): Answer {
  ctx.state.wants = 'flat'
  const late = working(ctx, ENTRY) ? [{ kind: 'cancel', ref: ENTRY, because } as const] : []
  return holds(ctx) ? [...late, { kind: 'close', because }] : late
}

/** For `start` and `position`: ends what should not be there. */
export const followStance = {
  start: closeUnwanted,
  position: closeUnwanted,
}

function closeUnwanted(ctx: LongOnly): Answer {
  if (ctx.state.wants === 'long' || !holds(ctx)) return undefined
  return { kind: 'close', because: 'the signal had turned before this was bought' }
}
