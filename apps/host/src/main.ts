import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '@md/runtime'
import { type Configuration, createLogger, readConfiguration, shutDownOnSignal } from '@md/service'
import { reportOf } from '@md/types'
import { startHost } from './host.ts'

const USAGE_ERROR = 2

/** A `.env` here, or where the command was typed; what the environment says already is not replaced. */
function readDotEnv(): void {
  const folders = new Set([process.env['INIT_CWD'] ?? process.cwd(), process.cwd()])
  for (const folder of folders) if (existsSync(join(folder, '.env'))) process.loadEnvFile(join(folder, '.env'))
}

function leave(error: unknown): never {
  process.stderr.write(`${reportOf(error).message}\n`)
  process.exit(USAGE_ERROR)
}

function configure(): Configuration {
  try {
    readDotEnv()
    return readConfiguration('host', process.env)
  } catch (error) {
    leave(error)
  }
}

const configuration = configure()
const logger = createLogger({ level: configuration.logLevel, app: 'host' })
const surroundings = { clock: systemClock, logger, random: Math.random }
const host = await startHost(configuration, surroundings).catch(leave)
shutDownOnSignal({
  process,
  clock: systemClock,
  logger,
  deadlineMs: configuration.shutdownDeadlineMs,
  drain: () => host.drain(),
})
