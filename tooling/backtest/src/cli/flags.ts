import { InvalidInputError, reportOf } from '@md/types'

/**
 * Without the separator that `pnpm backtest -- --json` hands on.
 * @throws InvalidInputError naming a flag that does not exist, and those that do
 */
export function checkedArguments(args: readonly string[], flags: object): string[] {
  const own = args.filter((argument) => argument !== '--')
  const unknown = own.find((argument) => argument.startsWith('--') && !(argument.replace(/^--|=.*$/g, '') in flags))
  if (unknown === undefined) return own
  const names = Object.keys(flags).map((name) => `--${name}`)
  throw new InvalidInputError('option', unknown, `there are ${names.join(', ')}`)
}

export const usageError = (args: readonly string[], error: unknown): InvalidInputError =>
  new InvalidInputError('options', args.join(' '), reportOf(error).message)

/** @throws InvalidInputError for a text that is no number of at least `least` */
export function toNumber(flag: string, text: string, least: number): number {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isFinite(number) && number >= least) return number
  throw new InvalidInputError(flag, text, `a number of at least ${least}`)
}

/** @throws InvalidInputError for a text that is no whole number of at least `least` */
export function toCount(flag: string, text: string, least: number): number {
  const number = toNumber(flag, text, least)
  if (Number.isSafeInteger(number)) return number
  throw new InvalidInputError(flag, text, `a whole number of at least ${least}`)
}

const DAY = /^\d{4}-\d\d-\d\d$/
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/

/** `2024-01-31` or `2024-01-31T12:00Z`, UTC; ms since the epoch. @throws InvalidInputError */
export function toTime(flag: string, text: string): number {
  // biome-ignore lint/style/noRestrictedGlobals: parses a text; no clock is read.
  const ms = DAY.test(text) || MOMENT.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isFinite(ms)) return ms
  throw new InvalidInputError(flag, text, 'a day or a time in UTC, as 2024-01-31 or 2024-01-31T12:00Z')
}
