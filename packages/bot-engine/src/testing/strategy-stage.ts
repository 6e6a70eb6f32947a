import type { Candle, Decimal, Fill, Instrument, Level, Market, OrderBook } from '@md/types'
import { exact, toDecimal } from '../decimal/exact.ts'
import type { OrderView } from '../orders/order.ts'
import type { Barriers } from '../positions/barriers.ts'
import type { PositionView } from '../strategy/context.ts'
import type { Intent, PlaceIntent } from '../strategy/intent.ts'
import type { Answer, Connectivity, Strategy } from '../strategy/strategy.ts'
import { StageContext } from './stage-context.ts'
import { keyOf, type StageMarket, stageMarket } from './stage-market.ts'
import { StageOrders } from './stage-orders.ts'
import { StageVenue } from './stage-venue.ts'

export interface StageOptions {
  /** Of every market; the rest is plain: tick 0.01, step and least amount 0.0001. */
  readonly instrument?: Partial<Instrument>
  /** Last price of every market at the start. */
  readonly price?: number
  /** Engine time at the start, ms since the epoch. */
  readonly now?: number
  readonly free?: Readonly<Record<string, Decimal>>
  /** Says why an order is refused; `undefined` lets it pass. */
  readonly refuses?: (intent: PlaceIntent) => string | undefined
  /** The venue tells what became of an order before it sends the fill. Unset: both at once. */
  readonly ordersFirst?: boolean
}

export interface StagedFill {
  readonly amount?: Decimal | number
  readonly price?: Decimal | number
  readonly fee?: Decimal
  /** Unset: the quote currency. */
  readonly feeAsset?: string
}

export interface StagedBook {
  readonly bids: readonly Level[]
  readonly asks: readonly Level[]
  readonly status?: OrderBook['status']
  readonly market?: Market
  readonly receivedAt?: number
}

/** Puts a strategy on its own: the test is market, venue and clock, and sees every intent. Parses the parameters. */
export function stageOf<P, S, I>(
  strategy: Strategy<P, S, I>,
  params: unknown,
  options: StageOptions = {},
): StrategyStage<P, S, I> {
  return new StrategyStage(strategy, strategy.params.parse(params), options)
}

/** Each method that lets something happen returns the intents that came of it. */
export class StrategyStage<P, S, I> {
  readonly ctx: StageContext<P, S, I>
  readonly #strategy: Strategy<P, S, I>
  readonly #options: StageOptions
  readonly #orders = new StageOrders()
  readonly #venue: StageVenue<P, S, I>
  #trades = 0

