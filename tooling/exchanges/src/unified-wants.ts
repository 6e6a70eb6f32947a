import type { Subscription } from '@md/types'
import { adapterOf, type ExchangeOptions } from './adapters.ts'
import type { Composition } from './factories.ts'

const PATIENCE_MS = 5_000

/**
 * Subscriptions in our own spelling: an exchange's (`XBT/USD`, `ETH-USD`, `BTCUSDT`) is accepted as well.
 * Asks the exchanges for their lists by REST; where one does not answer, its rule decides.
 */
export async function unifiedWants(
  { endpoints, exchanges }: Composition,
  subscriptions: readonly Subscription[],
  shared: ExchangeOptions,
): Promise<readonly Subscription[]> {
  const unified = exchanges.map(async (exchange) => {
    const wants = subscriptions.filter((want) => want.exchange === exchange)
    if (wants.length === 0) return []
    const adapter = adapterOf(exchange, { ...shared, ...endpoints[exchange], timeout: PATIENCE_MS })
    const symbols = await Promise.all(wants.map(({ symbol }) => adapter.unifiedSymbol(symbol)))
    await adapter.disconnect()
    return wants.map((want, index): Subscription => ({ ...want, symbol: symbols[index] ?? want.symbol }))
  })
  return (await Promise.all(unified)).flat()
}
