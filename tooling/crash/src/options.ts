import { availableParallelism } from 'node:os'
import { oneOf, readFlags, wholeNumber } from '@md/cli'
import { InvalidInputError } from '@md/types'
import { BUGS, type Bug } from './bot/plan.ts'
import { PLANNED_POINTS, type PlannedPoint } from './plan.ts'

export interface CrashOptions {
  readonly help: boolean
  readonly runs: number
  /** Number of the first run. */
  readonly from: number
  readonly seed: number
  readonly points: readonly PlannedPoint[]
  readonly bug: Bug | undefined
  /** Runs at a time. */
  readonly jobs: number
  readonly keep: boolean
}

export const USAGE = `Usage: pnpm crash [options]

  --runs NUMBER    worlds, each with three crashes (default 25)
  --seed NUMBER    what happens in them (default 7)
  --from NUMBER    number of the first run (default 0)
  --point NAME     crashes there alone: a point such as place:sent, or a subject such as place
  --bug NAME       bots with a mistake, which has to be noticed: ${BUGS.join(', ')}
  --jobs NUMBER    runs at a time (default: half of the processors)
  --keep           keeps the store of a run in which something is wrong

What happens follows from the seed; at which microsecond it happens does not.
`

const FLAGS = {
  runs: { type: 'string', default: '25' },
  seed: { type: 'string', default: '7' },
  from: { type: 'string', default: '0' },
  point: { type: 'string' },
  bug: { type: 'string' },
  jobs: { type: 'string' },
  keep: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** @throws InvalidInputError naming what cannot be used */
export function readOptions(args: readonly string[]): CrashOptions {
  const values = readFlags(args, FLAGS)
  return {
    help: values.help,
    runs: wholeNumber('--runs', values.runs, 1),
    from: wholeNumber('--from', values.from, 0),
    seed: wholeNumber('--seed', values.seed, 0),
    points: values.point === undefined ? PLANNED_POINTS : toPoints(values.point),
    bug: values.bug === undefined ? undefined : oneOf('--bug', values.bug, BUGS),
    jobs: values.jobs === undefined ? Math.ceil(availableParallelism() / 2) : wholeNumber('--jobs', values.jobs, 1),
    keep: values.keep,
  }
}

function toPoints(name: string): readonly PlannedPoint[] {
  const points = PLANNED_POINTS.filter((point) => point === name || point.startsWith(`${name}:`))
  if (points.length > 0) return points
  throw new InvalidInputError('--point', name, `one of ${PLANNED_POINTS.join(', ')}`)
}
