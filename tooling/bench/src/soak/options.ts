import { parseArgs } from 'node:util'

export interface SoakOptions {
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
`

/** @throws RangeError naming what cannot be used */
export function readOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: args.filter((argument) => argument !== '--'),
    options: {
      minutes: { type: 'string' },
      hours: { type: 'string', default: '0' },
      rate: { type: 'string', default: '5000' },
      'fault-every': { type: 'string', default: '4' },
    },
  })
  const hours = toNumber('--hours', values.hours)
  const minutes = toNumber('--minutes', values.minutes ?? (hours > 0 ? '0' : '10'))
  const seconds = minutes * 60 + hours * 3_600
  if (seconds < 30) throw new RangeError(`${seconds} s is too short to see a trend: at least 0.5 minutes`)
  return {
    seconds,
    rate: aboveZero('--rate', values.rate),
    faultEvery: aboveZero('--fault-every', values['fault-every']),
  }
}

function toNumber(flag: string, text: string): number {
  const number = Number(text)
  if (!(Number.isFinite(number) && number >= 0)) throw new RangeError(`${flag} ${text}: a number from 0`)
  return number
}

function aboveZero(flag: string, text: string): number {
  const number = toNumber(flag, text)
  if (number === 0) throw new RangeError(`${flag} ${text}: a number above 0`)
  return number
}
