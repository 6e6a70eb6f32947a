import { InvalidInputError, reportOf } from '@md/types'
import { Progress } from './progress.ts'
import { runCommand } from './run-command.ts'
import { sweepCommand } from './sweep/sweep-command.ts'

const USAGE_ERROR = 2
const FAILED = 1

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
// Whoever read the output has seen enough: `| head`.
process.stdout.on('error', () => stopping.abort())

const progress = new Progress((text) => void process.stderr.write(text), process.stderr.isTTY)
const [name = '', ...rest] = process.argv.slice(2)

try {
  const surroundings = {
    folder: process.env['INIT_CWD'] ?? process.cwd(),
    print: (line: string) => void process.stdout.write(`${line}\n`),
    progress,
    signal: stopping.signal,
  }
  if (name === 'sweep') await sweepCommand(rest, surroundings)
  else await runCommand(name === 'run' ? rest : process.argv.slice(2), surroundings)
} catch (error) {
  progress.note(reportOf(error).message)
  process.exitCode = error instanceof InvalidInputError ? USAGE_ERROR : FAILED
}
