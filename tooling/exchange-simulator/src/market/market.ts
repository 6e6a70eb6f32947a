import { Book, type LevelChange } from './book.ts'
import { CandleBook, type CandleLength, type CandleSeries } from './candles.ts'
import type { Instrument } from './instrument.ts'
import { type Candle, Past } from './past.ts'
import { hash, type Random, seededRandom } from './random.ts'
import { DayStatistics } from './statistics.ts'
import { type MarketTrade, TradeLog } from './trade.ts'

/** What one step of a market changed. */
export interface MarketStep {
  readonly time: number
  readonly changes: readonly LevelChange[]
  readonly trades: readonly MarketTrade[]
}

export interface MarketOptions {
  readonly seed: number
  readonly openedAt: number
  /** Trades remembered. */
  readonly history: number
  readonly levels: number
}

/** Share of the price that one step moves it by. */
const STEP_VOLATILITY = 0.000_01
const PAST_TRADES = 200
const PAST_TRADE_EVERY_MS = 700

/** One market: a random walk played through a book, so that prices, trades, candles and book always agree. */
export class Market {
  readonly instrument: Instrument
  readonly book: Book
  readonly trades: TradeLog
  /** Trades with this id or a later one happened since the start. */
  readonly firstId: number
  /** Grows by one with every level changed: Binance's update ids. */
  updateId: number
  /** Jumps, as Coinbase's `sequence` does: it also counts orders nobody publishes. */
  sequence: number
  readonly #random: Random
  readonly #candles: CandleBook
  readonly #statistics: DayStatistics
  readonly #volatility: number
  #middle: number
  #lastTime: number

  constructor(instrument: Instrument, { history, levels, openedAt, seed }: MarketOptions) {
    const ownSeed = hash(seed, instrument.symbol)
    const gap = Math.max(2, Math.round(instrument.openingTicks * 0.000_01))
    const lots = instrument.ordinaryLots
    this.#random = seededRandom(ownSeed)
    this.instrument = instrument
    this.book = new Book(instrument, { levels, gap, lots }, this.#random)
    this.trades = new TradeLog(history)
    this.firstId = 10_000_000 + (ownSeed % 900_000_000)
    this.updateId = this.firstId * 12
    this.sequence = this.firstId * 90
    this.#middle = instrument.openingTicks + 0.5
    this.#lastTime = openedAt
    this.#volatility = Math.max(0.6, instrument.openingTicks * STEP_VOLATILITY)

    const past = new Past({
      seed: ownSeed,
      openedAt,
      openingTicks: instrument.openingTicks,
      firstId: this.firstId,
      lotsPerTrade: Math.max(1, Math.round(lots / 4)),
      tradesPerMs: 1 / PAST_TRADE_EVERY_MS,
    })
    this.#candles = new CandleBook(past)
    this.#statistics = new DayStatistics(past, this.#candles.minutes)
    this.#remember(past, lots)
  }

  /** Moves the market on by one step. Its time never goes back, whatever the clock does. */
  step(now: number): MarketStep {
    const time = Math.max(now, this.#lastTime)
    this.#lastTime = time
    const trades: MarketTrade[] = []

    const drift = this.#volatility * this.#random.gaussian()
    const pull = (this.instrument.openingTicks - this.#middle) * 0.000_05
    this.#middle = Math.max(10, this.#middle + drift + pull)
    // Before the book moves: what is hit is the touch that everybody was told of.
    if (this.#random.chance(0.45)) this.#hitTouch(trades, time)
    this.#follow(trades, time)
    for (let events = this.#random.integer(1, 3); events > 0; events--) this.book.stir()
    this.#narrow()
    this.book.mend()
    this.book.refill()

    const changes = this.book.takeChanges()
    this.updateId += changes.length
    this.sequence += changes.length + trades.length + this.#random.integer(1, 40)
    return { time, changes, trades }
  }

  get lastTrade(): MarketTrade {
    const { last } = this.trades
    if (!last) throw new Error(`${this.instrument.symbol} has no trade`)
    return last
  }

  day(now: number): Candle {
    return this.#statistics.read(Math.max(now, this.#lastTime))
  }

  candles(length: CandleLength): CandleSeries {
    return this.#candles.series(length, () => this.trades.from(this.firstId))
  }

  /** Trades or cancels away every level the middle has passed; a step that leaves the book behind is a sweep. */
  #follow(trades: MarketTrade[], time: number): void {
    const up = this.#middle > this.book.asks.ticks(0)
    const name = up ? 'sell' : 'buy'
    const side = this.book.side(name)
    const taken = this.#random.chance(0.5)
    while (side.size > 1 && side.isWorse(this.#middle, side.ticks(0))) {
      // What was hit in this step already is cancelled: two trades at one price and time make the same ticker twice.
      const isNext = trades.at(-1)?.ticks !== side.ticks(0)
      if (taken && isNext && trades.length < 4)
        this.#trade(trades, { time, side: up ? 'buy' : 'sell', lots: side.lots(0) })
      else this.book.set(name, side.ticks(0), 0)
    }
  }

  #hitTouch(trades: MarketTrade[], time: number): void {
    const side = this.#random.chance(0.5) ? 'buy' : 'sell'
    const held = this.book.side(side === 'buy' ? 'sell' : 'buy').lots(0)
    const all = this.#random.chance(0.15) && this.book.side(side === 'buy' ? 'sell' : 'buy').size > 1
    const lots = all ? held : Math.max(1, Math.floor(held * this.#random.next()))
    if (lots < held || all) this.#trade(trades, { time, side, lots })
  }

  /** The taker's `side` against the best level of the other. */
  #trade(trades: MarketTrade[], { lots, side, time }: { time: number; side: 'buy' | 'sell'; lots: number }): void {
    const maker = side === 'buy' ? 'sell' : 'buy'
    const book = this.book.side(maker)
    const trade = { id: this.lastTrade.id + 1, ticks: book.ticks(0), lots, side, time } as const
    this.book.set(maker, trade.ticks, book.lots(0) - lots)
    this.trades.add(trade)
    this.#candles.record(trade)
    trades.push(trade)
  }

  #narrow(): void {
    const widest = Math.max(2, Math.round(this.#volatility))
    const name = this.#middle > (this.book.asks.ticks(0) + this.book.bids.ticks(0)) / 2 ? 'buy' : 'sell'
    if (this.book.spread > widest) this.book.improve(name, this.#random.integer(1, 2))
  }

  /** The last trades before the opening, so that a newcomer can be shown some. */
  #remember(past: Past, lots: number): void {
    for (let ago = PAST_TRADES; ago > 0; ago--) {
      const time = past.openedAt - ago * PAST_TRADE_EVERY_MS
      const side = this.#random.chance(0.5) ? 'buy' : 'sell'
      const traded = Math.max(1, Math.floor(lots * this.#random.next() * 0.5))
      this.trades.add({ id: this.firstId - ago, ticks: past.ticks(time), lots: traded, side, time })
    }
  }
}
