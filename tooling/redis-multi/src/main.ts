import { note, print, runProgram } from '@md/cli'
import { type MultiOptions, readOptions, USAGE } from './options.ts'
import { reportLines } from './report.ts'
import { runMulti } from './run.ts'

async function run(options: MultiOptions): Promise<boolean> {
  const say = options.json ? note : print
  say(
    `${options.instances} instances publish ${options.rate} events/s each for ${options.seconds} s (${options.delivery}).`,
  )
  const figures = await runMulti(options, { say, note: options.verbose ? note : () => undefined })
  if (options.json) print(JSON.stringify(figures, undefined, 2))
  else for (const line of reportLines(figures)) print(line)
  return figures.passed
}

await runProgram(process.argv.slice(2), { usage: USAGE, readOptions, run })
