import { hostname } from 'node:os'
import { systemClock } from '@md/runtime'
import { runService } from '@md/service'
import { startExecutor } from './executor.ts'

await runService({
  role: 'executor',
  process,
  environment: process.env,
  clock: systemClock,
  flags: { json: 'the summary as JSON lines' },
  start: (configuration, logger, given) =>
    startExecutor(configuration, given.has('json'), {
      clock: systemClock,
      logger,
      random: Math.random,
      folder: process.env['INIT_CWD'] ?? process.cwd(),
      owner: `executor ${process.pid} on ${hostname()}`,
      write: (line) => void process.stdout.write(`${line}\n`),
    }),
})
