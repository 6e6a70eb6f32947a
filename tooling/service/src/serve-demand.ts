import type { Clock, EventBridge, ExchangeId, Logger, Subscription } from '@md/types'
import { type Feed, WantKeeper } from './want-keeper.ts'

export interface DemandServiceOptions {
  readonly bridge: Pick<EventBridge, 'onDemand' | 'publish'>
  readonly feed: Feed
  /** Those of other exchanges are another's to serve. */
  readonly exchanges: readonly ExchangeId[]
  /** How long something is kept that nobody wants any more, in ms. */
  readonly lingerMs: number
  readonly clock: Clock
  readonly logger: Logger
  /** 0 to 1, for jitter. */
  readonly random: () => number
}

export interface DemandService {
  /** What is subscribed to, or asked for. */
  readonly wants: readonly Subscription[]
  /** Wanted for as long as this process runs, whoever else wants it. */
  pin(wants: readonly Subscription[]): void
  /** Asks for nothing more. */
  stop(): void
}

/** Feeds what executors say over the bridge that they want; whoever wants what is refused hears why. */
export function serveDemand({ bridge, exchanges, logger, ...options }: DemandServiceOptions): DemandService {
  const keeper = new WantKeeper({
    ...options,
    onSubscribed: (want) => logger.info({ want }, 'subscribed'),
    onReleased: (want) => logger.info({ want }, 'let go: nobody wants it any more'),
    onRefused: (want, report, retryInMs) => {
      logger.warn({ want, ...report, retryInMs }, 'a subscription was refused')
      const data = { ...report, exchange: want.exchange, at: options.clock.now() }
      void bridge.publish({ type: 'exchange:error', data })
    },
  })
  let pinned: readonly Subscription[] = []
  let demanded: readonly Subscription[] = []
  const follow = () => keeper.follow([...pinned, ...demanded])
  const stopListening = bridge.onDemand((wants) => {
    demanded = wants.filter(({ exchange }) => exchanges.includes(exchange))
    logger.debug({ wants: demanded.length }, 'executors want')
    follow()
  })
  return {
    get wants() {
      return keeper.wants
    },
    pin: (wants) => {
      pinned = wants
      follow()
    },
    stop: () => {
      stopListening()
      keeper.stop()
    },
  }
}
