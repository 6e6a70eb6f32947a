import type { Decimal, Fill } from '@md/types'
import { exact, toDecimal } from '../../decimal/exact.ts'
import type { BotContext } from '../../strategy/context.ts'

/** Of the latest order of each name: how much of it has come as fills. */
export type CountedFills = Record<string, { readonly order: string; readonly amount: Decimal }>

type Counting = BotContext<unknown, { readonly counted: CountedFills }>

/** Returns the name of the order that was filled; `undefined`: another order has that name by now. */
export function countFill(ctx: Counting, refs: readonly string[], fill: Fill): string | undefined {
  const ref = refs.find((name) => ctx.order(name)?.clientOrderId === fill.clientOrderId)
  if (ref === undefined) return undefined
  const { counted } = ctx.state
  const before = counted[ref]?.order === fill.clientOrderId ? exact(counted[ref].amount) : exact(0)
  counted[ref] = { order: fill.clientOrderId, amount: toDecimal(before.plus(fill.amount)) }
  return ref
}

/**
 * Whether the position knows all that the order has done. A venue may say that an order is filled before it sends the
 * fills, and who acts in between acts twice.
 */
export function isCounted(ctx: Counting, ref: string): boolean {
  const order = ctx.order(ref)
  if (order === undefined || order.filled === '0') return true
  const known = ctx.state.counted[ref]
  if (known?.order !== order.clientOrderId) return false
  return known.amount === order.filled || exact(known.amount).gte(order.filled)
}
