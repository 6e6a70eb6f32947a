/** A whole number from 0. */
export const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0

/** The number of an item in its channel: from 1. */
export const isOrdinal = (value: unknown): value is number => isCount(value) && value > 0