  constructor(strategy: Strategy<P, S, I>, params: P, options: StageOptions) {
    this.#strategy = strategy
    this.#options = options
    const { free = {}, instrument = {}, now = 1_750_000_000_000, price } = options
    const markets = new Map<string, StageMarket>()
    for (const market of strategy.subscriptions(params)) {
      if (!markets.has(keyOf(market))) markets.set(keyOf(market), stageMarket(market, instrument, price))
    }
    const beginning = { params, state: strategy.state(params), indicators: strategy.indicators(params), now }
    this.ctx = new StageContext(beginning, [...markets.values()], this.#orders, free)
    this.#venue = new StageVenue(strategy.hooks, this.ctx, this.#orders, options.refuses)
  }

  get state(): S {
    return this.ctx.state
  }

  /** All there have been. */
  get intents(): readonly Intent[] {
    return this.#venue.intents
  }

  get open(): readonly OrderView[] {
    return this.#orders.open
  }

  /** What guards a market's position, by `exchange symbol`. */
  get guards(): ReadonlyMap<string, Barriers | undefined> {
    return this.#venue.guards
  }

  /** Why the strategy ended its bot, once it has. */
  get stopped(): string | undefined {
    return this.#venue.stopped
  }

  position(market?: Market): PositionView {
    return this.ctx.position(market)
  }

  start(): readonly Intent[] {
    return this.#play(({ start }) => start?.(this.ctx))
  }

  /** Candles whose answers are not followed. */
  warmUp(candles: readonly Candle[]): void {
    for (const candle of candles) this.#strategy.hooks.candle?.(this.ctx, candle)
  }

  /** State through JSON, indicators anew; orders, positions and timers as they are. */
  restart(): readonly Intent[] {
    this.ctx.state = JSON.parse(JSON.stringify(this.ctx.state)) as S
    this.ctx.indicators = this.#strategy.indicators(this.ctx.params)
    return this.start()
  }

  ticker(last: number, market: Market = this.ctx.market): readonly Intent[] {
    const { now } = this.ctx
    this.ctx.at(market).price = last
    const ticker = { ...this.ctx.at(market).market, timestamp: now, receivedAt: now, last, bid: last, ask: last }
    return this.#play((hooks) => hooks.ticker?.(this.ctx, { ...ticker, quote: 'last' }))
  }

  /** Told at its end, which is when the clock then stands. */
  candle(candle: Candle): readonly Intent[] {
    this.ctx.now = Math.max(this.ctx.now, candle.closeTime + 1)
    if (candle.close > 0) this.ctx.at(candle).price = candle.close
    return this.#play((hooks) => hooks.candle?.(this.ctx, candle))
  }

  book({ asks, bids, market = this.ctx.market, receivedAt = this.ctx.now, status = 'live' }: StagedBook) {
    const staged = this.ctx.at(market)
    staged.book.snapshot({ bids, asks }, { timestamp: receivedAt, receivedAt })
    staged.book.become(status)
    const middle = (staged.book.bids.price(0) + staged.book.asks.price(0)) / 2
    if (middle > 0) staged.price = middle
    return this.#play((hooks) => hooks.book?.(this.ctx, staged.book))
  }

  connectivity(connected: boolean, source: Connectivity['source'] = 'feed'): readonly Intent[] {
    const { exchange } = this.ctx.market
    const reason = connected ? 'connected' : 'connection lost'
    return this.#play((hooks) => hooks.connectivity?.(this.ctx, { source, exchange, connected, reason }))
  }

  /** Moves engine time on and runs what falls due. */
  advance(ms: number): readonly Intent[] {
    const end = this.ctx.now + ms
    return this.#during(() => {
      for (let timer = this.#venue.takeTimer(end); timer; timer = this.#venue.takeTimer(end)) {
        const input = timer
        this.ctx.now = Math.max(this.ctx.now, input.dueAt)
        this.#venue.play(() => this.#strategy.hooks.timer?.(this.ctx, input))
      }
      this.ctx.now = end
    })
  }

  /** Fills an order, all that is left of it unless told, at its price unless told. Also one that was cancelled: fills may be late. */
  fill(ref: string, particulars: StagedFill = {}): readonly Intent[] {
    const { clientOrderId } = this.#orders.named(ref)
    return this.fillOf(clientOrderId, particulars)
  }

  /** The same for an order whose name has another one by now. */
  fillOf(clientOrderId: string, { amount, fee = '0', feeAsset, price }: StagedFill = {}): readonly Intent[] {
    const order = this.#orders.byId(clientOrderId)
    const { instrument } = this.ctx.at(order.market)
    this.#trades += 1
    const fill: Fill = {
      ...order.market,
      tradeId: `${this.#trades}`,
      clientOrderId,
      side: order.side,
      price: toDecimal(exact(price ?? order.price ?? this.ctx.price(order.market) ?? Number.NaN)),
      amount: toDecimal(exact(amount ?? exact(order.amount).minus(order.filled).toFixed())),
      fee,
      feeAsset: feeAsset ?? instrument.quote,
      liquidity: 'maker',
      timestamp: this.ctx.now,
    }
    return this.#during(() => this.#venue.fill(fill, this.#options.ordersFirst ?? false))
  }

  /** Ends an order by the venue's own decision. */
  end(ref: string, status: 'cancelled' | 'expired' | 'rejected' = 'cancelled', reason = 'by the venue') {
    const { clientOrderId } = this.#orders.named(ref)
    return this.#during(() => this.#venue.change(clientOrderId, { status, reason }))
  }

  #play(ask: (hooks: Strategy<P, S, I>['hooks']) => Answer): readonly Intent[] {
    return this.#during(() => this.#venue.play(() => ask(this.#strategy.hooks)))
  }

  #during(task: () => void): readonly Intent[] {
    const before = this.intents.length
    task()
    return this.intents.slice(before)
  }
}
