import type { Clock, Instrument, MarketEvent } from '@md/types'
import { type Exact, exact, ZERO } from '../decimal/exact.ts'
import type { Basis, Evidence } from './evidence.ts'
import { type Take, walk } from './liquidity.ts'
import { Maker } from './maker.ts'
import { isOpen, type PaperOrder } from './paper-order.ts'
import type { QueueModel } from './queue.ts'
import type { Settlement } from './settlement.ts'
import { Stops } from './stops.ts'
import type { Rejection } from './terms.ts'

export interface PaperMarketOptions {
  readonly instrument: Instrument
  readonly evidence: Evidence
  readonly settlement: Settlement
  readonly clock: Clock
  readonly queue: QueueModel
}

/** The orders of the account in one market, and what the market does to them. */
export class PaperMarket {
  readonly instrument: Instrument
  readonly evidence: Evidence
  readonly #settlement: Settlement
  readonly #clock: Clock
  readonly #maker: Maker
  readonly #stops = new Stops()

  constructor(options: PaperMarketOptions) {
    this.instrument = options.instrument
    this.evidence = options.evidence
    this.#settlement = options.settlement
    this.#clock = options.clock
    this.#maker = new Maker(options)
  }

  hear(event: MarketEvent): void {
    this.evidence.hear(event)
    if (this.#maker.size === 0 && this.#stops.size === 0) return
    switch (event.type) {
      case 'orderbook':
        this.#maker.onBook(event.data)
        break
      case 'trade':
        this.#maker.onTrade(event.data)
        break
      case 'ticker':
        this.#maker.onTicker(event.data)
        break
      case 'candle':
        this.#maker.onCandle(event.data)
        break
      default:
        return
    }
    for (const order of this.#stops.dueAfter(event)) this.#trigger(order)
  }

  /** Takes the order, or says why not. */
  place(order: PaperOrder): Rejection | undefined {
    if (order.waiting) return this.#placeStop(order)
    const basis = this.evidence.basis()
    if (typeof basis === 'string') return { code: 'market-closed', message: basis }

    const takes = this.#walk(order, basis)
    const fault = this.#fault(order, takes)
    if (fault !== undefined) return fault
    this.#settlement.accept(order)
    this.#settlement.lock(order, this.instrument)
    this.#execute(order, basis, takes)
    return undefined
  }

  cancel(order: PaperOrder): void {
    this.#maker.remove(order)
    this.#stops.remove(order)
    this.#settlement.end(order, 'cancelled', this.instrument)
  }

  /** Stands again as it stood before a restart, behind what is shown now. */
  reinstate(order: PaperOrder): void {
    if (order.request.type === 'stop' && order.waiting) this.#stops.add(order)
    else this.#maker.rest(order)
  }

  #walk({ request, remaining, limit }: PaperOrder, { liquidity }: Basis): readonly Take[] {
    return walk(liquidity, request.side, remaining, limit)
  }

  #fault(order: PaperOrder, takes: readonly Take[]): Rejection | undefined {
    const { type, postOnly, price } = order.request
    const [best] = takes
    if (postOnly === true && best !== undefined) {
      return { code: 'post-only', message: `it would take at ${best.offer.price}, its price is ${price}` }
    }
    if (type === 'market' && best === undefined) {
      return { code: 'market-closed', message: `nobody deals in ${this.instrument.symbol}: that side is empty` }
    }
    return this.#uncovered(order, type === 'market' ? costOf(takes) : undefined)
  }

  #uncovered(order: PaperOrder, cost: Exact | undefined): Rejection | undefined {
    const short = this.#settlement.shortOf(order, this.instrument, cost)
    if (short === undefined) return undefined
    return { code: 'insufficient-funds', message: `it needs ${short.need} ${short.asset} free` }
  }

  #placeStop(order: PaperOrder): Rejection | undefined {
    const fault = this.#uncovered(order, undefined)
    if (fault !== undefined) return fault
    this.#settlement.accept(order)
    this.#settlement.lock(order, this.instrument)
    order.restedAt = this.#clock.now()
    order.candle = this.evidence.candle
    this.#stops.add(order)
    const { last } = this.evidence
    if (last !== undefined && this.#stops.isReached(order, last)) this.#trigger(order)
    return undefined
  }

  /** A stop that is reached while nothing can be dealt stays due until it can. */
  #trigger(order: PaperOrder): void {
    const basis = this.evidence.basis()
    if (typeof basis === 'string') return
    order.waiting = false
    this.#stops.remove(order)
    const takes = this.#walk(order, basis)
    if (order.price === undefined) {
      this.#settlement.unlock(order, this.instrument)
      if (takes.length === 0 || this.#uncovered(order, costOf(takes)) !== undefined) {
        this.#settlement.end(order, 'expired', this.instrument)
        return
      }
    }
    this.#execute(order, basis, takes)
  }

  #execute(order: PaperOrder, { liquidity }: Basis, takes: readonly Take[]): void {
    const { timeInForce, side } = order.request
    const isWhole = sum(takes).eq(order.remaining)
    if (timeInForce === 'FOK' && !isWhole) {
      this.#settlement.end(order, 'expired', this.instrument)
      return
    }
    for (const { offer, amount } of takes) {
      liquidity.took(side, { price: offer.price, amount })
      this.#settlement.fill(order, { price: offer.price, amount, liquidity: 'taker' }, this.instrument)
    }
    if (isOpen(order) && (order.price === undefined || timeInForce === 'IOC')) {
      this.#settlement.end(order, 'expired', this.instrument)
      return
    }
    if (takes.length > 0) this.#settlement.filled(order)
    if (!isOpen(order)) return
    order.restedAt = this.#clock.now()
    this.#maker.rest(order)
  }
}

const sum = (takes: readonly Take[]): Exact => takes.reduce((total, { amount }) => total.plus(amount), ZERO)

const costOf = (takes: readonly Take[]): Exact =>
  takes.reduce((total, { offer, amount }) => total.plus(offer.price.mul(amount)), exact(0))
