import { Exact } from '../decimal/exact.ts'

/** Digits and decimal places of a share: more than any venue's, and few enough that sums of them stay exact. */
const Share = Exact.clone({ precision: 40 })
const PLACES = 36

/**
 * `part / whole` of a cost or a fee, rounded. What it is taken from keeps the difference, so nothing is lost, whatever
 * it is rounded to.
 */
export const share = (of: Exact, part: Exact, whole: Exact): Exact =>
  Share.div(of.times(part), whole).toDecimalPlaces(PLACES)
