import type { Decimal, Market } from '@md/types'
import { type Exact, exact, toDecimal, ZERO } from '../decimal/exact.ts'
import { quotient } from '../decimal/quotient.ts'
import type { FillEffect } from './fill-effect.ts'

/** A position from its first fill to its last, once it is over. */
export interface RoundTrip {
  readonly market: Market
  readonly side: 'long' | 'short'
  /** Base currency that was closed. */
  readonly amount: Decimal
  /** Average prices, quote currency per base; a fee in base is part of them. */
  readonly entry: Decimal
  readonly exit: Decimal
  /** Quote currency, less fees in quote and base. Those of all round trips add up to what is realised. */
  readonly pnl: Decimal
  /** By asset. */
  readonly fees: Readonly<Record<string, Decimal>>
  /** Engine time. */
  readonly openedAt: number
  readonly closedAt: number
  /** A fill that turns a position counts in the trip it ends and in the one it begins. */
  readonly fills: number
}

export interface TripSnapshot {
  readonly openedAt: number
  readonly fills: number
  readonly entered: readonly [amount: Decimal, value: Decimal]
  readonly left: readonly [amount: Decimal, value: Decimal]
  readonly fees: Readonly<Record<string, Decimal>>
}

/** An average that is told has 24 digits: the books keep amount and cost instead. */
export const average = (value: Exact, amount: Exact): Decimal => (amount.isZero() ? '0' : quotient(value, amount))

export const decimalsOf = (amounts: ReadonlyMap<string, Exact>): Record<string, Decimal> =>
  Object.fromEntries([...amounts].map(([asset, amount]) => [asset, toDecimal(amount)]))

export const exactOf = (amounts: Readonly<Record<string, Decimal>>): Map<string, Exact> =>
  new Map(Object.entries(amounts).map(([asset, amount]) => [asset, exact(amount)]))

/** The round trip that is under way: sums alone. */
export class Trip {
  readonly openedAt: number
  readonly #fees: Map<string, Exact>
  #fills: number
  #entered: readonly [amount: Exact, value: Exact]
  #left: readonly [amount: Exact, value: Exact]

  private constructor(
    openedAt: number,
    entered: readonly [amount: Exact, value: Exact],
    left: readonly [amount: Exact, value: Exact],
    fees: Map<string, Exact>,
    fills: number,
  ) {
    this.openedAt = openedAt
    this.#entered = entered
    this.#left = left
    this.#fees = fees
    this.#fills = fills
  }

  /** `inherited`: dust of the same direction that is there already. */
  static begin(openedAt: number, inherited: readonly [amount: Exact, cost: Exact]): Trip {
    return new Trip(openedAt, inherited, [ZERO, ZERO], new Map(), 0)
  }

  static restore({ entered, fees, fills, left, openedAt }: TripSnapshot): Trip {
    const sums = ([amount, value]: readonly [Decimal, Decimal]) => [exact(amount), exact(value)] as const
    return new Trip(openedAt, sums(entered), sums(left), exactOf(fees), fills)
  }

  enter(effect: FillEffect): void {
    this.#entered = [this.#entered[0].plus(effect.amount), this.#entered[1].plus(effect.value)]
    this.#count(effect)
  }

  leave(effect: FillEffect): void {
    this.#left = [this.#left[0].plus(effect.amount), this.#left[1].plus(effect.value)]
    this.#count(effect)
  }

  end(market: Market, pnl: Exact, closedAt: number): RoundTrip {
    return Object.freeze({
      market,
      side: this.#entered[0].isNegative() ? 'short' : 'long',
      amount: toDecimal(this.#left[0].abs()),
      entry: average(this.#entered[1], this.#entered[0]),
      exit: average(this.#left[1], this.#left[0]),
      pnl: toDecimal(pnl),
      fees: Object.freeze(decimalsOf(this.#fees)),
      openedAt: this.openedAt,
      closedAt,
      fills: this.#fills,
    })
  }

  snapshot(): TripSnapshot {
    return {
      openedAt: this.openedAt,
      fills: this.#fills,
      entered: [toDecimal(this.#entered[0]), toDecimal(this.#entered[1])],
      left: [toDecimal(this.#left[0]), toDecimal(this.#left[1])],
      fees: decimalsOf(this.#fees),
    }
  }

  #count({ fee, feeAsset }: FillEffect): void {
    this.#fills += 1
    if (!fee.isZero()) this.#fees.set(feeAsset, (this.#fees.get(feeAsset) ?? ZERO).plus(fee))
  }
}
