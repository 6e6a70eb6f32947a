import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { systemClock } from '@md/runtime'
import { type Configuration, createLogger, readConfiguration, shutDownOnSignal } from '@md/service'
import { reportOf } from '@md/types'
import { startExecutor } from './executor.ts'

const USAGE_ERROR = 2

const FLAGS = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

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
    return readConfiguration('executor', process.env)
  } catch (error) {
    leave(error)
  }
}

const USAGE = `Usage: pnpm --filter executor start [--json]

  --json   the summary as JSON lines

Everything else is in the environment, or in a .env file.
`

function readArguments(): { readonly json: boolean; readonly help: boolean } {
  try {
    // `pnpm start -- --json` hands the separator on.
    const args = process.argv.slice(2).filter((argument) => argument !== '--')
    return parseArgs({ args, options: FLAGS }).values
  } catch (error) {
    leave(error)
  }
}

const { help, json } = readArguments()
if (help) {
  process.stdout.write(USAGE)
  process.exit(0)
}
const configuration = configure()
const logger = createLogger({ level: configuration.logLevel, app: 'executor' })
const surroundings = {
  clock: systemClock,
  logger,
  random: Math.random,
  write: (line: string) => void process.stdout.write(`${line}\n`),
}
const executor = await startExecutor(configuration, json, surroundings).catch(leave)
shutDownOnSignal({
  process,
  clock: systemClock,
  logger,
  deadlineMs: configuration.shutdownDeadlineMs,
  drain: () => executor.drain(),
})
