import { MdError } from '@md/types'

/** Where in a file, from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** One mistake in a bots file: where, and in a sentence what to write instead. */
export interface Problem extends Place {
  readonly message: string
}

/** The bots file cannot be used. Names everything that is wrong with it at once, each with its line. */
export class BotsFileError extends MdError {
  readonly code = 'BOTS_FILE'
  readonly recovery = 'stop'
  readonly problems: readonly Problem[]

  constructor(file: string, problems: readonly Problem[], options?: ErrorOptions) {
    const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
    const lines = sorted.map(({ column, line, message }) => `  ${file}:${line}:${column} ${message}`)
    super(['The bots file cannot be used:', ...lines].join('\n'), { file, problems: sorted.length }, options)
    this.problems = sorted
  }
}
