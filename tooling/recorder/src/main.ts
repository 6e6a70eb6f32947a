import { systemClock } from '@md/runtime'
import { InvalidInputError, reportOf } from '@md/types'
import { record } from './record.ts'
import { RECORD_USAGE, readRecordOptions } from './record-options.ts'
import { replay } from './replay.ts'
import { REPLAY_USAGE, readReplayOptions } from './replay-options.ts'

const USAGE_ERROR = 2
const FAILURE = 1

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const note = (line: string): void => void process.stderr.write(`${line}\n`)

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
// Whoever read the output has seen enough: `| head`.
process.stdout.on('error', () => stopping.abort())

async function runRecord(args: readonly string[]): Promise<void> {
  const options = readRecordOptions(args)
  if (options.help) process.stdout.write(RECORD_USAGE)
  else await record(options, { clock: systemClock, print, stop: stopping.signal })
}

async function runReplay(args: readonly string[]): Promise<void> {
  const options = readReplayOptions(args)
  if (options.help) process.stdout.write(REPLAY_USAGE)
  else await replay(options, { print, note, stop: stopping.signal })
}

const PROGRAMS = new Map([
  ['record', runRecord],
  ['replay', runReplay],
])

const [name = '', ...args] = process.argv.slice(2)
try {
  const program = PROGRAMS.get(name)
  if (program === undefined)
    throw new InvalidInputError('program', name, `there are ${[...PROGRAMS.keys()].join(', ')}`)
  await program(args)
} catch (error) {
  note(reportOf(error).message)
  process.exitCode = error instanceof InvalidInputError ? USAGE_ERROR : FAILURE
}
