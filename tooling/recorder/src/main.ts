import { note, print, runProgram } from '@md/cli'
import { systemClock } from '@md/runtime'
import { InvalidInputError } from '@md/types'
import { record } from './record.ts'
import { RECORD_USAGE, readRecordOptions } from './record-options.ts'
import { replay } from './replay.ts'
import { REPLAY_USAGE, readReplayOptions } from './replay-options.ts'

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
// Whoever read the output has seen enough: `| head`.
process.stdout.on('error', () => stopping.abort())
const stop = stopping.signal

const [name = '', ...args] = process.argv.slice(2)

switch (name) {
  case 'record':
    await runProgram(args, {
      usage: RECORD_USAGE,
      readOptions: readRecordOptions,
      async run(options) {
        await record(options, { clock: systemClock, print, stop })
        return true
      },
    })
    break
  case 'replay':
    await runProgram(args, {
      usage: REPLAY_USAGE,
      readOptions: readReplayOptions,
      async run(options) {
        await replay(options, { print, note, stop })
        return true
      },
    })
    break
  default:
    await runProgram(args, {
      usage: `${RECORD_USAGE}\n${REPLAY_USAGE}`,
      readOptions() {
        throw new InvalidInputError('program', name, 'there are record, replay')
      },
      run: () => false,
    })
}
