import type { MarketDataWebSocketManager } from '@md/manager'
import type { RedisEventBridge } from '@md/redis-bridge'
import {
  type Configuration,
  type DemandService,
  exchangesNotConnected,
  type Family,
  feedFamilies,
  type Views,
} from '@md/service'
import type { Clock } from '@md/types'

export interface Viewed {
  readonly configuration: Configuration
  readonly clock: Clock
  readonly bridge: RedisEventBridge
  readonly manager: MarketDataWebSocketManager
  readonly demand: DemandService
  readonly isDraining: () => boolean
}

/** What a host tells over HTTP. */
export function viewsOf({ bridge, clock, configuration, isDraining, demand, manager }: Viewed): Views {
  const startedAt = clock.monotonic()
  return {
    notReady: () => [
      ...(isDraining() ? ['this host is draining'] : []),
      ...(bridge.isReady() ? [] : ['Redis is not connected']),
      ...exchangesNotConnected(manager.getHealthStatus()),
    ],
    health: () => manager.getHealthStatus(),
    redis: () => bridge.getMetrics(),
    metrics: () => [...feedFamilies(manager.getSystemMetrics()), ...hostFamilies(bridge, demand)],
    status: () => ({
      role: configuration.role,
      instanceId: bridge.instanceId,
      leading: bridge.getMetrics().isLeader,
      fence: bridge.getMetrics().fence,
      lease: configuration.redis?.lease?.name,
      draining: isDraining(),
      uptimeMs: Math.round(clock.monotonic() - startedAt),
      wants: demand.wants,
      exchanges: manager.getConnectionStatus(),
      health: manager.getHealthStatus(),
      redis: bridge.getMetrics(),
    }),
  }
}

function hostFamilies(bridge: RedisEventBridge, demand: DemandService): readonly Family[] {
  const { acked, isLeader, publishDropped, publishQueue } = bridge.getMetrics()
  const dropped = Object.entries(publishDropped).map(([type, value]) => ({ labels: { type }, value }))
  return [
    { name: 'md_leading', type: 'gauge', help: '1 while this host publishes', series: [{ value: isLeader ? 1 : 0 }] },
    {
      name: 'md_wants',
      type: 'gauge',
      help: 'Subscriptions wanted or lingering',
      series: [{ value: demand.wants.length }],
    },
    { name: 'md_bridge_queue', type: 'gauge', help: 'Events waiting for Redis', series: [{ value: publishQueue }] },
    {
      name: 'md_bridge_acked_total',
      type: 'counter',
      help: 'Events that Redis has acknowledged',
      series: [{ value: acked }],
    },
    { name: 'md_bridge_dropped_total', type: 'counter', help: 'Events that were not published', series: dropped },
  ]
}
