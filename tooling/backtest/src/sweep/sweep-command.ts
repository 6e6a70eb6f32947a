import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { InvalidInputError } from '@md/types'
import { checkedArguments, toCount, toNumber, usageError } from '../cli/flags.ts'
import { MissingInputError } from '../cli/missing.ts'
import { SETUP_FLAGS, SETUP_USAGE, setupOf } from '../cli/setup-flags.ts'
import type { TimeRange } from '../data/opened.ts'
import type { Progress } from '../progress.ts'
import type { CommandSurroundings } from '../run-command.ts'
import { type PreparedSetup, prepare } from '../run-setup.ts'
import { combinations, variationOf } from './grid.ts'
import type { Job, JobOutcome } from './job.ts'
import { type PoolOptions, performAll } from './pool.ts'
import { RANKINGS, type Ranking, ranked } from './ranking.ts'
import { type Failure, sweepLines } from './sweep-text.ts'

const SWEEP_USAGE = `Usage: pnpm backtest sweep --strategy NAME --data FILE --symbol SYMBOL --vary NAME=VALUES [options]

Runs every combination of the values, over as many threads as there are processors, and compares them.

  --vary NAME=VALUES  5,10,20 or 5..50/5; a name such as barriers.stopLoss; may be given several times
  --split FRACTION    ranks on the first part of the time, and shows how the second came out (such as 0.7)
  --rank BY           ${Object.keys(RANKINGS).join(', ')} (default sharpe)
  --sample NUMBER     so many combinations, chosen by the seed, instead of all
  --top NUMBER        shown (default 20)
  --workers NUMBER    threads (default: one a processor); the result is the same
  --out FOLDER        writes sweep.json there
  --json              all results as JSON instead of the table
  --help

${SETUP_USAGE}`

const FLAGS = {
  ...SETUP_FLAGS,
  vary: { type: 'string', multiple: true, default: [] },
  split: { type: 'string' },
  rank: { type: 'string', default: 'sharpe' },
  sample: { type: 'string' },
  top: { type: 'string', default: '20' },
  workers: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} satisfies ParseArgsConfig['options']

function parsed(args: readonly string[]) {
  const own = checkedArguments(args, FLAGS)
  try {
    return parseArgs({ args: own, options: FLAGS, strict: true }).values
  } catch (error) {
    throw usageError(own, error)
  }
}

/** @throws InvalidInputError naming what cannot be used, and what can */
export async function sweepCommand(args: readonly string[], surroundings: CommandSurroundings): Promise<void> {
  const { folder, print, progress, signal } = surroundings
  const values = parsed(args)
  if (values.help) return print(SWEEP_USAGE.trimEnd())
  if (values.vary.length === 0) throw new MissingInputError('--vary', 'NAME=1,2,3 or NAME=10..50/10')
  const setup = await setupOf(values, folder)
  const by = toRanking(values.rank)
  const workers = toOptionalCount('--workers', values.workers) ?? availableParallelism()
  const top = toCount('--top', values.top, 1)
  const chosen = combinations(values.vary.map(variationOf), toOptionalCount('--sample', values.sample), setup.seed)
  const prepared = await prepare(setup)
  for (const description of prepared.descriptions) progress.note(description)
  const ranges = await rangesOf(prepared, values.split)
  const jobs = chosen.map((combination, index): Job => ({ index, combination, ranges }))
  const outcomes = await outcomesOf(jobs, { setup, workers, signal }, progress)
  const sweep = { by, ranges, best: ranked(jobs, outcomes, by), failures: failuresOf(jobs, outcomes) }
  const report = JSON.stringify({ version: 1, seed: setup.seed, ...sweep }, undefined, 2)
  if (values.out !== undefined) {
    const target = resolve(folder, values.out)
    mkdirSync(target, { recursive: true })
    writeFileSync(join(target, 'sweep.json'), `${report}\n`)
    progress.note(`sweep.json is in ${target}`)
  }
  for (const line of values.json ? [report] : sweepLines(sweep, top)) print(line)
  if (sweep.best.length === 0) throw nothingRun(values.vary, sweep.failures)
}

function nothingRun(vary: readonly string[], { length, 0: first }: readonly Failure[]): InvalidInputError {
  const count = length === 1 ? '1 combination' : `${length} combinations`
  const reason = first === undefined ? '' : `, the first because ${first.failure}`
  return new InvalidInputError('--vary', vary.join(' '), `none of ${count} could be run${reason}`)
}

async function outcomesOf(
  jobs: readonly Job[],
  options: Pick<PoolOptions, 'setup' | 'workers' | 'signal'>,
  progress: Progress,
): Promise<readonly JobOutcome[]> {
  const outcomes: JobOutcome[] = []
  const onOutcome = (outcome: JobOutcome): void => {
    outcomes.push(outcome)
    progress.show(bar(outcomes.length, jobs.length))
  }
  await performAll(jobs, { ...options, onOutcome })
  progress.clear()
  return outcomes
}

const failuresOf = (jobs: readonly Job[], outcomes: readonly JobOutcome[]): readonly Failure[] =>
  outcomes
    .flatMap(({ failure, index }) =>
      failure === undefined ? [] : [{ index, combination: jobs[index]?.combination ?? [], failure }],
    )
    .sort((a, b) => a.index - b.index)

const toOptionalCount = (flag: string, text: string | undefined): number | undefined =>
  text === undefined ? undefined : toCount(flag, text, 1)

function toRanking(text: string): Ranking {
  if (text in RANKINGS) return text as Ranking
  throw new InvalidInputError('--rank', text, `one of ${Object.keys(RANKINGS).join(', ')}`)
}

/** All the time, or the two parts of it. */
async function rangesOf(prepared: PreparedSetup, split: string | undefined): Promise<readonly TimeRange[]> {
  const { from, to } = prepared.setup
  const span = await prepared.span({ from, to })
  const start = Math.max(from ?? span.first, span.first)
  const end = Math.min(to ?? span.last + 1, span.last + 1)
  if (split === undefined) return [{ from: start, to: end }]
  const fraction = toNumber('--split', split, 0)
  if (!(fraction > 0 && fraction < 1)) throw new InvalidInputError('--split', split, 'a fraction above 0 and below 1')
  const cut = Math.floor(start + (end - start) * fraction)
  return [
    { from: start, to: cut },
    { from: cut, to: end },
  ]
}

const BAR = 30

const bar = (done: number, all: number): string => {
  const full = Math.floor((BAR * done) / all)
  return `[${'='.repeat(full)}${' '.repeat(BAR - full)}] ${done} of ${all}`
}
