import type { RedisEventBridgeConfig, RedisTopology } from '@md/types'
import type { Problem } from './configuration-error.ts'
import { defined } from './defined.ts'
import type { Values } from './schema.ts'

export type Role = 'host' | 'executor'

/** Whether this process speaks to other processes, and which way. */
export interface Scaling {
  readonly enabled: boolean
  readonly publishes: boolean
  readonly subscribes: boolean
}

/** A flag that is not set takes the role of the app; one that is set wins. A host has no other purpose than Redis. */
export function scalingOf(values: Values, role: Role): Scaling {
  const enabled = values.ENABLE_REDIS_SCALING ?? role === 'host'
  return {
    enabled,
    publishes: enabled && (values.REDIS_ENABLE_PUBLISHING ?? role === 'host'),
    subscribes: enabled && (values.REDIS_ENABLE_SUBSCRIPTION ?? role === 'executor'),
  }
}

/** What contradicts itself. */
export function scalingProblems(values: Values, role: Role): readonly Problem[] {
  const { enabled, publishes, subscribes } = scalingOf(values, role)
  const problems = [...topologyProblems(values)]
  if (role === 'host' && !publishes) {
    const name = enabled ? 'REDIS_ENABLE_PUBLISHING' : 'ENABLE_REDIS_SCALING'
    const fix = 'a host is there to publish; remove it, or start the executor, which can do without Redis'
    problems.push({ name, shown: 'false', fix })
  } else if (enabled && !publishes && !subscribes) {
    const fix = 'it neither publishes nor subscribes; set one of the two to true, or ENABLE_REDIS_SCALING to false'
    problems.push({ name: 'REDIS_ENABLE_SUBSCRIPTION', shown: 'false', fix })
  }
  return problems
}

function topologyProblems(values: Values): readonly Problem[] {
  const problems: Problem[] = []
  if ((values.REDIS_SENTINELS === undefined) !== (values.REDIS_SENTINEL_MASTER === undefined)) {
    const isMaster = values.REDIS_SENTINEL_MASTER === undefined
    const name = isMaster ? 'REDIS_SENTINEL_MASTER' : 'REDIS_SENTINELS'
    const fix = 'REDIS_SENTINELS and REDIS_SENTINEL_MASTER go together; set both, or none'
    problems.push({ name, shown: undefined, fix })
  }
  if (values.REDIS_SENTINELS !== undefined && values.REDIS_CLUSTER_NODES !== undefined) {
    const fix = 'Redis is behind Sentinels or a Cluster; remove one of REDIS_SENTINELS and REDIS_CLUSTER_NODES'
    problems.push({ name: 'REDIS_CLUSTER_NODES', shown: undefined, fix })
  }
  return problems
}

/** What the bridge is made with. Publishers of the same lease stand in for each other. */
export function redisOf(
  values: Values,
  { publishes, subscribes }: Scaling,
  defaultLease: string,
): RedisEventBridgeConfig {
  const leaseName = publishes ? (values.REDIS_LEASE_NAME ?? defaultLease) : undefined
  const { REDIS_LEASE_TTL: ttlMs, REDIS_MAX_RETRIES: maxRetries, REDIS_RETRY_DELAY: retryDelay } = values
  return {
    ...defined({
      redisUrl: values.REDIS_URL,
      host: values.REDIS_HOST,
      port: values.REDIS_PORT,
      username: values.REDIS_USERNAME,
      password: values.REDIS_PASSWORD,
      tls: values.REDIS_TLS,
      db: values.REDIS_DB,
      keyPrefix: values.REDIS_KEY_PREFIX,
      instanceId: values.REDIS_INSTANCE_ID,
      partitions: values.REDIS_PARTITIONS,
      delivery: values.REDIS_DELIVERY,
      topology: topologyOf(values),
      lease: leaseName === undefined ? undefined : { name: leaseName, ...defined({ ttlMs }) },
    }),
    enablePublishing: publishes,
    enableSubscription: subscribes,
    reconnection: defined({ maxRetries, retryDelay }),
  }
}

function topologyOf(values: Values): RedisTopology | undefined {
  const { REDIS_CLUSTER_NODES: nodes, REDIS_SENTINEL_MASTER: master, REDIS_SENTINELS: sentinels } = values
  if (nodes !== undefined) return { kind: 'cluster', nodes }
  if (sentinels === undefined || master === undefined) return undefined
  return { kind: 'sentinel', sentinels, master, ...defined({ password: values.REDIS_SENTINEL_PASSWORD }) }
}
