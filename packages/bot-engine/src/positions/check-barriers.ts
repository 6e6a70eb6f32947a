import { InvalidInputError } from '@md/types'
import type { Barriers } from './barriers.ts'

const ABOVE_ZERO = 'a finite number above 0'
const FROM_ZERO = 'a finite number from 0'

/**
 * Barriers that could never do what they say are refused. A long position cannot lose more than its price, so without
 * shorts `stopLoss` is below 1.
 * @throws InvalidInputError naming the field
 */
export function checkBarriers(barriers: Barriers, { short = false }: { readonly short?: boolean } = {}): void {
  const { breakEven, stopLoss, takeProfit, timeLimitMs, trailing } = barriers
  if (stopLoss !== undefined) aboveZero('stopLoss', stopLoss)
  if (stopLoss !== undefined && !short && stopLoss >= 1)
    throw new InvalidInputError('stopLoss', stopLoss, 'below 1, the whole price of a long position (0.02 is 2 %)')
  if (takeProfit !== undefined) aboveZero('takeProfit', takeProfit)
  if (timeLimitMs !== undefined) aboveZero('timeLimitMs', timeLimitMs)
  if (trailing !== undefined) {
    fromZero('trailing.activation', trailing.activation)
    aboveZero('trailing.distance', trailing.distance)
  }
  if (breakEven !== undefined) checkBreakEven(breakEven)
}

function checkBreakEven({ offset, trigger }: NonNullable<Barriers['breakEven']>): void {
  aboveZero('breakEven.trigger', trigger)
  fromZero('breakEven.offset', offset)
  if (offset >= trigger)
    throw new InvalidInputError('breakEven.offset', offset, `below breakEven.trigger (${trigger}), or it fires at once`)
}

function aboveZero(field: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) throw new InvalidInputError(field, value, ABOVE_ZERO)
}

function fromZero(field: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0)) throw new InvalidInputError(field, value, FROM_ZERO)
}
