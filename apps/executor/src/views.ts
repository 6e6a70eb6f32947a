import type { MarketDataWebSocketManager } from '@md/manager'
import type { RedisEventBridge } from '@md/redis-bridge'
import {
  type Configuration,
  exchangesNotConnected,
  type Family,
  feedFamilies,
  type Views,
  type WantKeeper,
} from '@md/service'
import type { Clock } from '@md/types'
import type { BotSide } from './bots/bot-side.ts'
import { notFed } from './readiness.ts'
import type { Tally } from './tally.ts'

export interface Viewed {
  readonly bots: Pick<BotSide, 'notRunning' | 'status' | 'families'>
  readonly configuration: Configuration
  readonly clock: Clock
  readonly bridge: RedisEventBridge | undefined
  readonly manager: MarketDataWebSocketManager
  readonly keeper: WantKeeper
  readonly tally: Tally
  readonly isDraining: () => boolean
}

/** What an executor tells over HTTP. */
export function viewsOf(viewed: Viewed): Views {
  const { bots, bridge, clock, configuration, isDraining, keeper, manager, tally } = viewed
  const startedAt = clock.monotonic()
  return {
    notReady: () => [
      ...(isDraining() ? ['this executor is draining'] : []),
      ...notConnected(viewed),
      ...notFed({
        wants: keeper.wants,
        markets: tally.rows,
        now: clock.now(),
        silenceMs: configuration.readySilenceMs,
      }),
      ...bots.notRunning(),
    ],
    health: () => manager.getHealthStatus(),
    redis: () => bridge?.getMetrics() ?? null,
    metrics: () => [
      ...feedFamilies(manager.getSystemMetrics()),
      ...(bridge === undefined ? [] : bridgeFamilies(bridge)),
      ...bots.families(),
    ],
    status: () => ({
      role: configuration.role,
      instanceId: bridge?.instanceId,
      source: configuration.direct ? 'exchanges' : 'redis',
      draining: isDraining(),
      uptimeMs: Math.round(clock.monotonic() - startedAt),
      wants: keeper.wants,
      markets: tally.rows,
      exchanges: manager.getConnectionStatus(),
      health: manager.getHealthStatus(),
      redis: bridge?.getMetrics() ?? null,
      trading: bots.status(),
    }),
  }
}

/** What it needs and does not have. Redis is not needed while the exchanges stand in for it. */
function notConnected({ bridge, configuration, manager }: Viewed): readonly string[] {
  const { exchanges, health } = manager.getSystemMetrics()
  const standIn = !configuration.direct && Object.values(exchanges).some((one) => one?.source === 'adapter')
  const redis = bridge === undefined || bridge.isReady() || standIn ? [] : ['Redis is not connected']
  return [...redis, ...exchangesNotConnected(health)]
}

function bridgeFamilies(bridge: RedisEventBridge): readonly Family[] {
  const { duplicates, intakeQueue, lost, repaired } = bridge.getMetrics()
  const of = (name: string, type: Family['type'], help: string, value: number): Family => ({
    name,
    type,
    help,
    series: [{ value }],
  })
  return [
    of('md_bridge_intake', 'gauge', 'Messages of Redis waiting to be taken in', intakeQueue),
    of('md_bridge_duplicates_total', 'counter', 'Events that came twice and were delivered once', duplicates),
    of('md_bridge_repaired_total', 'counter', 'Events that were fetched from the log', repaired),
    of('md_bridge_lost_total', 'counter', 'Events that could not be fetched', lost),
  ]
}
