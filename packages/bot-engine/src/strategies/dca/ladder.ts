import type { Instrument } from '@md/types'
import { Exact, exact, toDecimal } from '../../decimal/exact.ts'
import { passiveTo } from '../../decimal/steps.ts'
import type { Quantity } from '../../strategy/intent.ts'
import { tradable } from '../parts/holding.ts'

export interface SafetyShape {
  /** Quote currency of the first one. */
  readonly spend: Quantity
  readonly count: number
  /** Distance of the first one below the entry, a fraction. */
  readonly step: number
  /** Each distance, and each spend, is so many times the one before. */
  readonly stepScale: number
  readonly spendScale: number
}

/** Quote currency that all safety orders together may cost. */
export const safetySpend = ({ count, spend, spendScale }: SafetyShape): Exact =>
  Array.from({ length: count }, (_, i) => exact(spend).mul(new Exact(spendScale).pow(i))).reduce(
    (sum, each) => sum.plus(each),
    new Exact(0),
  )

/** How far below the entry the last one is, a fraction. */
export const deepest = ({ count, step, stepScale }: SafetyShape): number =>
  Array.from({ length: count }, (_, i) => step * stepScale ** i).reduce((sum, each) => sum + each, 0)

export interface Rung {
  /** Quote per base. */
  readonly price: string
  /** Base currency. */
  readonly amount: string
}

/** What `spend` buys at that price or below, never costing more; `undefined`: less than the venue takes. */
export function rungAt(price: Exact, spend: Exact, instrument: Instrument): Rung | undefined {
  const limit = passiveTo(price, instrument.tickSize, 'buy')
  if (!limit.isPositive() || limit.isZero()) return undefined
  const amount = tradable(spend.div(limit).toDecimalPlaces(18, Exact.ROUND_DOWN), limit, instrument)
  return amount.isZero() ? undefined : { price: toDecimal(limit), amount: toDecimal(amount) }
}

/** The safety orders below an entry, nearest first. */
export function ladder(entry: Quantity, shape: SafetyShape, instrument: Instrument): readonly (Rung | undefined)[] {
  return Array.from({ length: shape.count }, (_, i) => {
    const below = deepest({ ...shape, count: i + 1 })
    const spend = exact(shape.spend).mul(new Exact(shape.spendScale).pow(i))
    return rungAt(exact(entry).mul(new Exact(1).minus(below)), spend, instrument)
  })
}
