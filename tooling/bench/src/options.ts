import { parseArgs } from 'node:util'

export const PARTS = ['throughput', 'paced', 'fan-out'] as const

export type Part = (typeof PARTS)[number]

export interface BenchOptions {
  readonly parts: readonly Part[]
  /** Part of a workload's name; empty: all. */
  readonly workload: string
  readonly frames: number
  readonly repetitions: number
  /** Files to write, if any. */
  readonly json: string | undefined
  readonly markdown: string | undefined
}

export const USAGE = `Usage: pnpm bench [${PARTS.join(' | ')}]... [options]

  --workload TEXT      only workloads with this in their name
  --frames NUMBER      a repetition (default 200000)
  --repetitions NUMBER (default 3)
  --json FILE          write the figures
  --markdown FILE      write the tables
`

/** @throws RangeError naming what cannot be used */
export function readOptions(args: readonly string[]): BenchOptions {
  const { positionals, values } = parseArgs({
    args: args.filter((argument) => argument !== '--'),
    allowPositionals: true,
    options: {
      workload: { type: 'string', default: '' },
      frames: { type: 'string', default: '200000' },
      repetitions: { type: 'string', default: '3' },
      json: { type: 'string' },
      markdown: { type: 'string' },
    },
  })
  return {
    parts: positionals.length === 0 ? PARTS : positionals.map(toPart),
    workload: values.workload,
    frames: toCount('--frames', values.frames),
    repetitions: toCount('--repetitions', values.repetitions),
    json: values.json,
    markdown: values.markdown,
  }
}

function toPart(name: string): Part {
  const part = PARTS.find((one) => one === name)
  if (part === undefined) throw new RangeError(`"${name}" is not measured; there are ${PARTS.join(', ')}`)
  return part
}

function toCount(flag: string, text: string): number {
  const count = Number(text)
  if (!(Number.isInteger(count) && count > 0)) throw new RangeError(`${flag} ${text}: a whole number above 0`)
  return count
}
