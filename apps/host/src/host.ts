import { factoriesOf, unifiedWants } from '@md/exchanges'
import { MarketDataWebSocketManager } from '@md/manager'
import { RedisEventBridge } from '@md/redis-bridge'
import { type Configuration, type HttpService, serveDemand, startHttp, tellBridge } from '@md/service'
import { type Clock, type Logger, reportOf } from '@md/types'
import { viewsOf } from './views.ts'

export interface Surroundings {
  readonly clock: Clock
  readonly logger: Logger
  readonly random: () => number
}

/** A host that runs. */
export interface Host {
  readonly http: HttpService
  /** Hands over to a standby, then ends everything. */
  drain(): Promise<void>
}

/** Exchanges → manager → Redis. @throws HttpListenError, InvalidInputError; that Redis cannot be reached stops nothing */
export async function startHost(configuration: Configuration, { clock, logger, random }: Surroundings): Promise<Host> {
  const bridge = new RedisEventBridge({ ...configuration.redis, clock, logger })
  const shared = { clock, logger }
  const adapters = factoriesOf(configuration, { ...shared, liveQuotes: true })
  const manager = new MarketDataWebSocketManager({ adapters, bridge, clock, logger, linger: 0 })
  const { demandLingerMs: lingerMs, exchanges } = configuration
  const demand = serveDemand({ bridge, feed: manager, exchanges, lingerMs, clock, logger, random })
  let draining = false
  const isDraining = () => draining
  const views = viewsOf({ bridge, clock, configuration, isDraining, demand, manager })
  const http = await startHttp({ ...configuration.http, views, logger })
  logger.info({ host: configuration.http.host, port: http.port }, 'HTTP listens')

  bridge.onLeadership((leading) => logger.info({ leading }, leading ? 'this host leads' : 'this host stands by'))
  tellBridge(bridge, logger)
  // The bridge says itself that Redis is not there, and goes on trying.
  bridge.connect().catch((error: unknown) => logger.debug({ ...reportOf(error) }, 'Redis is not there yet'))
  // Nobody waits for it: an exchange that does not answer keeps no host from starting.
  unifiedWants(configuration, configuration.subscriptions, shared).then(
    (wants) => demand.pin(wants),
    (error: unknown) => logger.error({ ...reportOf(error) }, 'the configured subscriptions cannot be used'),
  )

  return {
    http,
    drain: async () => {
      draining = true
      demand.stop()
      // First: a standby takes over while our sockets still listen, and nobody is told that the exchanges are gone.
      await bridge.disconnect()
      await manager.disconnectAll()
      await http.close()
    },
  }
}
