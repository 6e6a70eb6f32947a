import type { AdapterFactory, ConnectionConfig } from '@md/types'
import { type AvailableExchange, adapterOf, type ExchangeOptions } from './adapters.ts'

/** Which exchanges, and where each of them is, if not where it always is. */
export interface Composition {
  readonly exchanges: readonly AvailableExchange[]
  readonly endpoints: Readonly<Record<AvailableExchange, ConnectionConfig>>
}

/** Makes the adapters of a manager, each when it is first needed. What the manager is told is stronger. */
export function factoriesOf(
  { endpoints, exchanges }: Composition,
  shared: ExchangeOptions,
): Partial<Record<AvailableExchange, AdapterFactory>> {
  const factories: Partial<Record<AvailableExchange, AdapterFactory>> = {}
  for (const exchange of exchanges) {
    factories[exchange] = (config) => adapterOf(exchange, { ...shared, ...endpoints[exchange], ...config })
  }
  return factories
}
