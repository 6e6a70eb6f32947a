import type { Barriers } from './barriers.ts'

/** `1` long, `-1` short. */
export type Direction = 1 | -1

/**
 * What barriers mean for one average entry, as prices times the direction: so higher is better for a short too. What
 * is not asked for lies where no price comes.
 */
export interface Levels {
  readonly loss: number
  readonly take: number
  /** Where the trailing stop is armed, and how far behind the best price it follows. */
  readonly arm: number
  readonly trailBy: number
  /** Where the stop moves, and where to. */
  readonly trigger: number
  readonly even: number
}

export const NO_LEVELS: Levels = {
  loss: Number.NEGATIVE_INFINITY,
  take: Number.POSITIVE_INFINITY,
  arm: Number.POSITIVE_INFINITY,
  trailBy: Number.POSITIVE_INFINITY,
  trigger: Number.POSITIVE_INFINITY,
  even: Number.NEGATIVE_INFINITY,
}

export function levelsOf(
  { breakEven, stopLoss, takeProfit, trailing }: Barriers,
  entry: number,
  direction: Direction,
): Levels {
  const at = (gain: number) => nearest(direction * entry + gain * entry)
  return {
    loss: stopLoss === undefined ? NO_LEVELS.loss : at(-stopLoss),
    take: takeProfit === undefined ? NO_LEVELS.take : at(takeProfit),
    arm: trailing === undefined ? NO_LEVELS.arm : at(trailing.activation),
    trailBy: trailing === undefined ? NO_LEVELS.trailBy : trailing.distance * entry,
    trigger: breakEven === undefined ? NO_LEVELS.trigger : at(breakEven.trigger),
    even: breakEven === undefined ? NO_LEVELS.even : at(breakEven.offset),
  }
}

/** Without the noise of binary fractions: 7 % under 100 is 93, and a price of 93 touches it. */
export const nearest = (price: number): number => Number(price.toPrecision(15))
