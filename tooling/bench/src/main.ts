import { fileURLToPath } from 'node:url'
import { runProgram } from '@md/cli'
import { Measurements } from './measurements.ts'
import { readOptions, USAGE } from './options.ts'
import { writeReport } from './write-report.ts'

const recordings =
  process.env['MD_RECORDINGS'] ?? fileURLToPath(new URL('../../../../shared/recordings', import.meta.url))

await runProgram(process.argv.slice(2), {
  usage: USAGE,
  readOptions,
  async run(options) {
    const measurements = await Measurements.prepared(options, recordings)
    if (options.profile) await measurements.profile()
    else await writeReport(await measurements.all(), options)
    return true
  },
})
