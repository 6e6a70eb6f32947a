import { listenForAlarms } from './alarms.ts'
import { prepareHeap } from './live-heap.ts'
import { readOptions, type SoakOptions, USAGE } from './options.ts'
import { reportOf } from './report.ts'
import { runSoak } from './run-soak.ts'
import { failuresOf } from './verdict.ts'

const USAGE_ERROR = 2
const FAILED = 1

const say = (text: string) => process.stdout.write(`${text}\n`)

function optionsOrExit(): SoakOptions {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    process.exit(USAGE_ERROR)
  }
}

const options = optionsOrExit()
prepareHeap()
const figures = await runSoak(options, { alarms: listenForAlarms(say), say })
const failures = failuresOf(figures)
for (const line of reportOf(figures, failures)) say(line)
process.exitCode = failures.length === 0 ? 0 : FAILED
