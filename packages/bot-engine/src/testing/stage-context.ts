import type { Decimal, Market } from '@md/types'
import type { OrderView } from '../orders/order.ts'
import type { BotContext, PositionView } from '../strategy/context.ts'
import { keyOf, type StageMarket } from './stage-market.ts'
import type { StageOrders } from './stage-orders.ts'

/** What a hook reads on a stage. */
export class StageContext<P, S, I> implements BotContext<P, S, I> {
  readonly botId = 'staged'
  readonly market: Market
  readonly markets: readonly Market[]
  readonly params: P
  state: S
  indicators: I
  now: number
  readonly #first: StageMarket
  readonly #stages: ReadonlyMap<string, StageMarket>
  readonly #orders: StageOrders
  readonly #free: Readonly<Record<string, Decimal>>

  constructor(
    of: { readonly params: P; readonly state: S; readonly indicators: I; readonly now: number },
    stages: readonly StageMarket[],
    orders: StageOrders,
    free: Readonly<Record<string, Decimal>>,
  ) {
    const [first] = stages
    if (first === undefined) throw new Error('the strategy subscribes to nothing')
    this.params = of.params
    this.state = of.state
    this.indicators = of.indicators
    this.now = of.now
    this.#first = first
    this.#stages = new Map(stages.map((stage) => [keyOf(stage.market), stage]))
    this.market = first.market
    this.markets = stages.map(({ market }) => market)
    this.#orders = orders
    this.#free = free
  }

  at(market?: Market): StageMarket {
    const found = market === undefined ? this.#first : this.#stages.get(keyOf(market))
    if (found === undefined) throw new Error(`the strategy does not subscribe to ${market && keyOf(market)}`)
    return found
  }

  price(market?: Market): number | undefined {
    return this.at(market).price
  }

  book(market?: Market): StageMarket['book'] {
    return this.at(market).book
  }

  position(market?: Market): PositionView {
    return this.at(market).position.view()
  }

  instrument(market?: Market): StageMarket['instrument'] {
    return this.at(market).instrument
  }

  order(ref: string): OrderView | undefined {
    return this.#orders.get(ref)
  }

  openOrders(): readonly OrderView[] {
    return this.#orders.open
  }

  free(asset: string): Decimal {
    return this.#free[asset] ?? '0'
  }
}
