import type { Fill, Market } from '@md/types'
import { type Exact, exact, toDecimal, ZERO } from '../decimal/exact.ts'
import type { PositionView } from '../strategy/context.ts'

/** Average cost in its plainest form: fees in base make the amount smaller, fees in quote the result. */
export class StagePosition {
  readonly #market: Market
  readonly #base: string
  readonly #quote: string
  #amount: Exact = ZERO
  #cost: Exact = ZERO
  #realised: Exact = ZERO
  #openedAt: number | undefined

  constructor(market: Market, { base, quote }: { readonly base: string; readonly quote: string }) {
    this.#market = market
    this.#base = base
    this.#quote = quote
  }

  apply({ amount, fee, feeAsset, price, side }: Fill, now: number): void {
    const signed = side === 'buy' ? exact(amount) : exact(amount).neg()
    const opposes = !this.#amount.isZero() && this.#amount.isPositive() !== signed.isPositive()
    const closed = opposes ? smaller(signed.abs(), this.#amount.abs()) : ZERO
    this.#close(closed, exact(price))
    const opened = signed.abs().minus(closed)
    if (!opened.isZero()) this.#open(side === 'buy' ? opened : opened.neg(), exact(price), now)
    if (feeAsset === this.#base) this.#amount = this.#amount.minus(fee)
    if (feeAsset === this.#quote) this.#realised = this.#realised.minus(fee)
    if (this.#amount.isZero()) this.#openedAt = undefined
  }

  view(): PositionView {
    const flat = this.#amount.isZero()
    return Object.freeze({
      market: this.#market,
      amount: toDecimal(this.#amount),
      size: this.#amount.toNumber(),
      averageEntry: flat ? '0' : toDecimal(this.#cost.div(this.#amount)),
      realised: toDecimal(this.#realised),
      openedAt: this.#openedAt,
    })
  }

  #open(signed: Exact, price: Exact, now: number): void {
    if (this.#amount.isZero()) this.#openedAt = now
    this.#amount = this.#amount.plus(signed)
    this.#cost = this.#cost.plus(signed.mul(price))
  }

  #close(amount: Exact, price: Exact): void {
    if (amount.isZero()) return
    const share = amount.div(this.#amount.abs())
    const cost = this.#cost.mul(share)
    const signed = this.#amount.isPositive() ? amount : amount.neg()
    this.#realised = this.#realised.plus(signed.mul(price).minus(cost))
    this.#amount = this.#amount.minus(signed)
    this.#cost = this.#cost.minus(cost)
  }
}

const smaller = (a: Exact, b: Exact): Exact => (a.lt(b) ? a : b)
