import type { EventBridge, ExchangeId, MarketEvent } from '@md/types'
import { BridgeSource } from './bridge/bridge-source.ts'
import type { Fallback } from './bridge/fallback.ts'
import { fallbackSource } from './bridge/fallback-source.ts'
import { RemoteExchange } from './bridge/remote-exchange.ts'
import { Distribution } from './distribution.ts'
import { ExchangePool } from './exchange-pool.ts'
import type { Intake } from './intake.ts'
import { Observation } from './observation.ts'
import { type ManagerOptions, type ManagerSettings, settingsOf } from './options.ts'
import { Reference } from './reference.ts'
import { Subscriptions } from './subscriptions.ts'

/** What a manager is made of. */
export interface ManagerParts {
  readonly distribution: Distribution
  readonly subscriptions: Subscriptions
  readonly pool: ExchangePool
  readonly bridge: BridgeSource | undefined
  /** Adapters that stand in for the bridge. */
  readonly fallback: Fallback | undefined
  readonly reference: Reference
  readonly observation: Observation
}

/** Makes the parts and joins them. @throws InvalidInputError for an option out of range */
export function assemble(options: ManagerOptions): ManagerParts {
  const settings = settingsOf(options)
  const distribution = new Distribution(settings)
  const subscriptions = new Subscriptions({
    router: distribution.router,
    clock: settings.clock,
    lingerMs: settings.linger,
    onUnsubscribeFailed: (exchange, error) => distribution.report(exchange, error),
  })
  const intakeOf = intakes(distribution)
  const onEvent = (exchange: ExchangeId, event: MarketEvent) =>
    fallback === undefined ? intakeOf(exchange).receive(event) : fallback.fromBridge(exchange, event)
  const bridge = bridgeSource(options.bridge, settings, distribution, { hasAdapter: (one) => pool.has(one), onEvent })
  const pool: ExchangePool = exchangePool(settings, distribution, bridge)
  const fallback = fallbackSource(options, { settings, distribution, bridge, intakeOf })
  const observation = new Observation({ settings, pool, bridge, fallback, subscriptions, distribution })
  return { distribution, subscriptions, pool, bridge, fallback, reference: new Reference(pool), observation }
}

/** One for each exchange, without publishing. */
function intakes(distribution: Distribution): (exchange: ExchangeId) => Intake {
  const made = new Map<ExchangeId, Intake>()
  return (exchange) => {
    const intake = made.get(exchange) ?? distribution.intake(exchange)
    made.set(exchange, intake)
    return intake
  }
}

/** The adapters' side, joined to the consumers' side: what adapters say is also published. */
function exchangePool(
  settings: ManagerSettings,
  distribution: Distribution,
  bridge: BridgeSource | undefined,
): ExchangePool {
  const { clock } = settings
  return new ExchangePool({
    settings,
    observe: (exchange) => {
      const intake = distribution.intake(exchange, bridge?.publish)
      const meter = distribution.meter(exchange)
      return {
        onEvent: (event) => intake.receive(event),
        onWanted: () => meter.availability.wanted(clock.now()),
        onUnwanted: () => meter.availability.stopped(clock.now()),
        onFailure: () => meter.failed(clock.now()),
      }
    },
  })
}

/** The bridge's side, joined to the consumers' side: what it says is never published again. */
function bridgeSource(
  bridge: EventBridge | undefined,
  { clock, logger }: ManagerSettings,
  distribution: Distribution,
  {
    hasAdapter,
    onEvent,
  }: {
    readonly hasAdapter: (exchange: ExchangeId) => boolean
    readonly onEvent: (exchange: ExchangeId, event: MarketEvent) => void
  },
): BridgeSource | undefined {
  if (bridge === undefined) return undefined
  const source: BridgeSource = new BridgeSource({
    bridge,
    clock,
    logger,
    isDirect: (exchange) => hasAdapter(exchange) && !source.feeds(exchange),
    onIgnored: (exchange) => {
      distribution.meter(exchange).skipped['direct-wins'] += 1
    },
    onEvent,
    remote: (exchange) => new RemoteExchange(exchange, distribution.meter(exchange).availability, clock),
  })
  return source
}
