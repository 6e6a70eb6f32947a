import { InvalidInputError } from '@md/types'

/** What `Number` makes of a text, but nothing of an empty one. */
const toNumber = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))

/** @throws InvalidInputError for what is no whole number of at least `least` */
export function wholeNumber(flag: string, text: string, least: number): number {
  const number = toNumber(text)
  if (Number.isSafeInteger(number) && number >= least) return number
  throw new InvalidInputError(flag, text, `a whole number from ${least}`)
}

/** @throws InvalidInputError for what is no number of at least `least` */
export function numberFrom(flag: string, text: string, least: number): number {
  const number = toNumber(text)
  if (Number.isFinite(number) && number >= least) return number
  throw new InvalidInputError(flag, text, `a number from ${least}`)
}

/** @throws InvalidInputError for what is no number above 0 */
export function aboveZero(flag: string, text: string): number {
  const number = toNumber(text)
  if (Number.isFinite(number) && number > 0) return number
  throw new InvalidInputError(flag, text, 'a number above 0')
}

/** @throws InvalidInputError naming all that there are */
export function oneOf<T extends string>(flag: string, text: string, all: readonly T[]): T {
  const found = all.find((one) => one === text)
  if (found === undefined) throw new InvalidInputError(flag, text, `one of ${all.join(', ')}`)
  return found
}
