import { InvalidInputError, reportOf } from '@md/types'
import { journalCommand } from './journal/journal-command.ts'
import { Progress } from './progress.ts'
import { runCommand } from './run-command.ts'
import { sweepCommand } from './sweep/sweep-command.ts'

const CANNOT = 2
const FAILED = 1

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
// Whoever read the output has seen enough: `| head`.
process.stdout.on('error', () => stopping.abort())

const progress = new Progress((text) => void process.stderr.write(text), process.stderr.isTTY)
// `pnpm backtest -- sweep` hands the separator on.
const given = process.argv.slice(2).filter((argument) => argument !== '--')
const [name = '', ...rest] = given

try {
  const surroundings = {
    folder: process.env['INIT_CWD'] ?? process.cwd(),
    print: (line: string) => void process.stdout.write(`${line}\n`),
    progress,
    signal: stopping.signal,
  }
  if (name === 'journal') process.exitCode = await journalCommand(rest, surroundings)
  else if (name === 'sweep') await sweepCommand(rest, surroundings)
  else await runCommand(name === 'run' ? rest : given, surroundings)
} catch (error) {
  progress.note(reportOf(error).message)
  // Of a journal, 1 says that something is different.
  process.exitCode = name === 'journal' || error instanceof InvalidInputError ? CANNOT : FAILED
}
