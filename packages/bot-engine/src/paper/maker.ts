import type { Candle, Instrument, OrderBook, Side, Ticker, Trade } from '@md/types'
import { Exact, exact, ZERO } from '../decimal/exact.ts'
import { floorTo } from '../decimal/steps.ts'
import type { Evidence } from './evidence.ts'
import { happenedAt } from './happened-at.ts'
import { amountAt, isBetter } from './level-of.ts'
import { walk } from './liquidity.ts'
import { isOpen, type PaperOrder } from './paper-order.ts'
import { type PriceRange, rangeSince } from './price-range.ts'
import { Queue, type QueueModel } from './queue.ts'
import { RestingOrders } from './resting-orders.ts'
import type { Settlement } from './settlement.ts'

const SIDES: readonly Side[] = ['buy', 'sell']

export interface MakerOptions {
  readonly instrument: Instrument
  readonly evidence: Evidence
  readonly settlement: Settlement
  readonly queue: QueueModel
}

/** Fills our resting orders of one market: at their own price, by the maker's fee, on the evidence there is. */
export class Maker {
  readonly #options: MakerOptions
  readonly #resting = new RestingOrders()
  /** Of the last book that every queue has seen; NaN: they have to look at the whole book again. */
  #sequence = Number.NaN

  constructor(options: MakerOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#resting.size
  }

  rest(order: PaperOrder): void {
    const { evidence, queue } = this.#options
    const { book } = evidence
    if (book?.status === 'live') order.queue = new Queue(shownAt(book, order), queue)
    order.candle = evidence.candle
    this.#resting.add(order)
  }

  remove(order: PaperOrder): void {
    this.#resting.remove(order)
  }

  /** Moves the queues, and fills what the other side of the book has come to stand through. */
  onBook(book: OrderBook): void {
    if (book.status !== 'live') {
      this.#sequence = Number.NaN
      return
    }
    const { change } = book
    if (change?.kind === 'delta' && change.sequence === this.#sequence + 1) {
      for (const [price, amount] of change.bids) this.#show('buy', price, amount, book.receivedAt)
      for (const [price, amount] of change.asks) this.#show('sell', price, amount, book.receivedAt)
    } else if (change?.kind === 'snapshot' || book.sequence !== this.#sequence) this.#lookAgain(book)
    this.#sequence = book.sequence
    this.#fillThrough(book)
  }

  /** Through the price: filled wholly. At the price: by the place in the queue, if the taker was on the other side. */
  onTrade(trade: Trade): void {
    const { book } = this.#options.evidence
    if (book !== undefined && book.status !== 'live') return
    for (const side of SIDES) this.#tradeAgainst(side, trade)
  }

  onTicker(ticker: Ticker): void {
    const range = this.#options.evidence.rangeOf(ticker)
    this.#onPrices(() => range, ticker.receivedAt)
  }

  onCandle(candle: Candle): void {
    this.#onPrices((order) => rangeSince(order, candle), candle.receivedAt)
  }

  /** Without a book: strictly through the price, and then wholly. */
  #onPrices(range: (order: PaperOrder) => PriceRange, receivedAt: number): void {
    if (this.#options.evidence.book !== undefined) return
    for (const order of [...this.#resting.of('buy'), ...this.#resting.of('sell')]) {
      if (receivedAt > order.restedAt && isThrough(order, range(order))) this.#fill(order, order.remaining)
    }
  }

  #tradeAgainst(side: Side, trade: Trade): void {
    let left = trade.amount
    for (const order of this.#resting.of(side)) {
      if (isBetter(side, trade.price, order.limit)) return
      const amount = this.#reached(order, trade, left)
      if (amount.isZero()) continue
      left = Math.max(0, exact(left).minus(amount).toNumber())
      this.#fill(order, amount)
    }
  }

  /** How much of an order a trade fills, of which `left` has not met an order of ours yet. */
  #reached({ limit, queue, remaining, request, restedAt }: PaperOrder, trade: Trade, left: number): Exact {
    if (happenedAt(trade) <= restedAt) return ZERO
    if (isBetter(request.side, limit, trade.price)) return remaining
    if (trade.price !== limit || trade.side === request.side) return ZERO
    const reaching = queue?.trade(left, trade.receivedAt) ?? 0
    return reaching === 0 ? ZERO : Exact.min(remaining, this.#onStep(exact(reaching)))
  }

  #show(side: Side, price: number, amount: number, at: number): void {
    for (const { limit, queue } of this.#resting.of(side)) {
      if (limit === price) queue?.show(amount, at)
      else if (isBetter(side, price, limit)) return
    }
  }

  #lookAgain(book: OrderBook): void {
    for (const side of SIDES) {
      for (const order of this.#resting.of(side)) {
        const shown = shownAt(book, order)
        if (order.queue === undefined) order.queue = new Queue(shown, this.#options.queue)
        else order.queue.show(shown, book.receivedAt)
      }
    }
  }

  #fillThrough(book: OrderBook): void {
    for (const side of SIDES) {
      const [first] = this.#resting.of(side)
      const other = side === 'buy' ? book.asks : book.bids
      if (first !== undefined && isBetter(side, first.limit, other.price(0))) this.#meet(side)
    }
  }

  /** Whoever stands through our price would have met our order first: as much as stands there. */
  #meet(side: Side): void {
    const basis = this.#options.evidence.basis()
    if (typeof basis === 'string' || basis.kind !== 'book') return
    for (const order of this.#resting.of(side)) {
      const takes = walk(basis.liquidity, side, order.remaining, order.limit)
      const through = takes.filter(({ offer }) => offer.price.toNumber() !== order.limit)
      if (through.length === 0) return
      for (const { offer, amount } of through) basis.liquidity.took(side, { price: offer.price, amount })
      this.#fill(
        order,
        through.reduce((sum, { amount }) => sum.plus(amount), ZERO),
      )
    }
  }

  #fill(order: PaperOrder, amount: Exact): void {
    if (order.price === undefined) return
    const { instrument, settlement } = this.#options
    settlement.fill(order, { price: order.price, amount, liquidity: 'maker' }, instrument)
    settlement.filled(order)
    if (!isOpen(order)) this.remove(order)
  }

  #onStep(amount: Exact): Exact {
    return floorTo(amount, this.#options.instrument.stepSize)
  }
}

const isThrough = ({ limit, request: { side } }: PaperOrder, { high, low }: PriceRange): boolean =>
  isBetter(side, limit, side === 'buy' ? low : high)

function shownAt({ asks, bids }: OrderBook, { request, limit }: PaperOrder): number {
  return amountAt(request.side === 'buy' ? bids : asks, request.side, limit)
}
