import type { Clock, EventMap, Handle, MarketEvent, MarketFeed, Subscription } from '@md/types'
import { MARKET, priceAt } from '../market.ts'

const TICK_MS = 50

/** Tickers of the one market, as its seed has them. */
export class SeededFeed implements MarketFeed {
  readonly #listeners = new Set<(event: MarketEvent) => void>()
  readonly #clock: Clock
  readonly #seed: number

  constructor(seed: number, clock: Clock) {
    this.#seed = seed
    this.#clock = clock
    this.#tick()
  }

  async subscribe(_want: Subscription, listener: (event: MarketEvent) => void = () => undefined): Promise<Handle> {
    // Two bots may listen with one function.
    const own = (event: MarketEvent): void => listener(event)
    this.#listeners.add(own)
    const unsubscribe = async (): Promise<void> => void this.#listeners.delete(own)
    return { unsubscribe, [Symbol.asyncDispose]: unsubscribe }
  }

  on<T extends keyof EventMap>(_type: T, _listener: (data: EventMap[T]) => void): () => void {
    return () => undefined
  }

  orderBook(): undefined {
    return undefined
  }

  #tick(): void {
    this.#clock.after(TICK_MS, () => {
      const now = this.#clock.now()
      const price = priceAt(this.#seed, now)
      const data = {
        ...MARKET,
        timestamp: now,
        receivedAt: now,
        last: price,
        bid: price,
        ask: price,
        quote: 'live',
      } as const
      for (const listener of this.#listeners) listener({ type: 'ticker', data })
      this.#tick()
    })
  }
}
