import { systemClock } from '@md/runtime'
import {
  type BridgeDelivery,
  type Clock,
  InvalidInputError,
  type Logger,
  type RedisAddress,
  type RedisEventBridgeConfig,
  type RedisTlsConfig,
  type RedisTopology,
  silentLogger,
} from '@md/types'
import { addressOf } from './address.ts'
import { checkedNumber, type Range } from './checked-number.ts'

/** Runs a task in the next turn of the event loop. */
export type Soon = (task: () => void) => void

export interface RedisEventBridgeOptions extends RedisEventBridgeConfig {
  readonly clock?: Clock
  readonly logger?: Logger
  readonly random?: () => number
  readonly soon?: Soon
  /** Makes the ids of instances and writers. Default: UUIDs. */
  readonly createId?: () => string
}

/** Everything decided: what the rest of the bridge reads. Times in ms. */
export interface Settings {
  readonly address: RedisAddress
  readonly username: string | undefined
  readonly password: string | undefined
  readonly tls: RedisTlsConfig | undefined
  readonly db: number
  readonly topology: RedisTopology
  readonly keyPrefix: string
  readonly enablePublishing: boolean
  readonly enableSubscription: boolean
  readonly instanceId: string
  /** Name of the log this bridge writes. */
  readonly writer: string
  /** Who holds the lease: no two bridges are the same, whatever they are called. */
  readonly leaseOwner: string
  readonly lease: { readonly shared: boolean; readonly ttlMs: number }
  readonly reconnection: { readonly maxRetries: number; readonly retryDelay: number }
  readonly connectTimeout: number
  readonly partitions: number
  readonly delivery: BridgeDelivery
  readonly batching: { readonly maxWaitMs: number; readonly maxItems: number; readonly maxBytes: number }
  readonly log: { readonly enabled: boolean; readonly retentionMs: number }
  readonly live: { readonly enabled: boolean }
  readonly lastValue: { readonly enabled: boolean; readonly ttlMs: number; readonly intervalMs: number }
  readonly refill: { readonly maxAgeMs: number; readonly maxBytes: number }
  readonly backpressure: { readonly maxQueue: number; readonly maxQueueBytes: number }
  readonly heartbeatMs: number
  readonly watchdog: { readonly pingMs: number; readonly timeoutMs: number }
  readonly clock: Clock
  readonly logger: Logger
  readonly random: () => number
  readonly soon: Soon
}

const POSITIVE: Range = { min: 1 }
const WHOLE: Range = { min: 0 }
const MEBIBYTE = 1_048_576
const DELIVERIES: readonly BridgeDelivery[] = ['live', 'repaired', 'log']

/** @throws InvalidInputError that names the value and what is allowed */
export function settingsOf(options: RedisEventBridgeOptions): Settings {
  const { createId = () => crypto.randomUUID(), delivery = 'repaired', lease } = options
  const id = createId()
  return {
    ...addressOf(options),
    ...worldOf(options),
    ...limitsOf(options),
    topology: options.topology ?? { kind: 'standalone' },
    keyPrefix: keyPrefixOf(options.keyPrefix ?? 'ws:'),
    enablePublishing: options.enablePublishing ?? true,
    enableSubscription: options.enableSubscription ?? true,
    instanceId: instanceIdOf(options.instanceId ?? id),
    writer: lease === undefined ? id.replaceAll('-', '').slice(0, 12) : leaseNameOf(lease.name),
    leaseOwner: id,
    lease: { shared: lease !== undefined, ttlMs: checkedNumber('lease.ttlMs', lease?.ttlMs ?? 5_000, { min: 100 }) },
    connectTimeout: checkedNumber('connectTimeout', options.connectTimeout ?? 10_000, POSITIVE),
    partitions: checkedNumber('partitions', options.partitions ?? 8, { min: 1, max: 1_024 }),
    delivery: deliveryOf(delivery),
    heartbeatMs: checkedNumber('heartbeatMs', options.heartbeatMs ?? 500, { min: 10 }),
  }
}

