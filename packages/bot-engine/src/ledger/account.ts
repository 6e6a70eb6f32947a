import type { Decimal, Market } from '@md/types'
import { type Exact, exact, toDecimal, ZERO } from '../decimal/exact.ts'
import type { PositionView } from '../strategy/context.ts'
import { type FillEffect, splitEffect } from './fill-effect.ts'
import { share } from './share.ts'
import { average, decimalsOf, exactOf, type RoundTrip, Trip, type TripSnapshot } from './trip.ts'

export interface AccountSnapshot {
  readonly amount: Decimal
  readonly cost: Decimal
  readonly cash: Decimal
  readonly volume: Decimal
  /** What was realised when the last round trip ended. */
  readonly settled: Decimal
  readonly fees: Readonly<Record<string, Decimal>>
  readonly openedAt?: number | undefined
  readonly trip?: TripSnapshot | undefined
}

/**
 * The books of one market by average cost. Only the amount held, what it cost and the cash that flowed are kept;
 * what is realised is cash plus cost. So `cash + amount * price = realised + unrealised` holds to the digit, whatever a
 * share of the cost had to be rounded to.
 */
export class Account {
  readonly #market: Market
  /** Less than this cannot be sold: what is left of a fee taken in base. */
  readonly #step: Exact
  #amount = ZERO
  /** Of the amount held, quote currency; negative for a short: what it brought in. */
  #cost = ZERO
  #cash = ZERO
  #volume = ZERO
  #settled = ZERO
  readonly #fees: Map<string, Exact>
  #openedAt: number | undefined
  #trip: Trip | undefined
  #view: PositionView | undefined

  constructor(market: Market, step: Decimal, snapshot?: AccountSnapshot) {
    this.#market = Object.freeze({ exchange: market.exchange, symbol: market.symbol })
    this.#step = exact(step)
    this.#fees = exactOf(snapshot?.fees ?? {})
    if (snapshot === undefined) return
    this.#amount = exact(snapshot.amount)
    this.#cost = exact(snapshot.cost)
    this.#cash = exact(snapshot.cash)
    this.#volume = exact(snapshot.volume)
    this.#settled = exact(snapshot.settled)
    this.#openedAt = snapshot.openedAt
    this.#trip = snapshot.trip && Trip.restore(snapshot.trip)
  }

  get cash(): Exact {
    return this.#cash
  }

  get cost(): Exact {
    return this.#cost
  }

  get fees(): ReadonlyMap<string, Exact> {
    return this.#fees
  }

  get realised(): Exact {
    return this.#cash.plus(this.#cost)
  }

  get volume(): Exact {
    return this.#volume
  }

  get isDust(): boolean {
    return !this.#amount.isZero() && this.#amount.abs().lessThan(this.#step)
  }

  get view(): PositionView {
    this.#view ??= Object.freeze({
      market: this.#market,
      amount: toDecimal(this.#amount),
      size: this.#amount.toNumber(),
      averageEntry: average(this.#cost, this.#amount),
      realised: toDecimal(this.realised),
      openedAt: this.#openedAt,
    })
    return this.#view
  }

  unrealised(price: Exact): Exact {
    return this.#amount.times(price).minus(this.#cost)
  }

  /** The round trip that it ended, if it did. @param at engine time */
  take(effect: FillEffect, at: number): RoundTrip | undefined {
    this.#view = undefined
    this.#volume = this.#volume.plus(effect.value.abs())
    if (!effect.fee.isZero())
      this.#fees.set(effect.feeAsset, (this.#fees.get(effect.feeAsset) ?? ZERO).plus(effect.fee))

    const held = this.#amount
    if (held.isZero() || held.isNegative() === effect.amount.isNegative()) {
      this.#grow(effect, at)
      return undefined
    }
    if (effect.amount.abs().lessThanOrEqualTo(held.abs())) return this.#shrink(effect, at)
    const [closing, opening] = splitEffect(effect, held.abs())
    const closed = this.#shrink(closing, at)
    this.#grow(opening, at)
    return closed
  }

  snapshot(): AccountSnapshot {
    return {
      amount: toDecimal(this.#amount),
      cost: toDecimal(this.#cost),
      cash: toDecimal(this.#cash),
      volume: toDecimal(this.#volume),
      settled: toDecimal(this.#settled),
      fees: decimalsOf(this.#fees),
      openedAt: this.#openedAt,
      trip: this.#trip?.snapshot(),
    }
  }

  #grow(effect: FillEffect, at: number): void {
    if (this.#trip === undefined) {
      this.#trip = Trip.begin(at, [this.#amount, this.#cost])
      this.#openedAt = at
    }
    this.#trip.enter(effect)
    this.#amount = this.#amount.plus(effect.amount)
    this.#cost = this.#cost.plus(effect.value)
    this.#pay(effect)
  }

  #shrink(effect: FillEffect, at: number): RoundTrip | undefined {
    const left = this.#amount.plus(effect.amount)
    this.#cost = left.isZero() ? ZERO : share(this.#cost, left, this.#amount)
    this.#amount = left
    this.#pay(effect)
    this.#trip?.leave(effect)
    if (left.isZero()) this.#openedAt = undefined
    return left.isZero() || this.isDust ? this.#endTrip(at) : undefined
  }

  #pay({ value, quoteFee }: FillEffect): void {
    const cash = this.#cash.minus(value)
    this.#cash = quoteFee.isZero() ? cash : cash.minus(quoteFee)
  }

  #endTrip(at: number): RoundTrip | undefined {
    const { realised } = this
    const closed = this.#trip?.end(this.#market, realised.minus(this.#settled), at)
    if (closed === undefined) return undefined
    this.#trip = undefined
    this.#settled = realised
    return closed
  }
}
