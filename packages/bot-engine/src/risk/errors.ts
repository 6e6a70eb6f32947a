import { MdError, reportOf } from '@md/types'
import type { Latch } from '../store/store.ts'

/** Whose orders a latch stops, in words. */
export const nameOf = ({ scope, id }: Pick<Latch, 'scope' | 'id'>): string =>
  scope === 'process' ? 'the process' : `${scope} ${id}`

/** A change of the kill switch that could not be written down. In memory a halt stays, whatever becomes of its record. */
export class LatchNotKeptError extends MdError {
  readonly code = 'LATCH_NOT_KEPT'
  readonly recovery = 'stop'

  constructor(change: 'halt' | 'rearm', { scope, id }: Pick<Latch, 'scope' | 'id'>, cause: unknown) {
    const what =
      change === 'halt'
        ? `${nameOf({ scope, id })} is halted, but only until this process ends`
        : `${nameOf({ scope, id })} stays halted`
    super(`${what}: the store failed with "${reportOf(cause).message}". Repeat the ${change}`, { scope, id }, { cause })
  }
}
