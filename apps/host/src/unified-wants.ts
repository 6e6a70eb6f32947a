import type { Configuration } from '@md/service'
import type { Clock, Logger, Subscription } from '@md/types'
import { adapterOf } from './exchanges.ts'

const PATIENCE_MS = 5_000

/**
 * The configured subscriptions in our own spelling: an exchange's (`XBT/USD`, `ETH-USD`, `BTCUSDT`) is accepted as well.
 * Asks the exchanges for their lists by REST; where one does not answer, its rule decides.
 */
export async function unifiedWants(
  configuration: Configuration,
  shared: { readonly clock: Clock; readonly logger: Logger },
): Promise<readonly Subscription[]> {
  const unified = configuration.exchanges.map(async (exchange) => {
    const wants = configuration.subscriptions.filter((want) => want.exchange === exchange)
    if (wants.length === 0) return []
    const adapter = adapterOf(exchange, configuration, { ...shared, timeout: PATIENCE_MS })
    const symbols = await Promise.all(wants.map(({ symbol }) => adapter.unifiedSymbol(symbol)))
    await adapter.disconnect()
    return wants.map((want, index): Subscription => ({ ...want, symbol: symbols[index] ?? want.symbol }))
  })
  return (await Promise.all(unified)).flat()
}
