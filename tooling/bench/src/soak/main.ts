import { print, runProgram } from '@md/cli'
import { listenForAlarms } from './alarms.ts'
import { prepareHeap } from './live-heap.ts'
import { readOptions, type SoakOptions, USAGE } from './options.ts'
import { reportOf } from './report.ts'
import { runSoak } from './run-soak.ts'
import { failuresOf } from './verdict.ts'

async function run(options: SoakOptions): Promise<boolean> {
  prepareHeap()
  const figures = await runSoak(options, { alarms: listenForAlarms(print), say: print })
  const failures = failuresOf(figures)
  for (const line of reportOf(figures, failures)) print(line)
  return failures.length === 0
}

await runProgram(process.argv.slice(2), { usage: USAGE, readOptions, run })
