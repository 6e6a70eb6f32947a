import { oneOf, readArguments, wholeNumber } from '@md/cli'
import { BOT_PARTS } from './bots/bots-bench.ts'
import { CONTENDERS } from './contenders/all.ts'

export const PARTS = ['throughput', 'paced', 'book', 'fan-out', 'recordings', 'redis', ...BOT_PARTS] as const

export type Part = (typeof PARTS)[number]

export interface BenchOptions {
  readonly help: boolean
  readonly parts: readonly Part[]
  /** Part of a workload's name; empty: all. */
  readonly workload: string
  readonly contenders: readonly string[]
  readonly frames: number
  readonly repetitions: number
  /** Profile each contender on each workload instead of comparing them. */
  readonly profile: boolean
  /** Files to write, if any. */
  readonly json: string | undefined
  readonly markdown: string | undefined
  readonly updateDocs: boolean
  /** How long Redis is away, in seconds. */
  readonly outage: number
}

export const USAGE = `Usage: pnpm bench [${PARTS.join(' | ')} | bots]... [options]

bots: all parts that begin with it.

  --workload TEXT      only workloads with this in their name
  --contender NAME     only this one; may be repeated (${CONTENDERS.join(', ')})
  --frames NUMBER      a repetition (default 200000; a fifth of them where each is a large one)
  --repetitions NUMBER (default 3)
  --profile            write a .cpuprofile of the client, and print where its time goes
  --json FILE          write the figures
  --markdown FILE      write the tables
  --outage SECONDS     how long Redis is away (default 10)
  --update-docs        write the tables into docs/performance.md
  --help
`

const FLAGS = {
  workload: { type: 'string', default: '' },
  contender: { type: 'string', multiple: true },
  frames: { type: 'string', default: '200000' },
  repetitions: { type: 'string', default: '3' },
  profile: { type: 'boolean', default: false },
  json: { type: 'string' },
  markdown: { type: 'string' },
  outage: { type: 'string', default: '10' },
  'update-docs': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

/** @throws InvalidInputError naming what cannot be used */
export function readOptions(args: readonly string[]): BenchOptions {
  const { positionals, values } = readArguments(args, FLAGS)
  return {
    help: values.help,
    parts: positionals.length === 0 ? PARTS : positionals.flatMap(toParts),
    workload: values.workload,
    contenders: toContenders(values.contender),
    frames: wholeNumber('--frames', values.frames, 1),
    repetitions: wholeNumber('--repetitions', values.repetitions, 1),
    profile: values.profile,
    json: values.json,
    markdown: values.markdown,
    updateDocs: values['update-docs'],
    outage: wholeNumber('--outage', values.outage, 1),
  }
}

const toParts = (name: string): readonly Part[] => (name === 'bots' ? BOT_PARTS : [oneOf('part', name, PARTS)])

/** In the order of `CONTENDERS`, whatever the order of the flags. */
function toContenders(names: readonly string[] = CONTENDERS): readonly string[] {
  for (const name of names) oneOf('--contender', name, CONTENDERS)
  return CONTENDERS.filter((name) => names.includes(name))
}
