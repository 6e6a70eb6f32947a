import { resolve } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { type JournalEntry, readJournal } from '@md/bot-engine'
import { InvalidInputError } from '@md/types'
import { checkedArguments, usageError } from '../cli/flags.ts'
import type { CommandSurroundings } from '../run-command.ts'
import { folderName, type JournalFiles, journalFiles, type RunFiles } from './journal-files.ts'
import { type JournalReport, reportLines } from './journal-text.ts'
import { readRun } from './read-run.ts'
import { replayRun } from './replay-run.ts'
import { checkAgainst, openStore, storedOf } from './store-check.ts'

const USAGE = `Usage: pnpm backtest journal PATH [options]

Plays what a bot was told, on paper or live, to its strategy again, and compares every decision with the one it took.
There is a journal of bots that say \`journal: { inputs: true }\` in their bots.yaml.

  PATH       data/bots.sqlite (its entries are compared as well), data, data/journal, data/journal/BOT, or one file
  --bot ID   of this bot alone
  --json     the whole report
  --help

Ends with 0 when all is the same, with 1 at a difference, with 2 where something cannot be played.
`

const FLAGS = {
  bot: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} satisfies ParseArgsConfig['options']

/** As the program ends: 0, 1 for a difference, 2 for what cannot be played. @throws InvalidInputError, StoreUnusableError */
export async function journalCommand(args: readonly string[], surroundings: CommandSurroundings): Promise<number> {
  const { print, progress, signal } = surroundings
  const { positionals, values } = parsed(args)
  if (values.help) {
    print(USAGE.trimEnd())
    return 0
  }
  const reports: JournalReport[] = []
  for await (const report of replayed(onlyOne(positionals), values.bot, surroundings)) {
    reports.push(report)
    progress.clear()
    if (!values.json) for (const line of reportLines(report)) print(line)
  }
  const complete = !signal.aborted
  if (values.json) print(JSON.stringify({ version: 1, complete, runs: reports }, undefined, 2))
  return endOf(reports, complete)
}

function parsed(args: readonly string[]) {
  const own = checkedArguments(args, FLAGS)
  try {
    return parseArgs({ args: own, options: FLAGS, allowPositionals: true })
  } catch (error) {
    throw usageError(own, error)
  }
}

function onlyOne([name, ...more]: readonly string[]): string {
  if (name !== undefined && more.length === 0) return name
  throw new InvalidInputError('journal', [name, ...more].join(' '), 'one file or folder, such as data/bots.sqlite')
}

async function* replayed(
  name: string,
  bot: string | undefined,
  surroundings: CommandSurroundings,
): AsyncGenerator<JournalReport> {
  const { progress, signal } = surroundings
  const found = journalFiles(name, resolve(surroundings.folder, name))
  const runs = await chosen(found, bot)
  const store = found.store === undefined ? undefined : await openStore(name, found.store)
  try {
    for (const [i, files] of runs.entries()) {
      if (signal.aborted) return
      progress.show(`${files.path}, ${i + 1} of ${runs.length}`)
      const run = await readRun(files)
      const report = replayRun(run)
      if (store === undefined) yield report
      else {
        const stored = await storedOf(store, report.bot)
        yield { ...report, store: checkAgainst(stored, run.entries, await nextNumber(runs, i)) }
      }
    }
  } finally {
    await store?.close()
  }
}

/** @throws InvalidInputError naming the bots there are */
async function chosen({ runs }: JournalFiles, bot: string | undefined): Promise<readonly RunFiles[]> {
  if (bot === undefined) return runs
  const bots = await Promise.all(runs.map(botOf))
  const own = runs.filter((_, i) => bots[i] === bot)
  if (own.length > 0) return own
  const there = [...new Set(bots)].join(', ')
  throw new InvalidInputError(
    '--bot',
    bot,
    `there are journals of ${there}; a bot keeps one with \`journal: { inputs: true }\``,
  )
}

/** A difference counts for more than what could not be played. */
function endOf(reports: readonly JournalReport[], complete: boolean): number {
  const kinds = reports.flatMap(({ outcome, store }) => [outcome.kind, store?.kind])
  if (kinds.includes('different')) return 1
  return complete && !kinds.includes('unusable') ? 0 : 2
}

async function nextNumber(runs: readonly RunFiles[], i: number): Promise<number | undefined> {
  const [own, next] = [runs[i], runs[i + 1]]
  if (own === undefined || next === undefined || folderName(own.path) !== folderName(next.path)) return undefined
  return (await firstEntry(next))?.n
}

async function botOf(run: RunFiles): Promise<string> {
  const first = await firstEntry(run)
  return first?.type === 'begin' ? first.config.botId : folderName(run.path)
}

async function firstEntry({ files: [first] }: RunFiles): Promise<JournalEntry | undefined> {
  if (first === undefined) return undefined
  for await (const entry of readJournal(first)) return entry
  return undefined
}
