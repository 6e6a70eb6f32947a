import { type Fill, InvalidInputError } from '@md/types'
import type { Applied, Ledger } from '../ledger/ledger.ts'

/** A fill in the ledger, or why it cannot be there: what no venue can mean is not counted, now and after a restart. */
export function booked(ledger: Ledger, fill: Fill, at: number): Applied | string {
  try {
    return ledger.apply(fill, at)
  } catch (error) {
    if (error instanceof InvalidInputError) return error.message
    throw error
  }
}
