import { InvalidInputError, reportOf } from '@md/types'

/**
 * Without the separator that `pnpm replay -- folder` hands on.
 * @throws InvalidInputError naming a flag that does not exist, and those that do
 */
export function checkedArguments(args: readonly string[], flags: object): string[] {
  const own = args.filter((argument) => argument !== '--')
  const known = Object.keys(flags)
  const unknown = own.find((argument) => argument.startsWith('-') && !known.includes(argument.replace(/^--|=.*$/g, '')))
  const allowed = known.map((name) => `--${name}`).join(', ')
  if (unknown !== undefined) throw new InvalidInputError('option', unknown, `there are ${allowed}`)
  return own
}

export const usageError = (args: readonly string[], error: unknown): InvalidInputError =>
  new InvalidInputError('options', args.join(' '), reportOf(error).message)

/** @throws InvalidInputError for a text that is no number above 0 */
export function toPositive(flag: string, text: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  if (!(Number.isFinite(number) && number > 0)) throw new InvalidInputError(flag, text, 'a number above 0')
  return number
}
