import type { Order } from '@md/service'

export const BOT_COMMANDS = ['pause', 'resume', 'halt', 'rearm', 'flatten'] as const

export type BotCommandName = (typeof BOT_COMMANDS)[number]

export const PROCESS_COMMANDS = ['halt', 'rearm', 'reload'] as const

export type ProcessCommandName = (typeof PROCESS_COMMANDS)[number]

/** Bots that run, as whoever commands them sees them. */
export interface Commanded {
  reports(): readonly { readonly id: string }[]
  /** Over all bots. */
  standing(): object
  /** Resolves when it is done, or, with `flatten`, when it has begun. Rejects with an `MdError` that says why not. */
  commandBot(id: string, command: BotCommandName, order: Order): Promise<object>
  commandAll(command: ProcessCommandName, order: Order): Promise<object>
}
