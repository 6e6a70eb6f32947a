import { InvalidInputError, reportOf } from '@md/types'
import { readOptions, USAGE } from './options.ts'
import { reportLines } from './report.ts'
import { runMulti } from './run.ts'

const USAGE_ERROR = 2
const FAILED = 1

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const note = (line: string): void => void process.stderr.write(`${line}\n`)

async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args)
  if (options.help) {
    process.stdout.write(USAGE)
    return
  }
  const say = options.json ? note : print
  say(
    `${options.instances} instances publish ${options.rate} events/s each for ${options.seconds} s (${options.delivery}).`,
  )
  const figures = await runMulti(options, { say, note: options.verbose ? note : () => undefined })
  if (options.json) print(JSON.stringify(figures, undefined, 2))
  else for (const line of reportLines(figures)) print(line)
  if (!figures.passed) process.exitCode = FAILED
}

try {
  await run(process.argv.slice(2))
} catch (error) {
  note(reportOf(error).message)
  if (error instanceof InvalidInputError) note(`\n${USAGE}`)
  process.exitCode = error instanceof InvalidInputError ? USAGE_ERROR : FAILED
}
