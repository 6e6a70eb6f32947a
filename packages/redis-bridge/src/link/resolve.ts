import type { RedisAddress } from '@md/types'
import type { Settings } from '../settings.ts'
import { clusterResolver } from './resolve-cluster.ts'
import { sentinelResolver } from './resolve-sentinel.ts'

/** Where to connect now; asked again for every connection. */
export type Resolve = (timeoutMs: number) => Promise<RedisAddress>

/** @param key one key of what will be written there, for a Cluster */
export function resolverFor(settings: Settings, key: string): Resolve {
  const { address, topology } = settings
  switch (topology.kind) {
    case 'standalone':
      return () => Promise.resolve(address)
    case 'sentinel':
      return sentinelResolver(topology, settings)
    case 'cluster':
      return clusterResolver(topology, settings, key)
  }
}
