import type { ExchangeId } from '@md/types'
import type { Distribution } from '../distribution.ts'
import { ExchangePool } from '../exchange-pool.ts'
import type { Intake } from '../intake.ts'
import type { ManagerOptions, ManagerSettings } from '../options.ts'
import { checkExchange, checkFunction } from '../validation.ts'
import type { BridgeSource } from './bridge-source.ts'
import { Fallback } from './fallback.ts'

interface Surroundings {
  readonly settings: ManagerSettings
  readonly distribution: Distribution
  readonly bridge: BridgeSource | undefined
  readonly intakeOf: (exchange: ExchangeId) => Intake
}

/** The adapters that stand in for the bridge; what they say is never published. @throws InvalidInputError */
export function fallbackSource(
  { fallback }: ManagerOptions,
  { bridge, distribution, intakeOf, settings }: Surroundings,
): Fallback | undefined {
  if (bridge === undefined || fallback === undefined) return undefined
  const { clock, fallbackAfter, logger } = settings
  const pool = new ExchangePool({
    settings,
    observe: (exchange) => ({
      onEvent: (event) => source.fromExchange(exchange, event),
      onWanted: () => undefined,
      onUnwanted: () => undefined,
      onFailure: () => distribution.meter(exchange).failed(clock.now()),
    }),
  })
  for (const [exchange, factory] of Object.entries(fallback.adapters)) {
    checkFunction(`fallback adapter factory of ${exchange}`, factory)
    pool.register(checkExchange(exchange), factory)
  }
  const source: Fallback = new Fallback({
    bridge,
    pool,
    clock,
    logger,
    afterMs: fallbackAfter,
    deliver: (exchange, event) => intakeOf(exchange).receive(event),
  })
  return source
}
