import type { BotContext } from '../../strategy/context.ts'
import type { Intent } from '../../strategy/intent.ts'
import { holds } from './holding.ts'
import { cancelAll } from './own-orders.ts'

/** Part of the state of a strategy that can come to its end: why it did. */
export interface Ending {
  ending?: string
}

type Mortal = BotContext<unknown, Ending>

/** Cancels everything, ends the position and, once that is done, the bot. Goes on with `finish`. */
export function end(ctx: Mortal, because: string): readonly Intent[] {
  ctx.state.ending = because
  const close: readonly Intent[] = holds(ctx) ? [{ kind: 'close', because }] : []
  return [...cancelAll(ctx, '', because), ...close, ...finish(ctx)]
}

/** For `order`. What is left is dust at most: no order could be made of it. */
export function finish(ctx: Mortal): readonly Intent[] {
  const { ending } = ctx.state
  if (ending === undefined || ctx.openOrders().length > 0 || holds(ctx)) return []
  return [{ kind: 'stop', because: ending }]
}

/** For `position`. An order may be filled while it is being cancelled: that is sold as well. */
export function closeLate(ctx: Mortal): readonly Intent[] {
  const { ending } = ctx.state
  return ending !== undefined && holds(ctx) ? [{ kind: 'close', because: ending }] : finish(ctx)
}
