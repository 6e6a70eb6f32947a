import { aboveZero, oneOf, readFlags, wholeNumber } from '@md/cli'
import type { BridgeDelivery } from '@md/types'

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
  const values = readFlags(args, FLAGS)
  return {
    help: values.help,
    instances: wholeNumber('--instances', values.instances, 2),
    seconds: aboveZero('--duration', values.duration),
    rate: aboveZero('--rate', values.rate),
    delivery: oneOf('--delivery', values.delivery, DELIVERIES),
    processes: values.processes,
    verbose: values.verbose,
    json: values.json,
    redisUrl: values['redis-url'],
  }
}
