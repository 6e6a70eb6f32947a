import { writeFile } from 'node:fs/promises'
import { fanOut } from './fan-out.ts'
import { type BenchOptions, readOptions, USAGE } from './options.ts'
import { paced } from './paced.ts'
import { machine, type Report, toMarkdown } from './report.ts'
import { type Throughput, throughput } from './throughput.ts'
import { WORKLOADS } from './workloads/all.ts'

const USAGE_ERROR = 2
const LISTENERS = [100, 1_000, 5_000]
const FAN_OUT_BATCHES = 9

const say = (text: string) => process.stderr.write(`${text}\n`)

function optionsOrExit(): BenchOptions {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    process.exit(USAGE_ERROR)
  }
}

const options = optionsOrExit()

async function throughputs(): Promise<readonly Throughput[]> {
  const all: Throughput[] = []
  for (const workload of WORKLOADS.filter(({ name }) => name.includes(options.workload))) {
    say(`throughput: ${workload.name}`)
    all.push(...(await throughput(workload, options.frames, options.repetitions)))
  }
  return all
}

async function pacedLatencies() {
  say('paced: 10,000 trades a second')
  return [...(await paced(10_000, 10, 5, options.repetitions)), ...(await paced(2_000, 1, 5, options.repetitions))]
}

async function fanOuts() {
  say('fan-out')
  const all = []
  for (const listeners of LISTENERS) all.push(await fanOut(listeners, FAN_OUT_BATCHES))
  return all
}

const report: Report = {
  machine: machine(),
  throughput: options.parts.includes('throughput') ? await throughputs() : [],
  paced: options.parts.includes('paced') ? await pacedLatencies() : [],
  fanOut: options.parts.includes('fan-out') ? await fanOuts() : [],
}
const markdown = toMarkdown(report)
process.stdout.write(markdown)
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(report, null, 2)}\n`)
if (options.markdown !== undefined) await writeFile(options.markdown, markdown)
