import type { Candle, ExchangeId, Instrument, Interval, Market, ReferenceData } from '@md/types'
import { ReferenceDataUnavailableError } from './errors.ts'
import type { ExchangePool } from './exchange-pool.ts'
import { checkExchange, checkInterval, checkMarket, checkRange } from './validation.ts'

/** The adapters' reference data under one roof. An adapter need not be connected for it. */
export class Reference implements ReferenceData {
  readonly #pool: ExchangePool

  constructor(pool: ExchangePool) {
    this.#pool = pool
  }

  async instruments(exchange: ExchangeId): Promise<readonly Instrument[]> {
    const adapter = this.#pool.link(checkExchange(exchange)).adapter()
    if (adapter.instruments === undefined) throw new ReferenceDataUnavailableError(exchange, 'the instruments')
    return adapter.instruments(exchange)
  }

  async candles(of: Market, interval: Interval, from: number, to: number): Promise<readonly Candle[]> {
    const market = checkMarket(of)
    checkInterval(interval)
    checkRange(from, to)
    const adapter = this.#pool.link(market.exchange).adapter()
    if (adapter.candles === undefined) throw new ReferenceDataUnavailableError(market.exchange, 'past candles')
    return adapter.candles(market, interval, from, to)
  }
}
