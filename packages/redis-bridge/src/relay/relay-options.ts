import { type EventFilter, type EventType, InvalidInputError, type RedisEventBridgeConfig } from '@md/types'
import { checkEventType, checkFilter } from '../check-subscription.ts'
import { checkedNumber } from '../checked-number.ts'
import { Interests } from '../receive/interests.ts'
import { type RedisEventBridgeOptions, type Settings, settingsOf } from '../settings.ts'

/** One of the two Redis: how it is reached, and under which prefix its keys are. */
export type RedisRelayEnd = Pick<
  RedisEventBridgeConfig,
  | 'redisUrl'
  | 'host'
  | 'port'
  | 'username'
  | 'password'
  | 'tls'
  | 'db'
  | 'topology'
  | 'keyPrefix'
  | 'reconnection'
  | 'watchdog'
>

export interface RelayedChannels {
  readonly type: EventType
  readonly filter?: EventFilter
}

export interface RedisRelayOptions
  extends Pick<
    RedisEventBridgeOptions,
    'clock' | 'logger' | 'random' | 'createId' | 'partitions' | 'connectTimeout' | 'heartbeatMs'
  > {
  readonly from: RedisRelayEnd
  readonly to: RedisRelayEnd
  /** What is copied. Default: everything. */
  readonly channels?: readonly RelayedChannels[]
  /** Bytes that may be on their way; beyond, it stops reading. Default 16 MB. */
  readonly maxBytes?: number
}

export interface RelaySettings {
  readonly near: Settings
  readonly far: Settings
  /** None: everything. */
  readonly chosen: Interests | undefined
  readonly maxBytes: number
}

const MIN_BYTES = 65_536

/** @throws InvalidInputError that names the value and what is allowed */
export function relaySettingsOf(options: RedisRelayOptions): RelaySettings {
  const { channels, from, maxBytes = 16_777_216, to, ...both } = options
  return {
    near: settingsOf({ ...both, ...from, delivery: 'log' }),
    far: settingsOf({ ...both, ...to, enableSubscription: false }),
    chosen: channels === undefined ? undefined : interestsIn(channels),
    maxBytes: checkedNumber('maxBytes', maxBytes, { min: MIN_BYTES }),
  }
}

function interestsIn(channels: readonly RelayedChannels[]): Interests {
  if (channels.length === 0) throw new InvalidInputError('channels', channels, 'name one, or leave it out for all')
  const chosen = new Interests()
  for (const { filter = {}, type } of channels) {
    checkEventType(type)
    checkFilter(filter)
    chosen.add(type, filter)
  }
  return chosen
}
