/** An object from outside, its fields unknown. */
export type WireObject = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is WireObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isArray = (value: unknown): value is readonly unknown[] => Array.isArray(value)

export const isString = (value: unknown): value is string => typeof value === 'string'

/** A price from a wire text or number: positive and finite, else NaN. */
export function toPrice(value: unknown): number {
  const number = toNumber(value)
  return number > 0 ? number : Number.NaN
}

/** An amount: zero or more and finite, else NaN. */
export function toAmount(value: unknown): number {
  const number = toNumber(value)
  return number >= 0 ? number : Number.NaN
}

/** A finite number from a wire text or number, else NaN. */
export function toNumber(value: unknown): number {
  if (typeof value === 'string') {
    // `Number` takes blanks for 0, which would remove a level.
    const number = value.trim() === '' ? Number.NaN : Number(value)
    return Number.isFinite(number) ? number : Number.NaN
  }
  return typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN
}

/** The venue's time in ms since the epoch, else `undefined`. Never invented. */
export function toTime(value: unknown): number | undefined {
  // biome-ignore lint/style/noRestrictedGlobals: parses the venue's text; no clock is read.
  const time = typeof value === 'string' ? Date.parse(value) : typeof value === 'number' ? value : Number.NaN
  return Number.isFinite(time) && time > 0 ? time : undefined
}
