import type { Exact } from '../decimal/exact.ts'

/** Decimal places of a share: beyond every venue's, and few enough that sums of shares stay exact. */
const PLACES = 36

/**
 * `part / whole` of a cost or a fee, rounded. What it is taken from keeps the difference, so nothing is lost, whatever
 * it is rounded to.
 */
export const share = (of: Exact, part: Exact, whole: Exact): Exact => of.times(part).div(whole).toDecimalPlaces(PLACES)
