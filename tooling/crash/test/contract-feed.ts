import { MaintainedBook } from '@md/order-book'
import type { Clock, EventMap, Handle, Level, MarketEvent, MarketFeed, OrderBook, Side, Subscription } from '@md/types'
import { aTrade } from '@md/types/testing'
import { MARKET } from '../src/market.ts'

/** One market, moved by the venue contract. */
export class ContractFeed implements MarketFeed {
  readonly #book = new MaintainedBook({ ...MARKET, integrity: 'sequence' })
  readonly #clock: Clock
  readonly #listeners = new Map<(event: MarketEvent) => void, Subscription['channel']>()
  #trades = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async subscribe(want: Subscription, listener: (event: MarketEvent) => void = () => undefined): Promise<Handle> {
    const own = (event: MarketEvent): void => listener(event)
    this.#listeners.set(own, want.channel)
    const unsubscribe = async (): Promise<void> => void this.#listeners.delete(own)
    return { unsubscribe, [Symbol.asyncDispose]: unsubscribe }
  }

  on<T extends keyof EventMap>(_type: T, _listener: (data: EventMap[T]) => void): () => void {
    return () => undefined
  }

  orderBook(): OrderBook | undefined {
    return this.#book.status === 'live' ? this.#book : undefined
  }

  showBook(bids: readonly Level[], asks: readonly Level[]): void {
    this.#book.snapshot({ bids, asks }, this.#stamp)
    this.#book.become('live')
    this.#tell('orderbook', { type: 'orderbook', data: this.#book })
  }

  trade(price: number, amount: number, side: Side): void {
    this.#trades += 1
    const data = aTrade({ ...this.#stamp, id: String(this.#trades), price, amount, side })
    this.#tell('trades', { type: 'trade', data })
  }

  get #stamp() {
    const now = this.#clock.now()
    return { timestamp: now, receivedAt: now }
  }

  #tell(channel: Subscription['channel'], event: MarketEvent): void {
    for (const [listener, its] of [...this.#listeners]) if (its === channel) listener(event)
  }
}
