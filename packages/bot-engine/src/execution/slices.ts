import type { Decimal } from '@md/types'
import { type Exact, exact, ZERO } from '../decimal/exact.ts'
import { ENDED, type OrderView } from '../orders/order.ts'

/** One order of an execution. JSON. */
export interface Slice {
  readonly ref: string
  readonly amount: Decimal
  readonly filled: Decimal
  readonly isOver: boolean
}

export const isWorking = ({ isOver }: Slice): boolean => !isOver

export const filledOf = (slices: readonly Slice[]): Exact => slices.reduce((sum, { filled }) => sum.plus(filled), ZERO)

/** What is filled, and what may be still: all of what works, an unknown order included. */
export const committedOf = (slices: readonly Slice[]): Exact =>
  slices.reduce((sum, { amount, filled, isOver }) => sum.plus(isOver ? filled : amount), ZERO)

/** The same slices when the order is none of them, or not news. What has ended may be filled more, and works no more. */
export function withOrder(slices: readonly Slice[], { filled, ref, status }: OrderView): readonly Slice[] {
  const index = slices.findIndex((slice) => slice.ref === ref)
  const slice = slices[index]
  if (slice === undefined) return slices
  const isOver = slice.isOver || status === 'refused' || ENDED.has(status)
  if (isOver === slice.isOver && exact(filled).lte(slice.filled)) return slices
  return slices.with(index, { ...slice, isOver, filled: exact(filled).gt(slice.filled) ? filled : slice.filled })
}
