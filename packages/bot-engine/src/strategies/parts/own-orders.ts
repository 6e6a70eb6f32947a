import { ENDED, type OrderStatus, type OrderView } from '../../orders/order.ts'
import type { BotContext } from '../../strategy/context.ts'
import type { CancelIntent } from '../../strategy/intent.ts'

const ENDED_OR_REFUSED: ReadonlySet<string> = new Set<OrderStatus | 'refused'>([...ENDED, 'refused'])

/** Filled, cancelled, refused …: nothing more comes of it but a late fill. */
export const hasEnded = ({ status }: OrderView): boolean => ENDED_OR_REFUSED.has(status)

/** The order of that name, as long as it can be filled. */
export function working(ctx: BotContext, ref: string): OrderView | undefined {
  const order = ctx.order(ref)
  return order === undefined || hasEnded(order) ? undefined : order
}

/** Takes back every order whose name begins so. */
export const cancelAll = (ctx: BotContext, prefix: string, because: string): readonly CancelIntent[] =>
  ctx
    .openOrders()
    .filter(({ ref }) => ref.startsWith(prefix))
    .map(({ ref }) => ({ kind: 'cancel', ref, because }))
