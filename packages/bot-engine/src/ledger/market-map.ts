import type { Market } from '@md/types'

/** One value per market, made when it is first asked for. Looks markets up without making keys of them. */
export class MarketMap<V> {
  readonly #make: (market: Market) => V
  readonly #byExchange = new Map<string, Map<string, V>>()
  readonly #entries: (readonly [market: Market, value: V])[] = []

  constructor(make: (market: Market) => V) {
    this.#make = make
  }

  /** In the order in which they were made. */
  get entries(): readonly (readonly [market: Market, value: V])[] {
    return this.#entries
  }

  find({ exchange, symbol }: Market): V | undefined {
    return this.#byExchange.get(exchange)?.get(symbol)
  }

  of(market: Market): V {
    return this.find(market) ?? this.set(market, this.#make(market))
  }

  /** For a market that has none yet. */
  set({ exchange, symbol }: Market, value: V): V {
    const bySymbol = this.#byExchange.get(exchange) ?? new Map<string, V>()
    this.#byExchange.set(exchange, bySymbol)
    bySymbol.set(symbol, value)
    this.#entries.push([{ exchange, symbol }, value])
    return value
  }
}
