import { systemClock } from '@md/runtime'
import { runService } from '@md/service'
import { startHost } from './host.ts'

await runService({
  role: 'host',
  process,
  environment: process.env,
  clock: systemClock,
  flags: {},
  start: (configuration, logger) => startHost(configuration, { clock: systemClock, logger, random: Math.random }),
})
