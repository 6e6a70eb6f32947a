import { MdError } from '@md/types'

/** A command that a bot, or all of them, cannot obey as they are. */
export class CommandRefusedError extends MdError {
  readonly code = 'COMMAND_REFUSED'
  readonly recovery = 'stop'

  constructor(command: string, of: string, why: string) {
    super(`${of} cannot ${command}: ${why}`, { command, of })
  }
}
