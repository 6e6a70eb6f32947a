import type { BaseExchangeAdapter } from '@md/adapter-core'
import { type ExchangeId, InvalidInputError, type ReferenceData } from '@md/types'
import { type AvailableExchange, adapterOf, type ExchangeOptions } from './adapters.ts'
import type { Composition } from './factories.ts'

/** What the exchanges know besides their streams, by REST, whoever feeds this process. Lists are asked for once. */
export function referenceOf({ endpoints, exchanges }: Composition, shared: ExchangeOptions): ReferenceData {
  const adapters = new Map<AvailableExchange, BaseExchangeAdapter>()
  const of = (exchange: ExchangeId): BaseExchangeAdapter => {
    const known = exchanges.find((one) => one === exchange)
    if (known === undefined) throw new InvalidInputError('exchange', exchange, `there are ${exchanges.join(', ')}`)
    const adapter = adapters.get(known) ?? adapterOf(known, { ...shared, ...endpoints[known] })
    adapters.set(known, adapter)
    return adapter
  }
  return {
    instruments: async (exchange) => of(exchange).instruments(),
    candles: async (market, interval, from, to) => of(market.exchange).candles(market, interval, from, to),
  }
}
