import { type ParseArgsConfig, parseArgs } from 'node:util'
import { InvalidInputError, reportOf } from '@md/types'

export type Flags = NonNullable<ParseArgsConfig['options']>

type Parsed<F extends Flags> = ReturnType<typeof parseArgs<{ options: F }>>

type ParsedWithRest<F extends Flags> = ReturnType<typeof parseArgs<{ options: F; allowPositionals: true }>>

/** @throws InvalidInputError naming what cannot be used, and for a flag that there is not, those that there are */
export function readFlags<const F extends Flags>(args: readonly string[], flags: F): Parsed<F>['values'] {
  return guarded(args, flags, (own) => parseArgs({ args: own, options: flags }).values)
}

/** Flags, and what stands beside them. @throws InvalidInputError as `readFlags` does */
export function readArguments<const F extends Flags>(args: readonly string[], flags: F): ParsedWithRest<F> {
  return guarded(args, flags, (own) => parseArgs({ args: own, options: flags, allowPositionals: true }))
}

function guarded<T>(args: readonly string[], flags: Flags, parse: (own: string[]) => T): T {
  // `pnpm crash -- --runs 5` hands the separator on.
  const own = args.filter((argument) => argument !== '--')
  refuseUnknown(own, Object.keys(flags))
  try {
    return parse(own)
  } catch (error) {
    throw usageError(own, error)
  }
}

const usageError = (args: readonly string[], error: unknown): InvalidInputError =>
  new InvalidInputError('options', args.join(' '), reportOf(error).message)

function refuseUnknown(args: readonly string[], known: readonly string[]): void {
  const unknown = args.find((argument) => argument.startsWith('--') && !known.includes(nameOf(argument)))
  if (unknown === undefined) return
  throw new InvalidInputError('option', unknown, `there are ${known.map((name) => `--${name}`).join(', ')}`)
}

const nameOf = (argument: string): string => argument.replace(/^--|=.*$/g, '')
