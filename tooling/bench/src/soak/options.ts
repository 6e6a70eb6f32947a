import { aboveZero, numberFrom, readFlags } from '@md/cli'
import { InvalidInputError } from '@md/types'

export interface SoakOptions {
  readonly help: boolean
  readonly seconds: number
  /** Frames a second, over all exchanges. */
  readonly rate: number
  /** Seconds between faults. */
  readonly faultEvery: number
}

export const USAGE = `Usage: pnpm soak [options]

  --minutes NUMBER       how long (default 10)
  --hours NUMBER
  --rate NUMBER          frames a second over all three exchanges (default 5000)
  --fault-every SECONDS  (default 4)
  --help
`

const FLAGS = {
  minutes: { type: 'string' },
  hours: { type: 'string', default: '0' },
  rate: { type: 'string', default: '5000' },
  'fault-every': { type: 'string', default: '4' },
  help: { type: 'boolean', default: false },
} as const

/** @throws InvalidInputError naming what cannot be used */
export function readOptions(args: readonly string[]): SoakOptions {
  const values = readFlags(args, FLAGS)
  const hours = numberFrom('--hours', values.hours, 0)
  const minutes = numberFrom('--minutes', values.minutes ?? (hours > 0 ? '0' : '10'), 0)
  const seconds = minutes * 60 + hours * 3_600
  if (seconds < 30)
    throw new InvalidInputError('a run of', `${seconds} s`, 'too short to see a trend, at least 0.5 minutes')
  return {
    help: values.help,
    seconds,
    rate: aboveZero('--rate', values.rate),
    faultEvery: aboveZero('--fault-every', values['fault-every']),
  }
}
