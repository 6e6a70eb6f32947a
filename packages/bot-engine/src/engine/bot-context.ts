import { type Decimal, type Instrument, InvalidInputError, type Market, type OrderBook } from '@md/types'
import type { OrderView } from '../orders/order.ts'
import type { BotContext, PositionView } from '../strategy/context.ts'
import { type MarketWatch, marketKey } from './market-watch.ts'

/** What the context reads from. */
export interface ContextSource {
  readonly botId: string
  readonly params: unknown
  readonly indicators: unknown
  readonly watches: readonly MarketWatch[]
  now(): number
  instrument(market: Market): Instrument
  position(market: Market): PositionView
  order(ref: string): OrderView | undefined
  openOrders(): readonly OrderView[]
  free(asset: string, market: Market): Decimal
}

/** One for the life of a bot: hooks are called with it a million times a second. */
export class LiveContext implements BotContext {
  readonly botId: string
  readonly params: unknown
  readonly indicators: unknown
  readonly market: Market
  readonly markets: readonly Market[]
  state: unknown
  readonly #source: ContextSource
  readonly #first: MarketWatch
  readonly #watches: ReadonlyMap<string, MarketWatch>

  constructor(source: ContextSource, state: unknown) {
    const [first] = source.watches
    if (first === undefined)
      throw new InvalidInputError('subscriptions', '[]', 'a strategy subscribes to one market at least')
    this.#source = source
    this.#first = first
    this.#watches = new Map(source.watches.map((watch) => [watch.key, watch]))
    this.botId = source.botId
    this.params = source.params
    this.indicators = source.indicators
    this.market = first.market
    this.markets = source.watches.map(({ market }) => market)
    this.state = state
  }

  get now(): number {
    return this.#source.now()
  }

  price(market?: Market): number | undefined {
    return this.#watch(market).price
  }

  book(market?: Market): OrderBook | undefined {
    return this.#watch(market).look()
  }

  position(market?: Market): PositionView {
    return this.#source.position(market ?? this.market)
  }

  instrument(market?: Market): Instrument {
    return this.#source.instrument(market ?? this.market)
  }

  order(ref: string): OrderView | undefined {
    return this.#source.order(ref)
  }

  openOrders(): readonly OrderView[] {
    return this.#source.openOrders()
  }

  free(asset: string, market?: Market): Decimal {
    return this.#source.free(asset, this.#watch(market).market)
  }

  /** @throws InvalidInputError for a market the bot does not subscribe to: its hook fails with it */
  #watch(market: Market | undefined): MarketWatch {
    if (market === undefined || market === this.market) return this.#first
    const watch = this.#watches.get(marketKey(market))
    if (watch === undefined) throw new InvalidInputError('market', marketKey(market), 'one the strategy subscribes to')
    return watch
  }
}
