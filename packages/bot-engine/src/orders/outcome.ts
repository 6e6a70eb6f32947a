import type { Outcome } from '@md/types'
import type { Halted } from './desk-options.ts'

/** What a venue answers may be anything, an HTML page included. `undefined`: not an outcome. */
export function checkedOutcome(answer: unknown): Outcome | Halted | undefined {
  if (typeof answer !== 'object' || answer === null || !('outcome' in answer)) return undefined
  switch (answer.outcome) {
    case 'accepted':
    case 'rejected':
    case 'halted':
      return answer as Outcome | Halted
    case 'unknown':
      return 'settledBy' in answer && Number.isFinite(answer.settledBy) ? (answer as Outcome) : undefined
    default:
      return undefined
  }
}
