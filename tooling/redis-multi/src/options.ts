import { parseArgs } from 'node:util'
import { type BridgeDelivery, InvalidInputError, reportOf } from '@md/types'

export interface MultiOptions {
  readonly help: boolean
  readonly instances: number
  readonly seconds: number
  /** Events a second, of every instance. */
  readonly rate: number
  readonly delivery: BridgeDelivery
  /** Every instance in a process of its own. */
  readonly processes: boolean
  readonly verbose: boolean
  readonly json: boolean
  /** None: a server of the test's own. */
  readonly redisUrl: string | undefined
}

export const USAGE = `Usage: pnpm redis:multi [options]

  --instances NUMBER    from 2 (default 3)
  --duration SECONDS    how long they publish (default 20)
  --rate NUMBER         events a second, of every instance (default 100)
  --delivery MODE       live or repaired (default repaired)
  --processes           every instance in a process of its own
  --redis-url URL       default: a redis-server of its own, on loopback
  --json                the figures as JSON instead of the report
  --verbose             what happens meanwhile
`

const FLAGS = {
  instances: { type: 'string', default: '3' },
  duration: { type: 'string', default: '20' },
  rate: { type: 'string', default: '100' },
  delivery: { type: 'string', default: 'repaired' },
  processes: { type: 'boolean', default: false },
  'redis-url': { type: 'string' },
  json: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

const DELIVERIES = ['live', 'repaired'] as const

/** @throws InvalidInputError naming what cannot be used */
export function readOptions(args: readonly string[]): MultiOptions {
  const values = parsed(args.filter((argument) => argument !== '--'))
  const instances = aboveZero('--instances', values.instances)
  if (!Number.isInteger(instances) || instances < 2) {
    throw new InvalidInputError('--instances', values.instances, 'a whole number from 2')
  }
  return {
    help: values.help,
    instances,
    seconds: aboveZero('--duration', values.duration),
    rate: aboveZero('--rate', values.rate),
    delivery: toDelivery(values.delivery),
    processes: values.processes,
    verbose: values.verbose,
    json: values.json,
    redisUrl: values['redis-url'],
  }
}

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options: FLAGS }).values
  } catch (error) {
    throw usageError(args, error)
  }
}

const usageError = (args: readonly string[], error: unknown): InvalidInputError =>
  new InvalidInputError('options', args.join(' '), reportOf(error).message)

function aboveZero(flag: string, text: string): number {
  const number = text.trim() === '' ? Number.NaN : Number(text)
  if (Number.isFinite(number) && number > 0) return number
  throw new InvalidInputError(flag, text, 'a number above 0')
}

function toDelivery(text: string): BridgeDelivery {
  const found = DELIVERIES.find((delivery) => delivery === text)
  if (found === undefined) throw new InvalidInputError('--delivery', text, `one of ${DELIVERIES.join(', ')}`)
  return found
}
