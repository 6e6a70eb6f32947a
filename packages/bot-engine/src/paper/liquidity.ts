import type { Instrument, OrderBook, Side, Ticker } from '@md/types'
import { Exact, exact } from '../decimal/exact.ts'
import { floorTo, passiveTo } from '../decimal/steps.ts'
import { isBetter, opposite } from './level-of.ts'
import type { Taken } from './taken.ts'

/** A price at which a taker may deal, and how much of it. */
export interface Offer {
  readonly price: Exact
  readonly amount: Exact
}

/** What a taker finds. */
export interface Liquidity {
  /** For a taker of `side`, best first, none worse than `limit` (NaN: any price). */
  offers(side: Side, limit: number): Iterable<Offer>
  took(side: Side, offer: Offer): void
}

export interface Take {
  readonly offer: Offer
  readonly amount: Exact
}

/** Takes one offer after the other until `amount` is reached or nothing is left. */
export function walk(liquidity: Liquidity, side: Side, amount: Exact, limit: number): readonly Take[] {
  const takes: Take[] = []
  let left = amount
  for (const offer of liquidity.offers(side, limit)) {
    const taking = Exact.min(offer.amount, left)
    takes.push({ offer, amount: taking })
    left = left.minus(taking)
    if (left.isZero()) break
  }
  return takes
}

/** The verified book, without what we took from it. */
export class BookLiquidity implements Liquidity {
  readonly #book: OrderBook
  readonly #taken: Taken
  readonly #stepSize: string

  constructor(book: OrderBook, taken: Taken, { stepSize }: Instrument) {
    this.#book = book
    this.#taken = taken
    this.#stepSize = stepSize
  }

  *offers(side: Side, limit: number): Iterable<Offer> {
    const maker = opposite(side)
    const levels = maker === 'buy' ? this.#book.bids : this.#book.asks
    for (let i = 0; i < levels.size; i++) {
      const price = levels.price(i)
      if (isBetter(maker, limit, price)) return
      const shown = levels.amount(i)
      const amount = floorTo(exact(shown).minus(this.#taken.at(maker, price, shown)), this.#stepSize)
      if (amount.gt(0)) yield { price: exact(price), amount }
    }
  }

  took(side: Side, { price, amount }: Offer): void {
    const maker = opposite(side)
    const levels = maker === 'buy' ? this.#book.bids : this.#book.asks
    const at = price.toNumber()
    for (let i = 0; i < levels.size; i++) {
      if (levels.price(i) !== at) continue
      this.#taken.add(maker, at, levels.amount(i), amount)
      return
    }
  }
}

/** The best bid and ask of a ticker, as much as `depth` (base currency) of it. */
export class QuoteLiquidity implements Liquidity {
  readonly #ticker: Ticker
  readonly #depth: Exact

  constructor(ticker: Ticker, depth: Exact) {
    this.#ticker = ticker
    this.#depth = depth
  }

  *offers(side: Side, limit: number): Iterable<Offer> {
    const price = side === 'buy' ? this.#ticker.ask : this.#ticker.bid
    if (price > 0 && !isBetter(opposite(side), limit, price)) yield { price: exact(price), amount: this.#depth }
  }

  took(): void {
    // The quote says nothing of what is left: the next taker finds as much again.
  }
}

/** The last price, `slippage` worse and on the tick, as much as is wanted. */
export class PriceLiquidity implements Liquidity {
  readonly #last: number
  readonly #slippage: number
  readonly #tickSize: string

  constructor(last: number, slippage: number, { tickSize }: Instrument) {
    this.#last = last
    this.#slippage = slippage
    this.#tickSize = tickSize
  }

  *offers(side: Side, limit: number): Iterable<Offer> {
    const factor = exact(1).plus(side === 'buy' ? this.#slippage : -this.#slippage)
    const price = passiveTo(exact(this.#last).mul(factor), this.#tickSize, opposite(side))
    if (price.gt(0) && !isBetter(opposite(side), limit, price.toNumber())) yield { price, amount: UNLIMITED }
  }

  took(): void {
    // A price alone says nothing of amounts.
  }
}

export const UNLIMITED: Exact = new Exact(Number.POSITIVE_INFINITY)
