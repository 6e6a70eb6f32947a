import { InvalidInputError } from '@md/types'

/** Something that has to be said was not. */
export class MissingInputError extends InvalidInputError {
  constructor(what: string, allowed: string) {
    super(what, undefined, allowed)
    this.message = `${what} is missing: ${allowed}`
  }
}
