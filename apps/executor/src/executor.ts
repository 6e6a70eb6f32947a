import { factoriesOf, referenceOf, unifiedWants } from '@md/exchanges'
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
import { type Clock, type Logger, type Market, reportOf } from '@md/types'
import { BotSide } from './bots/bot-side.ts'
import { BotsSource } from './bots/bots-source.ts'
import { unifiedMarkets } from './bots/unified-markets.ts'
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
  /** Where the command was typed: paths begin there. */
  readonly folder: string
  /** Who this process is, for whoever wants its store as well. */
  readonly owner: string
}

/** An executor that runs. */
export interface Executor {
  readonly http: HttpService
  drain(): Promise<void>
  /** Halts all trading. */
  emergency(): void
}

/** A lost Redis is noticed within two seconds, books and all. */
const WATCHDOG = { pingMs: 300, timeoutMs: 1_000 }

/** How much of the time for leaving the bots may have for their orders. */
const BOTS_SHARE = 0.7

/**
 * Redis, or the exchanges → manager → what is shown, and the bots.
 * @throws HttpListenError, InvalidInputError, BotsFileError, StoreHeldError, StoreUnusableError
 */
export async function startExecutor(
  configuration: Configuration,
  json: boolean,
  { clock, folder, logger, owner, random, write }: Surroundings,
): Promise<Executor> {
  const { redis } = configuration
  const shared = { clock, logger }
  const bridge = redis === undefined ? undefined : new RedisEventBridge({ watchdog: WATCHDOG, ...redis, ...shared })
  const manager = managerOf(configuration, bridge, shared)
  const bots = botsOf(configuration, manager, { clock, folder, logger, owner, random })
  await bots.source.read()
  const tally = new Tally(clock)
  const keeper = keeperOf(manager, tally, { clock, logger, random })
  tellManager(manager, configuration.direct, logger)
  const demand = demandOf(configuration, bridge, manager, { clock, logger, random })

  let draining = false
  const views = viewsOf({
    bots: bots.side,
    bridge,
    clock,
    configuration,
    isDraining: () => draining,
    keeper,
    manager,
    tally,
  })
  const http = await startHttp({ ...configuration.http, views, controls: bots.side.controls, logger })
  logger.info({ host: configuration.http.host, port: http.port }, 'HTTP listens')
  if (bridge !== undefined) tellBridge(bridge, logger)
  const summary = new Summary({ tally, clock, json, write })
  summary.start()

  follow(configuration, keeper, shared)
  await bots.side.start()
  return {
    http,
    emergency: () => bots.side.halt({ reason: 'SIGUSR2', by: 'a signal' }),
    drain: async () => {
      draining = true
      await bots.side.drain(configuration.shutdownDeadlineMs * BOTS_SHARE)
      summary.stop()
      keeper.stop()
      demand?.stop()
      await bridge?.disconnect()
      await manager.disconnectAll()
      await http.close()
    },
  }
}

function keeperOf(
  feed: MarketDataWebSocketManager,
  tally: Tally,
  { logger, ...parts }: Pick<Surroundings, 'clock' | 'logger' | 'random'>,
): WantKeeper {
  return new WantKeeper({
    feed,
    listener: (event) => tally.take(event),
    ...parts,
    lingerMs: 0,
    onSubscribed: (want) => logger.info({ want }, 'subscribed'),
    onReleased: (want) => logger.info({ want }, 'let go'),
    onRefused: (want, report, retryInMs) => logger.warn({ want, ...report, retryInMs }, 'a subscription was refused'),
  })
}

function tellManager(manager: MarketDataWebSocketManager, direct: boolean, logger: Logger): void {
  for (const type of ['exchange:connected', 'exchange:disconnected'] as const) {
    manager.on(type, (change) => logger.info(change, type))
  }
  // Adapters of this process log their errors themselves: what is left are those that a host tells of.
  manager.on('exchange:error', (report) => {
    const isOwn = direct || manager.getSystemMetrics().exchanges[report.exchange]?.source === 'adapter'
    if (!isOwn) logger.warn(report, 'exchange:error')
  })
}

/** Nobody waits for it: an exchange whose list cannot be had keeps no executor from starting. */
function follow(
  configuration: Configuration,
  keeper: WantKeeper,
  shared: Pick<Surroundings, 'clock' | 'logger'>,
): void {
  const { exchanges, subscriptions } = configuration
  const asked = subscriptions.length === 0 ? defaultWants(exchanges) : subscriptions
  unifiedWants(configuration, asked, shared).then(
    (wants) => keeper.follow(wants),
    (error: unknown) => shared.logger.error({ ...reportOf(error) }, 'the configured subscriptions cannot be used'),
  )
}

/** Bots trade on what this process is fed, and ask the exchanges themselves for what stands in no stream. */
function botsOf(
  configuration: Configuration,
  feed: MarketDataWebSocketManager,
  parts: Omit<Surroundings, 'write'>,
): { readonly source: BotsSource; readonly side: BotSide } {
  const { botsFile: path, exchanges, storePath } = configuration
  const { clock, folder, logger } = parts
  const reference = referenceOf(configuration, { clock, logger, timeout: PATIENCE_MS })
  const unify = (markets: readonly Market[]) => unifiedMarkets(configuration, markets, { clock, logger })
  const source = new BotsSource({ path, folder, exchanges, reference, unify, logger })
  return { source, side: new BotSide({ ...parts, source, storePath, feed, reference }) }
}

const PATIENCE_MS = 5_000

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
