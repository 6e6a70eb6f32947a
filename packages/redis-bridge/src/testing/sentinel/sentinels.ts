import { systemClock } from '@md/runtime'
import type { Clock } from '@md/types'
import type { RedisConfig } from '../server/config-file.ts'
import type { RedisServer } from '../server/redis-server.ts'
import { asGroup, type ServerGroup } from '../server/server-group.ts'
import { startInstance, startRedisServer } from '../server/start-redis-server.ts'
import { until } from '../until.ts'
import { RedisReplyError } from '../wire/reply-error.ts'
import { isInStep, knows } from './sentinel-view.ts'
import { WatchedNodes } from './watched-nodes.ts'

export interface SentinelOptions {
  /** What the Sentinels call the master: `mymaster`. */
  readonly name?: string
  /** How many, besides the master: 1. */
  readonly replicas?: number
  /** How long a master must be silent to count as down, ms: 1000. */
  readonly downAfterMs?: number
  /** Of the master and the replicas. */
  readonly config?: RedisConfig
  readonly binary?: string
  readonly clock?: Clock
}

/** A master with replicas, and three Sentinels that watch over it. */
export interface RedisSentinels {
  readonly name: string
  /** Where a client asks for the master. */
  readonly sentinels: readonly RedisServer[]
  /** The one that was the master at first, then its replicas. */
  readonly nodes: readonly RedisServer[]
  /** Whom the Sentinels that answer name now. Rejects while they disagree. */
  master(): Promise<RedisServer>
  /** Ends the master with SIGKILL and resolves to it, before anybody has noticed. */
  killMaster(): Promise<RedisServer>
  /** Ends the master with SIGKILL and resolves to its successor, once all Sentinels name it. Takes about three seconds. */
  failover(): Promise<RedisServer>
  /** Ends everything. May be called twice. */
  stop(): Promise<void>
}

const SENTINELS = 3
const QUORUM = 2

/** Resolves when the Sentinels know each other and every replica, so that a failover can begin. Takes about three seconds. */
export const startSentinels = (options: SentinelOptions = {}): Promise<RedisSentinels> =>
  asGroup(async (group) => {
    const { clock = systemClock, name = 'mymaster' } = options
    const nodes = await startNodes(group, options, clock)
    const sentinels = await startWatchers(group, nodes, options)
    for (const sentinel of sentinels) {
      await until(
        `Sentinel ${sentinel.port} knows the others and every replica`,
        () => knows(sentinel, name, { sentinels: SENTINELS, replicas: nodes.length - 1 }),
        { clock },
      )
    }
    return new WatchedNodes({ name, nodes, sentinels, group, clock })
  })

async function startNodes(group: ServerGroup, options: SentinelOptions, clock: Clock): Promise<readonly RedisServer[]> {
  const { config = {}, downAfterMs, name, replicas: count = 1, ...common } = options
  const master = await group.add(startRedisServer({ ...common, config }))
  const replicaof = `${master.host} ${master.port}`
  const replicas = await Promise.all(
    Array.from({ length: count }, () => group.add(startRedisServer({ ...common, config: { ...config, replicaof } }))),
  )
  for (const replica of replicas) {
    await until(`replica ${replica.port} has copied its master`, () => isInStep(replica), { clock })
  }
  return [master, ...replicas]
}

async function startWatchers(
  group: ServerGroup,
  [master]: readonly RedisServer[],
  { config: _, downAfterMs = 1_000, name = 'mymaster', replicas, ...common }: SentinelOptions,
): Promise<readonly RedisServer[]> {
  const sentinel = [
    `monitor ${name} ${master?.host} ${master?.port} ${QUORUM}`,
    `down-after-milliseconds ${name} ${downAfterMs}`,
    `failover-timeout ${name} ${2 * downAfterMs}`,
    `parallel-syncs ${name} 1`,
  ]
  const watcher = { ...common, args: ['--sentinel'], config: { sentinel } }
  const started = await Promise.all(Array.from({ length: SENTINELS }, () => group.add(startInstance(watcher))))
  for (const one of started) await hurry(one)
  return started
}

/** Lets a Sentinel look round more often than every ten seconds, which Redis 6 cannot: there it only takes longer. */
async function hurry(sentinel: RedisServer): Promise<void> {
  try {
    await sentinel.command('SENTINEL', 'DEBUG', 'info-period', 500, 'publish-period', 200, 'ping-period', 200)
  } catch (error) {
    if (!(error instanceof RedisReplyError)) throw error
  }
}
