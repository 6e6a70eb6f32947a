import { factoriesOf, unifiedWants } from '@md/exchanges'
import { MarketDataWebSocketManager } from '@md/manager'
import { RedisEventBridge } from '@md/redis-bridge'
import {
  type Configuration,
  type DemandService,
  type HttpService,
  serveDemand,
  startHttp,
  tellBridge,
  WantKeeper,
} from '@md/service'
import { type Clock, type Logger, reportOf } from '@md/types'
import { defaultWants } from './default-wants.ts'
import { Summary } from './summary.ts'
import { Tally } from './tally.ts'
import { viewsOf } from './views.ts'

export interface Surroundings {
  readonly clock: Clock
  readonly logger: Logger
  readonly random: () => number
  /** Where the summary goes. */
  readonly write: (line: string) => void
}

/** An executor that runs. */
export interface Executor {
  readonly http: HttpService
  drain(): Promise<void>
}

/** A lost Redis is noticed within two seconds, books and all. */
const WATCHDOG = { pingMs: 300, timeoutMs: 1_000 }

/** Redis, or the exchanges → manager → what is shown. @throws HttpListenError, InvalidInputError */
export async function startExecutor(
  configuration: Configuration,
  json: boolean,
  { clock, logger, random, write }: Surroundings,
): Promise<Executor> {
  const { exchanges, redis, subscriptions } = configuration
  const shared = { clock, logger }
  const bridge = redis === undefined ? undefined : new RedisEventBridge({ watchdog: WATCHDOG, ...redis, ...shared })
  const manager = managerOf(configuration, bridge, shared)
  const tally = new Tally(clock)
  const keeper = new WantKeeper({
    feed: manager,
    listener: (event) => tally.take(event),
    clock,
    random,
    lingerMs: 0,
    onSubscribed: (want) => logger.info({ want }, 'subscribed'),
    onReleased: (want) => logger.info({ want }, 'let go'),
    onRefused: (want, report, retryInMs) => logger.warn({ want, ...report, retryInMs }, 'a subscription was refused'),
  })
  for (const type of ['exchange:connected', 'exchange:disconnected'] as const) {
    manager.on(type, (change) => logger.info(change, type))
  }
  manager.on('exchange:error', (report) => logger.warn(report, 'exchange:error'))

  const demand = demandOf(configuration, bridge, manager, { clock, logger, random })

  let draining = false
  const views = viewsOf({ bridge, clock, configuration, isDraining: () => draining, keeper, manager, tally })
  const http = await startHttp({ ...configuration.http, views, logger })
  logger.info({ host: configuration.http.host, port: http.port }, 'HTTP listens')
  if (bridge !== undefined) tellBridge(bridge, logger)
  const summary = new Summary({ tally, clock, json, write })
  summary.start()

  // Nobody waits for it: an exchange whose list cannot be had keeps no executor from starting.
  const asked = subscriptions.length === 0 ? defaultWants(exchanges) : subscriptions
  unifiedWants(configuration, asked, shared).then(
    (wants) => keeper.follow(wants),
    (error: unknown) => logger.error({ ...reportOf(error) }, 'the configured subscriptions cannot be used'),
  )
  return {
    http,
    drain: async () => {
      draining = true
      summary.stop()
      keeper.stop()
      demand?.stop()
      await bridge?.disconnect()
      await manager.disconnectAll()
      await http.close()
    },
  }
}

/** Only who connects to the exchanges itself has adapters, at once or while Redis is away. */
function managerOf(
  configuration: Configuration,
  bridge: RedisEventBridge | undefined,
  shared: Pick<Surroundings, 'clock' | 'logger'>,
): MarketDataWebSocketManager {
  const { direct, fallbackDirect } = configuration
  const adapters = factoriesOf(configuration, { ...shared, liveQuotes: true })
  return new MarketDataWebSocketManager({
    ...(direct ? { adapters } : {}),
    ...(fallbackDirect ? { fallback: { adapters } } : {}),
    ...(bridge === undefined ? {} : { bridge }),
    ...shared,
  })
}

/** Who publishes serves others as a host does. */
function demandOf(
  { demandLingerMs: lingerMs, exchanges, redis }: Configuration,
  bridge: RedisEventBridge | undefined,
  feed: MarketDataWebSocketManager,
  parts: Pick<Surroundings, 'clock' | 'logger' | 'random'>,
): DemandService | undefined {
  if (bridge === undefined || redis?.enablePublishing !== true) return undefined
  return serveDemand({ bridge, feed, exchanges, lingerMs, ...parts })
}
