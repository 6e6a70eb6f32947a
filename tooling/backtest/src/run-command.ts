import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { checkedArguments, usageError } from './cli/flags.ts'
import { SETUP_FLAGS, SETUP_USAGE, setupOf } from './cli/setup-flags.ts'
import { pageOf } from './html/page.ts'
import type { Progress } from './progress.ts'
import { reportLines } from './report-text.ts'
import { prepare } from './run-setup.ts'

const RUN_USAGE = `Usage: pnpm backtest --strategy NAME --data FILE --symbol SYMBOL [options]

Plays the past to a bot: the engine that also trades, on paper, in the time of the data.

${SETUP_USAGE}  --out FOLDER        writes report.json and report.html there
  --json              the report as JSON instead of text
  --help

pnpm backtest sweep --help: many runs, to compare parameters.
pnpm backtest journal --help: what a bot did, played again and compared.
`

const FLAGS = {
  ...SETUP_FLAGS,
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} satisfies ParseArgsConfig['options']

export interface CommandSurroundings {
  /** Where names of files begin. */
  readonly folder: string
  print(line: string): void
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** @throws InvalidInputError naming what cannot be used, and what can */
export async function runCommand(args: readonly string[], surroundings: CommandSurroundings): Promise<void> {
  const { folder, print, progress, signal } = surroundings
  const values = parsed(args)
  if (values.help) return print(RUN_USAGE.trimEnd())
  const setup = await setupOf(values, folder)
  const prepared = await prepare(setup)
  for (const description of prepared.descriptions) progress.note(description)
  const result = await prepared.run(setup.params, setup, {
    signal,
    onProgress: (events) => progress.show(`${events} events`),
  })
  progress.clear()
  const { out } = values
  if (out !== undefined) {
    const target = resolve(folder, out)
    mkdirSync(target, { recursive: true })
    writeFileSync(join(target, 'report.json'), `${JSON.stringify(result, undefined, 2)}\n`)
    writeFileSync(join(target, 'report.html'), pageOf(result))
    progress.note(`report.json and report.html are in ${target}`)
  }
  if (values.json) print(JSON.stringify(result, undefined, 2))
  else for (const line of reportLines(result)) print(line)
}

function parsed(args: readonly string[]) {
  const own = checkedArguments(args, FLAGS)
  try {
    return parseArgs({ args: own, options: FLAGS, strict: true }).values
  } catch (error) {
    throw usageError(own, error)
  }
}
