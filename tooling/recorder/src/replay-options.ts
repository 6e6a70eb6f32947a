import { aboveZero, type Flags, readArguments } from '@md/cli'
import { InvalidInputError } from '@md/types'

export interface ReplayOptions {
  readonly help: boolean
  readonly folder: string
  readonly speed: number | 'max'
  /** Every event as a line of JSON, in place of counts. */
  readonly json: boolean
  /** Where to write the frames for the simulator, in place of a replay. */
  readonly exportTo: string | undefined
}

export const REPLAY_USAGE = `Usage: pnpm replay FOLDER [options]

Plays a recording through the adapter of its exchange, by the recording's own clock.

  --speed SPEED        1: as it was, N: so many times faster, max: at once (default)
  --json               every event as a line of JSON on stdout; the summary goes to stderr
  --export FILE        no replay: writes the received frames as FILE.ndjson, which the simulator plays
  --help
`

const FLAGS = {
  speed: { type: 'string', default: 'max' },
  json: { type: 'boolean', default: false },
  export: { type: 'string' },
  help: { type: 'boolean', default: false },
} satisfies Flags

/** @throws InvalidInputError naming the flag or value that cannot be used, and what can */
export function readReplayOptions(args: readonly string[]): ReplayOptions {
  const { values, positionals } = readArguments(args, FLAGS)
  const [folder = '', ...others] = positionals
  if (!values.help && folder === '') throw new InvalidInputError('folder', undefined, 'name the folder of a recording')
  if (others.length > 0) throw new InvalidInputError('folder', others[0], 'one recording at a time')
  return {
    help: values.help,
    folder,
    speed: toSpeed(values.speed),
    json: values.json,
    exportTo: values.export,
  }
}

function toSpeed(text: string): number | 'max' {
  return text === 'max' ? text : aboveZero('--speed (or max)', text)
}
