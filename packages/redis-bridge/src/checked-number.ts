import { InvalidInputError } from '@md/types'

export interface Range {
  readonly min: number
  readonly max?: number
}

/** @throws InvalidInputError for anything but a whole number in the range */
export function checkedNumber(what: string, value: number, { max, min }: Range): number {
  if (Number.isInteger(value) && value >= min && (max === undefined || value <= max)) return value
  throw new InvalidInputError(what, value, `use a whole number from ${min}${max === undefined ? '' : ` to ${max}`}`)
}
