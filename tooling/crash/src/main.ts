import { note, print, runProgram } from '@md/cli'
import { type CrashOptions, readOptions, USAGE } from './options.ts'
import { type NumberedResult, runAll } from './run-all.ts'
import { tableLines } from './table.ts'

const args = process.argv.slice(2)

async function run(options: CrashOptions): Promise<boolean> {
  let done = 0
  const results = await runAll(options, (result) => {
    done += 1
    for (const line of failureLines(result, options)) note(line)
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
  return failed.length === 0
}

function failureLines({ crashes, faults, folder, index }: NumberedResult, { seed }: CrashOptions): readonly string[] {
  if (faults.length === 0) return []
  const points = crashes.map(({ asPlanned, point }) => (asPlanned ? point : `${point} (not reached)`)).join(', ')
  const rest = withoutRunsAndFrom()
  return [
    `Run ${index} (${points}):`,
    ...faults.map((fault) => `  ${fault}`),
    `  again: pnpm crash --runs 1 --from ${index} --seed ${seed}${rest === '' ? '' : ` ${rest}`}`,
    ...(folder === undefined ? [] : [`  the store: ${folder}`]),
  ]
}

/** What else was asked for, as it was written. */
function withoutRunsAndFrom(): string {
  const own = new Set(['--runs', '--from', '--seed', '--jobs', '--'])
  return args.filter((argument, i) => !own.has(argument.split('=')[0] ?? '') && !own.has(args[i - 1] ?? '')).join(' ')
}

await runProgram(args, { usage: USAGE, readOptions, run })
