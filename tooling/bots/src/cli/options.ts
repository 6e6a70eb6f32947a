import { readArguments } from '@md/cli'
import { InvalidInputError } from '@md/types'
import { BOT_COMMANDS, PROCESS_COMMANDS } from '../commands/commanded.ts'
import { suggestion } from '../file/nearest.ts'

/** What the command line asks for. */
export type Request =
  | { readonly kind: 'help' }
  | { readonly kind: 'schema' }
  | { readonly kind: 'check'; readonly file: string | undefined }
  | { readonly kind: 'list'; readonly path: string; readonly url: string; readonly json: boolean }
  | {
      readonly kind: 'command'
      readonly path: string
      readonly url: string
      readonly reason: string
      readonly by: string
    }

export const USAGE = `Usage: pnpm --filter executor bots COMMAND [ID] [options]

  list [ID]            the bots that run, or everything about one of them
  pause ID             the strategy is not asked any more; positions stay guarded
  resume ID            it is asked again
  flatten ID           open orders are cancelled and positions closed; nothing new until resume
  halt [ID]            no order leaves any more, of one bot or of all; open ones are cancelled
  rearm [ID]           takes a halt back
  reload               reads the bots file again: what is new starts, what is gone stops, what changed does both
  check [FILE]         names every mistake in a bots file, without a running process
  schema               writes bots.schema.json, for editors

  --reason TEXT        why; needed by everything that changes something
  --by NAME            who (default: the name of the user)
  --url URL            where the executor listens (default: http://127.0.0.1, HTTP_PORT or 8081)
  --json               list as JSON
  --help
`

export interface Defaults {
  readonly url: string
  readonly by: string
}

const NEEDS_ID: ReadonlySet<string> = new Set(['pause', 'resume', 'flatten'])
const CHANGES: readonly string[] = [...new Set([...BOT_COMMANDS, ...PROCESS_COMMANDS])]
const ALL = ['list', ...CHANGES, 'check', 'schema']

/** @throws InvalidInputError naming what cannot be used, and what can */
export function readRequest(args: readonly string[], defaults: Defaults): Request {
  const { positionals, values } = readArguments(args, FLAGS)
  if (values.help === true) return { kind: 'help' }
  const [command = '', id, ...rest] = positionals
  if (!ALL.includes(command)) throw new InvalidInputError('command', command, suggestion(command, ALL))
  if (rest.length > 0) throw new InvalidInputError('argument', rest.join(' '), `${command} takes no more than one`)
  switch (command) {
    case 'schema':
      return { kind: 'schema' }
    case 'check':
      return { kind: 'check', file: id }
    case 'list':
      return { kind: 'list', path: id === undefined ? '/bots' : pathOf(id), ...given(values, defaults) }
    default:
      return commandOf(command, id, { ...given(values, defaults), reason: values.reason })
  }
}

interface Given {
  readonly url: string
  readonly by: string
  readonly json: boolean
}

const given = (values: ReturnType<typeof readArguments<typeof FLAGS>>['values'], defaults: Defaults): Given => ({
  url: urlOf(values.url ?? defaults.url),
  by: values.by ?? defaults.by,
  json: values.json === true,
})

const pathOf = (id: string): string => `/bots/${encodeURIComponent(id)}`

function commandOf(
  command: string,
  id: string | undefined,
  { by, reason = '', url }: Given & { readonly reason: string | undefined },
): Request {
  if (NEEDS_ID.has(command) && id === undefined)
    throw new InvalidInputError('bot', '', `${command} needs the id of one: ${command} ID --reason …`)
  if (command === 'reload' && id !== undefined)
    throw new InvalidInputError('bot', id, 'reload is of the whole file: leave the id away')
  if (reason.trim() === '') throw new InvalidInputError('--reason', reason, 'say why: it goes into log and journal')
  return { kind: 'command', path: id === undefined ? `/${command}` : `${pathOf(id)}/${command}`, url, reason, by }
}

const FLAGS = {
  reason: { type: 'string' },
  by: { type: 'string' },
  url: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const

function urlOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new InvalidInputError('--url', text, 'write an address such as http://127.0.0.1:8081')
  return url.origin
}
