import type { ExchangeId, Market } from '@md/types'
import type { Standing } from '../risk/view.ts'
import type { PositionView } from '../strategy/context.ts'
import { MarketMap } from './market-map.ts'
import type { RoundTrip } from './trip.ts'

const DAY_MS = 86_400_000

/** The numbers of one market. */
interface Holding {
  size: number
  entry: number
  realised: number
  /** 0 before the first: the position is then worth what it cost. */
  price: number
}

export interface EquitySnapshot {
  readonly capital: number
  readonly peakEquity: number
  readonly dayStartEquity: number
  /** First millisecond of the next day UTC; absent before the first input. */
  readonly dayEnds?: number | undefined
  readonly lossStreak: number
  readonly lastLossAt?: number | undefined
  readonly holdings: readonly ({ readonly exchange: ExchangeId; readonly symbol: string } & Readonly<Holding>)[]
}

/**
 * What a bot is worth from price to price: numbers, for limits and charts; the exact sums are the ledger's.
 * Quote currencies of several markets are taken at par, and fees in a third asset are left out.
 */
export class Equity {
  readonly #capital: number
  readonly #holdings = new MarketMap<Holding>(() => ({ size: 0, entry: 0, realised: 0, price: 0 }))
  /** Markets with a position. */
  #open = 0
  #lastHolding: Holding | undefined
  #lastSymbol = ''
  #lastExchange = ''
  #equity: number
  #peak: number
  #dayStart: number
  #dayEnds = Number.NEGATIVE_INFINITY
  #lossStreak = 0
  #lastLossAt: number | undefined

  /** @param capital quote currency of the first market */
  constructor(capital: number) {
    this.#capital = capital
    this.#equity = capital
    this.#peak = capital
    this.#dayStart = capital
  }

  static restore(snapshot: EquitySnapshot): Equity {
    const equity = new Equity(snapshot.capital)
    for (const { exchange, symbol, size, entry, realised, price } of snapshot.holdings)
      equity.#holdings.set({ exchange, symbol }, { size, entry, realised, price })
    equity.#open = snapshot.holdings.filter(({ size }) => size !== 0).length
    equity.#peak = snapshot.peakEquity
    equity.#dayStart = snapshot.dayStartEquity
    equity.#dayEnds = snapshot.dayEnds ?? Number.NEGATIVE_INFINITY
    equity.#lossStreak = snapshot.lossStreak
    equity.#lastLossAt = snapshot.lastLossAt
    equity.#sum()
    return equity
  }

  /** Quote currency: capital plus everything realised and unrealised. */
  get equity(): number {
    return this.#equity
  }

  /**
   * A price of the market; what is no price changes nothing. Returns whether there is a position it is the price of.
   * While nothing is held nothing can change, and a day begins with what there is.
   */
  mark(market: Market, price: number, now: number): boolean {
    if (this.#open === 0) return false
    if (now >= this.#dayEnds) this.#beginDay(now)
    if (!(price > 0 && price < Number.POSITIVE_INFINITY)) return false
    const holding = this.#holding(market)
    holding.price = price
    if (holding.size === 0) return false
    this.#sum()
    return true
  }

  /** After a fill: the position as it is now, the round trip that ended with it, and the price as far as there is one. */
  filled(position: PositionView, closed: RoundTrip | undefined, now: number, price?: number): void {
    if (now >= this.#dayEnds) this.#beginDay(now)
    const holding = this.#holding(position.market)
    if (price !== undefined) holding.price = price
    this.#open += Number(position.size !== 0) - Number(holding.size !== 0)
    holding.size = position.size
    holding.entry = Number(position.averageEntry)
    holding.realised = Number(position.realised)
    this.#sum()
    if (closed === undefined) return
    const lost = Number(closed.pnl) < 0
    this.#lossStreak = lost ? this.#lossStreak + 1 : 0
    if (lost) this.#lastLossAt = now
  }

  /**
   * Asked between two prices, the day may have changed: its start is then what there is now. Looking changes nothing, or
   * whoever asks for a status would change what the bot journals next.
   */
  standing(now: number): Standing {
    return {
      equity: this.#equity,
      peakEquity: this.#peak,
      dayStartEquity: now >= this.#dayEnds ? this.#equity : this.#dayStart,
      lossStreak: this.#lossStreak,
      lastLossAt: this.#lastLossAt,
    }
  }

  /** JSON. */
  snapshot(): EquitySnapshot {
    return {
      capital: this.#capital,
      peakEquity: this.#peak,
      dayStartEquity: this.#dayStart,
      dayEnds: Number.isFinite(this.#dayEnds) ? this.#dayEnds : undefined,
      lossStreak: this.#lossStreak,
      lastLossAt: this.#lastLossAt,
      holdings: this.#holdings.entries.map(([{ exchange, symbol }, holding]) => ({ exchange, symbol, ...holding })),
    }
  }

  /** Prices of one market follow each other: the last one is looked up without a map. */
  #holding(market: Market): Holding {
    const { exchange, symbol } = market
    if (this.#lastHolding !== undefined && symbol === this.#lastSymbol && exchange === this.#lastExchange)
      return this.#lastHolding
    this.#lastExchange = exchange
    this.#lastSymbol = symbol
    this.#lastHolding = this.#holdings.of(market)
    return this.#lastHolding
  }

  /** Anew each time, in one order: a running sum would drift, and differ after a restart. */
  #sum(): void {
    let equity = this.#capital
    for (const [, { entry, price, realised, size }] of this.#holdings.entries)
      equity += realised + (price === 0 ? 0 : size * (price - entry))
    this.#equity = equity
    if (equity > this.#peak) this.#peak = equity
  }

  /** The first input of a day belongs to it: the day starts with what there was before. */
  #beginDay(now: number): void {
    this.#dayEnds = (Math.floor(now / DAY_MS) + 1) * DAY_MS
    this.#dayStart = this.#equity
  }
}
