import { systemClock } from '@md/runtime'
import type { Clock } from '@md/types'
import { IN_MEMORY, type RedisConfig } from '../server/config-file.ts'
import type { RedisServer } from '../server/redis-server.ts'
import { asGroup } from '../server/server-group.ts'
import { startInstance } from '../server/start-redis-server.ts'
import { until } from '../until.ts'
import { attachReplicas, introduce, shareSlots } from './assembly.ts'
import { ClusterNodes } from './cluster-nodes.ts'
import { agreement } from './cluster-view.ts'

export interface ClusterOptions {
  /** At least 3, the default: fewer cannot vote. */
  readonly masters?: number
  /** For each master; none by default, and then nobody takes over from a master that died. */
  readonly replicas?: number
  /** How long a node must be silent to count as down, ms: 1500. */
  readonly nodeTimeoutMs?: number
  /** Of every node. */
  readonly config?: RedisConfig
  readonly binary?: string
  readonly clock?: Clock
}

export interface MoveSlotOptions {
  /** Runs when the keys have moved and nobody has been told: the former owner answers with `ASK`. */
  readonly whileMoving?: () => Promise<void>
}

/** A Redis Cluster on loopback. */
export interface RedisCluster {
  /** Every node: those that were masters at first, then the replicas of the first of them, and so on. */
  readonly nodes: readonly RedisServer[]
  /** Those that were masters at first, whatever they are now. */
  readonly masters: readonly RedisServer[]
  readonly replicas: readonly RedisServer[]
  /** The slot of a key, with regard to its `{tag}`. */
  slotOf(key: string): Promise<number>
  /** Who owns a slot, in the eyes of all nodes that answer. Rejects while they disagree. */
  ownerOf(slot: number): Promise<RedisServer>
  /** Moves a slot and its keys to a master while clients use them, and resolves when every node knows. */
  moveSlot(slot: number, to: RedisServer, options?: MoveSlotOptions): Promise<void>
  /** Ends `masters[i]` with SIGKILL and resolves to it, before anybody has noticed. */
  killMaster(i: number): Promise<RedisServer>
  /** Resolves when every slot has an owner that answers and all nodes that answer agree on it: after a failover, for one. */
  settled(): Promise<void>
  /** Ends everything. May be called twice. */
  stop(): Promise<void>
}

/** Resolves when every node knows the owner of every slot: after two to five seconds. */
export const startCluster = (options: ClusterOptions = {}): Promise<RedisCluster> =>
  asGroup(async (group) => {
    const { masters: count = 3, nodeTimeoutMs = 1_500, replicas = 0, config = {}, ...common } = options
    const { clock = systemClock } = common
    const node = {
      ...common,
      withBus: true,
      config: {
        ...IN_MEMORY,
        'cluster-enabled': 'yes',
        'cluster-config-file': 'nodes.conf',
        'cluster-node-timeout': String(nodeTimeoutMs),
        'repl-ping-replica-period': '1',
        ...config,
      },
    }
    const nodes = await Promise.all(
      Array.from({ length: count * (1 + replicas) }, () => group.add(startInstance(node))),
    )
    const masters = nodes.slice(0, count)
    await shareSlots(masters)
    await introduce(nodes, clock)
    await attachReplicas(masters, nodes.slice(count), clock)
    await until('every node knows the owner of every slot', () => agreement(nodes, nodes.length), {
      clock,
      withinMs: 30_000,
    })
    return new ClusterNodes({ masters, replicas: nodes.slice(count), group, clock })
  })
