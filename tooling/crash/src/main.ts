import { InvalidInputError, reportOf } from '@md/types'
import { type CrashOptions, readOptions, USAGE } from './options.ts'
import { type NumberedResult, runAll } from './run-all.ts'
import { tableLines } from './table.ts'

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
  let done = 0
  const results = await runAll(options, (result) => {
    done += 1
    for (const line of failureLines(result, options, args)) note(line)
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${options.runs} runs `)
  })
  if (process.stderr.isTTY) note('')
  for (const line of tableLines(results)) print(line)
  const failed = results.filter(({ faults }) => faults.length > 0)
  const sum = (of: (result: NumberedResult) => number): number => results.reduce((all, result) => all + of(result), 0)
  print('')
  print(
    `${results.length} runs with seed ${options.seed}: ${sum(({ crashes }) => crashes.length)} crashes, ` +
      `${sum(({ orders }) => orders)} orders, ${sum(({ fills }) => fills)} fills, ${failed.length} runs with something wrong`,
  )
  if (failed.length > 0) process.exitCode = FAILED
}

function failureLines(
  { crashes, faults, folder, index }: NumberedResult,
  { seed }: CrashOptions,
  args: readonly string[],
): readonly string[] {
  if (faults.length === 0) return []
  const points = crashes.map(({ asPlanned, point }) => (asPlanned ? point : `${point} (not reached)`)).join(', ')
  const rest = withoutRunsAndFrom(args)
  return [
    `Run ${index} (${points}):`,
    ...faults.map((fault) => `  ${fault}`),
    `  again: pnpm crash --runs 1 --from ${index} --seed ${seed}${rest === '' ? '' : ` ${rest}`}`,
    ...(folder === undefined ? [] : [`  the store: ${folder}`]),
  ]
}

/** What else was asked for, as it was written. */
function withoutRunsAndFrom(args: readonly string[]): string {
  const own = new Set(['--runs', '--from', '--seed', '--jobs', '--'])
  return args.filter((argument, i) => !own.has(argument.split('=')[0] ?? '') && !own.has(args[i - 1] ?? '')).join(' ')
}

try {
  await run(process.argv.slice(2))
} catch (error) {
  note(reportOf(error).message)
  if (error instanceof InvalidInputError) note(`\n${USAGE}`)
  process.exitCode = error instanceof InvalidInputError ? USAGE_ERROR : FAILED
}
