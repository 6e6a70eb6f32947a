import { MdError } from '@md/types'

/** One value of the environment that cannot be used. */
export interface Problem {
  readonly name: string
  /** As it may be shown; `undefined` for a secret, or for nothing. */
  readonly shown: string | undefined
  /** What to write instead. */
  readonly fix: string
}

/** The configuration cannot be used. Names everything that is wrong with it, at once. */
export class ConfigurationError extends MdError {
  readonly code = 'CONFIGURATION'
  readonly recovery = 'stop'
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    const names = [...new Set(problems.map(({ name }) => name))].join(', ')
    super(['The configuration cannot be used:', ...problems.map(line)].join('\n'), { names })
    this.problems = problems
  }
}

const line = ({ fix, name, shown }: Problem): string =>
  `  ${name}${shown === undefined ? '' : ` ${JSON.stringify(shown)}`} cannot be used: ${fix}`