function worldOf(options: RedisEventBridgeOptions): Pick<Settings, 'clock' | 'logger' | 'random' | 'soon'> {
  const { clock = systemClock, logger = silentLogger, random = Math.random, soon = setImmediate } = options
  return { clock, logger, random, soon }
}

type Limits = Pick<
  Settings,
  'reconnection' | 'batching' | 'log' | 'live' | 'lastValue' | 'refill' | 'backpressure' | 'watchdog'
>

function limitsOf(options: RedisEventBridgeOptions): Limits {
  const { enabled: logs = true, retentionSeconds = 60 } = options.log ?? {}
  const live = { enabled: options.live?.enabled ?? true }
  if (!logs && !live.enabled) throw new InvalidInputError('live.enabled', false, 'use live, or log, or both')
  const { enabled: keeps = true, intervalMs = 500, ttlSeconds = 3_600 } = options.lastValue ?? {}
  const retryDefaults = { maxRetries: 0, retryDelay: 1_000 }
  const batchDefaults = { maxWaitMs: 1, maxItems: 256, maxBytes: 65_536 }
  return {
    reconnection: checked('reconnection', retryDefaults, options.reconnection, { maxRetries: WHOLE }),
    batching: checked('batching', batchDefaults, options.batching, { maxWaitMs: { min: 0, max: 1_000 } }),
    live,
    log: { enabled: logs, retentionMs: checkedNumber('log.retentionSeconds', retentionSeconds, POSITIVE) * 1_000 },
    lastValue: {
      enabled: keeps,
      ttlMs: checkedNumber('lastValue.ttlSeconds', ttlSeconds, POSITIVE) * 1_000,
      intervalMs: checkedNumber('lastValue.intervalMs', intervalMs, POSITIVE),
    },
    refill: checked('refill', { maxAgeMs: 10_000, maxBytes: 64 * MEBIBYTE }, options.refill),
    backpressure: checked('backpressure', { maxQueue: 100_000, maxQueueBytes: 64 * MEBIBYTE }, options.backpressure),
    watchdog: checked('watchdog', { pingMs: 500, timeoutMs: 1_500 }, options.watchdog),
  }
}

/** A group of numbers, each with its default; from 1 up, unless a range says otherwise. */
function checked<T extends Readonly<Record<string, number>>>(
  group: string,
  defaults: T,
  given: Readonly<Partial<Record<string, number>>> = {},
  ranges: Readonly<Partial<Record<string, Range>>> = {},
): T {
  const values: Record<string, number> = {}
  for (const [name, value] of Object.entries(defaults)) {
    values[name] = checkedNumber(`${group}.${name}`, given[name] ?? value, ranges[name] ?? POSITIVE)
  }
  return { ...defaults, ...values }
}

function keyPrefixOf(prefix: string): string {
  if (/^[^{}*?[\]\\\s]+$/.test(prefix)) return prefix
  throw new InvalidInputError('keyPrefix', prefix, 'at least one character, and none of { } * ? [ ] \\ or white space')
}

function instanceIdOf(id: string | number): string {
  const text = String(id)
  if ((typeof id === 'string' || Number.isFinite(id)) && text.length > 0 && text.length <= 128) return text
  throw new InvalidInputError('instanceId', id, 'use a number or a text of 1 to 128 characters')
}

function leaseNameOf(name: string): string {
  if (/^[\w.-]{1,64}$/.test(name)) return name
  throw new InvalidInputError('lease.name', name, 'use 1 to 64 letters, digits, dots, dashes or underscores')
}

function deliveryOf(delivery: BridgeDelivery): BridgeDelivery {
  if (DELIVERIES.includes(delivery)) return delivery
  throw new InvalidInputError('delivery', delivery, `use one of ${DELIVERIES.join(', ')}`)
}
