import type { Candle, ConnectionChange, MarketEvent, OrderBook, Stamped, Ticker, Trade } from '@md/types'
import type { Bot } from './bot.ts'
import type { FollowUps } from './follow-ups.ts'
import type { Guards } from './guards.ts'
import { type MarketWatch, marketKey } from './market-watch.ts'

export interface MarketInputParts {
  readonly bot: Bot
  readonly guards: Guards
  readonly followUps: FollowUps
  /** Markets whose strategy asks for candles that are not closed, by `marketKey interval`. */
  readonly unfinished: ReadonlySet<string>
}

/** What the feed says: prices first, then the guards of the position, then the strategy. */
export class MarketInputs {
  // Fields, not parts of parts: a thousand bots are in no cache, and every object on the way of a price is waited for.
  readonly #bot: Bot
  readonly #life: Bot['life']
  readonly #hooks: Bot['hooks']
  readonly #equity: Bot['equity']
  readonly #recorder: Bot['recorder']
  readonly #firstWatch: MarketWatch
  readonly #guards: Guards
  readonly #followUps: FollowUps
  readonly #unfinished: ReadonlySet<string>
  /** Of events of other markets, which are nobody's business here. */
  strays = 0
  readonly #connected = new Map<string, boolean>()

  constructor({ bot, followUps, guards, unfinished }: MarketInputParts) {
    this.#bot = bot
    this.#life = bot.life
    this.#hooks = bot.hooks
    this.#equity = bot.equity
    this.#recorder = bot.recorder
    this.#firstWatch = bot.firstWatch
    this.#guards = guards
    this.#followUps = followUps
    this.#unfinished = unfinished
  }

  /** Whether every exchange that was heard of is connected; false before any was. */
  get isConnected(): boolean {
    return this.#connected.size > 0 && [...this.#connected.values()].every(Boolean)
  }

  handle(event: MarketEvent): void {
    switch (event.type) {
      case 'ticker':
        this.#ticker(event.data)
        break
      case 'trade':
        this.#trade(event.data)
        break
      case 'candle':
        this.#candle(event.data)
        break
      case 'orderbook':
        this.#book(event.data)
        break
      case 'exchange:connected':
        this.#connection(event.data, true)
        break
      case 'exchange:disconnected':
      case 'exchange:reconnecting':
        this.#connection(event.data, false)
        break
      case 'gap':
      case 'exchange:error':
    }
  }

  #ticker(ticker: Ticker): void {
    const watch = this.#watchOf(ticker)
    if (watch === undefined || !this.#price(watch, ticker.last, ticker)) return
    this.#ask('ticker', ticker)
  }

  #trade(trade: Trade): void {
    const watch = this.#watchOf(trade)
    if (watch === undefined || !this.#price(watch, trade.price, trade)) return
    this.#ask('trade', trade)
  }

  #candle(candle: Candle): void {
    const watch = this.#watchOf(candle)
    if (watch === undefined || !this.#price(watch, candle.close, candle)) return
    const isWanted = candle.closed || this.#unfinished.has(`${watch.key} ${candle.interval}`)
    if (isWanted) this.#ask('candle', candle)
  }

  #book(book: OrderBook): void {
    const watch = this.#watchOf(book)
    if (watch === undefined) return
    watch.hear(book)
    this.#judge(watch, book)
    const middle = watch.middle(book)
    if (middle !== undefined && !this.#price(watch, middle, book)) return
    this.#ask('book', book)
  }

  /** Returns whether the price is one. An older one is: it is only not the latest. */
  #price(watch: MarketWatch, price: number, { receivedAt, timestamp }: Stamped): boolean {
    const verdict = watch.tell(price, timestamp ?? receivedAt, receivedAt)
    if (verdict === 'moved') {
      if (!watch.hasSpoken) this.#heard(watch)
      if (this.#life.isTroubled) this.#life.recover(`price ${watch.key}`, `${watch.key} has a price again`)
      // Only what is held is guarded: a thousand flat bots need not look at their guards.
      if (this.#equity.mark(watch.market, price, this.#recorder.now)) this.#guards.check(watch.key, watch.market, price)
    }
    return verdict !== 'invalid'
  }

  /** Where a price comes from, there is a connection: nobody tells of one that was there before. */
  #heard(watch: MarketWatch): void {
    const { exchange } = watch.market
    watch.hasSpoken = true
    if (!this.#connected.has(exchange)) this.#connected.set(exchange, true)
  }

  /** A book that is not verified prices no order. */
  #judge({ key }: MarketWatch, { status }: OrderBook): void {
    const life = this.#life
    if (status === 'live') {
      if (life.isTroubled) life.recover(`book ${key}`, `the book of ${key} is live`)
    } else life.suffer(`book ${key}`, `the book of ${key} is ${status}`)
  }

  #connection({ exchange, reason, state }: ConnectionChange, connected: boolean): void {
    const life = this.#life
    if (![...this.#bot.watches.values()].some(({ market }) => market.exchange === exchange)) return
    if (this.#connected.get(exchange) === connected) return
    this.#connected.set(exchange, connected)
    if (connected) life.recover(`feed ${exchange}`, `${exchange} is connected`)
    else life.suffer(`feed ${exchange}`, `${exchange} is not connected: ${reason}`)
    if (!life.asksStrategy && life.pausedBecause === undefined) return
    this.#followUps.tell('connectivity', { source: 'feed', exchange, connected, state, reason })
    this.#followUps.run()
  }

  #ask(hook: 'ticker' | 'trade' | 'candle' | 'book', data: Ticker | Trade | Candle | OrderBook): void {
    if (this.#life.asksStrategy && this.#hooks.has(hook)) this.#followUps.ask(hook, data)
  }

  #watchOf({ exchange, symbol }: Stamped): MarketWatch | undefined {
    const first = this.#firstWatch
    if (first.market.symbol === symbol && first.market.exchange === exchange) return first
    const watch = this.#bot.watches.get(marketKey({ exchange, symbol }))
    if (watch === undefined) this.strays += 1
    return watch
  }
}
