import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readFlags } from '@md/cli'
import { type Clock, type Logger, reportOf } from '@md/types'
import { type Configuration, type Environment, readConfiguration } from './configuration/configuration.ts'
import type { Role } from './configuration/redis.ts'
import { createLogger } from './logging.ts'
import { type Signalled, shutDownOnSignal } from './shutdown.ts'

/** What is used of `process`, beside its environment. */
export interface ServiceProcess extends Signalled {
  on(signal: 'SIGINT' | 'SIGTERM' | 'SIGUSR2', listener: () => void): unknown
  readonly argv: readonly string[]
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
  cwd(): string
  /** Into the environment; what is there already is not replaced. */
  loadEnvFile(path: string): void
}

export interface ServiceOptions {
  readonly role: Role
  readonly process: ServiceProcess
  /** The one that `loadEnvFile` adds to. */
  readonly environment: Environment
  readonly clock: Clock
  /** What it can be told on the command line, each with a sentence. */
  readonly flags: Readonly<Record<string, string>>
  readonly start: (configuration: Configuration, logger: Logger, given: ReadonlySet<string>) => Promise<Running>
}

/** What was started. */
export interface Running {
  drain(): Promise<void>
  /** SIGUSR2: an operator wants everything stopped that could do harm, and the process to stay. */
  emergency?(): void
}

const USAGE_ERROR = 2

/** Runs an app until a signal ends it. What keeps it from starting is one message on stderr, and 2. */
export async function runService(options: ServiceOptions): Promise<void> {
  const { process } = options
  try {
    await start(options)
  } catch (error) {
    process.stderr.write(`${reportOf(error).message}\n`)
    process.exit(USAGE_ERROR)
  }
}

async function start(options: ServiceOptions): Promise<void> {
  const { clock, environment, flags, process, role } = options
  const given = givenFlags(process.argv.slice(2), Object.keys(flags))
  if (given.has('help')) {
    process.stdout.write(usageOf(role, flags))
    process.exit(0)
    return
  }
  readDotEnv(process, environment)
  const configuration = readConfiguration(role, environment)
  const logger = createLogger({ level: configuration.logLevel, app: role })
  const { drain, emergency } = await options.start(configuration, logger, given)
  if (emergency !== undefined) process.on('SIGUSR2', emergency)
  shutDownOnSignal({ process, clock, logger, deadlineMs: configuration.shutdownDeadlineMs, drain })
}

/** A `.env` here, or where the command was typed. */
function readDotEnv(process: ServiceProcess, environment: Environment): void {
  const folders = new Set([environment['INIT_CWD'] ?? process.cwd(), process.cwd()])
  for (const folder of folders) if (existsSync(join(folder, '.env'))) process.loadEnvFile(join(folder, '.env'))
}

/** @throws InvalidInputError for one that there is not */
function givenFlags(args: readonly string[], names: readonly string[]): ReadonlySet<string> {
  const known = Object.fromEntries([...names, 'help'].map((name) => [name, { type: 'boolean' as const }]))
  return new Set(Object.keys(readFlags(args, known)))
}

function usageOf(role: Role, flags: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ ...flags, help: 'this' }).map(([flag, text]) => `  --${flag.padEnd(8)}${text}`)
  return `Usage: pnpm --filter ${role} start [options]\n\n${lines.join('\n')}\n\nEverything else is in the environment, or in a .env file.\n`
}
