import { InvalidInputError, reportOf } from '@md/types'

const USAGE_ERROR = 2
const FAILED = 1

export const print = (line: string): void => void process.stdout.write(`${line}\n`)
export const note = (line: string): void => void process.stderr.write(`${line}\n`)

export interface Program<Options extends { readonly help: boolean }> {
  readonly usage: string
  /** @throws InvalidInputError naming what cannot be used */
  readonly readOptions: (args: readonly string[]) => Options
  /** Whether all is well. */
  readonly run: (options: Options) => boolean | Promise<boolean>
}

/** A whole program. It ends with 0, with 1 where something is wrong, and with 2 after a mistake in what was asked for. */
export async function runProgram<Options extends { readonly help: boolean }>(
  args: readonly string[],
  { readOptions, run, usage }: Program<Options>,
): Promise<void> {
  try {
    const options = readOptions(args)
    if (options.help) process.stdout.write(usage)
    else if (!(await run(options))) process.exitCode = FAILED
  } catch (error) {
    note(reportOf(error).message)
    if (error instanceof InvalidInputError) process.stderr.write(`\n${usage}`)
    process.exitCode = error instanceof InvalidInputError ? USAGE_ERROR : FAILED
  }
}
