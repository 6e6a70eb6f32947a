import type { Decimal } from '@md/types'
import type { Decimal as WideJs } from 'decimal.js'
import { add, compare, divide, multiple, multiply } from './arithmetic.ts'
import { textOf } from './text.ts'
import { type Parts, powerOfTen, type Rounding } from './units.ts'
import { narrowed, partsOf, Wide, wideOf } from './wide.ts'

type Operand = Parts | Decimal | number

/**
 * Exact arithmetic of money. Sums, differences and products of what venues send are exact; a quotient is rounded, half
 * to even, to 60 digits. Nearly all of it are whole units of a power of ten that one number holds, and are computed as
 * such; the rest is left to decimal.js, which says the same and takes its time. Immutable.
 */
export class Exact implements Parts {
  static readonly ROUND_DOWN = Wide.ROUND_DOWN

  readonly units: number
  readonly scale: number
  readonly wide: Wide | undefined

  /** A number is taken at its shortest decimal text. @throws when it is no number */
  constructor(value: Operand) {
    const { scale, units, wide } = typeof value === 'object' ? value : partsOf(value)
    this.units = units
    this.scale = scale
    this.wide = wide
  }

  static max(...values: readonly Operand[]): Exact {
    return values.map(exactOf).reduce((most, other) => (other.gt(most) || other.isNaN() ? other : most))
  }

  static min(...values: readonly Operand[]): Exact {
    return values.map(exactOf).reduce((least, other) => (other.lt(least) || other.isNaN() ? other : least))
  }

  plus(other: Operand): Exact {
    return new Exact(add(this, exactOf(other)))
  }

  minus(other: Operand): Exact {
    return new Exact(add(this, exactOf(other).neg()))
  }

  mul(other: Operand): Exact {
    return new Exact(multiply(this, exactOf(other)))
  }

  times(other: Operand): Exact {
    return this.mul(other)
  }

  div(other: Operand): Exact {
    return new Exact(divide(this, exactOf(other)))
  }

  pow(exponent: Operand): Exact {
    return new Exact(narrowed(wideOf(this).pow(wideOf(exactOf(exponent)))))
  }

  /** The multiple of `size`, above zero, that is nearest in the direction of `rounding`. */
  toMultiple(size: Operand, rounding: Rounding): Exact {
    return new Exact(multiple(this, exactOf(size), rounding))
  }

  /** The multiple of `size` that is nearest; of two the even one. */
  toNearest(size: Operand): Exact {
    return new Exact(narrowed(wideOf(this).toNearest(wideOf(exactOf(size)))))
  }

  toSignificantDigits(digits: number): Exact {
    return new Exact(narrowed(wideOf(this).toSignificantDigits(digits)))
  }

  toDecimalPlaces(places: number, rounding: WideJs.Rounding = Wide.rounding): Exact {
    if (this.wide === undefined && this.scale <= places) return this
    return new Exact(narrowed(wideOf(this).toDecimalPlaces(places, rounding)))
  }

  abs(): Exact {
    return this.isNegative() ? this.neg() : this
  }

  neg(): Exact {
    const { scale, units, wide } = this
    return new Exact({ units: -units, scale, wide: wide?.neg() })
  }

  negated(): Exact {
    return this.neg()
  }

  /** Below 0, above it, or 0 where they are equal. NaN where one is no number. */
  cmp(other: Operand): number {
    return compare(this, exactOf(other))
  }

  eq(other: Operand): boolean {
    return this.cmp(other) === 0
  }

  lt(other: Operand): boolean {
    return this.cmp(other) < 0
  }

  lte(other: Operand): boolean {
    return this.cmp(other) <= 0
  }

  gt(other: Operand): boolean {
    return this.cmp(other) > 0
  }

  gte(other: Operand): boolean {
    return this.cmp(other) >= 0
  }

  lessThan(other: Operand): boolean {
    return this.lt(other)
  }

  lessThanOrEqualTo(other: Operand): boolean {
    return this.lte(other)
  }

  greaterThan(other: Operand): boolean {
    return this.gt(other)
  }

  greaterThanOrEqualTo(other: Operand): boolean {
    return this.gte(other)
  }

  isZero(): boolean {
    return this.wide === undefined ? this.units === 0 : this.wide.isZero()
  }

  isNaN(): boolean {
    return this.wide?.isNaN() ?? false
  }

  isFinite(): boolean {
    return this.wide?.isFinite() ?? true
  }

  /** Of zero too, as a number has it. */
  isNegative(): boolean {
    return this.wide?.isNegative() ?? (this.units < 0 || Object.is(this.units, -0))
  }

  isPositive(): boolean {
    return this.wide?.isPositive() ?? !this.isNegative()
  }

  /** No exponent, no superfluous zero, no negative zero. */
  toFixed(): Decimal {
    return this.wide?.toFixed() ?? textOf(this)
  }

  toString(): string {
    return this.wide?.toString() ?? textOf(this)
  }

  toNumber(): number {
    return this.wide?.toNumber() ?? this.units / powerOfTen(this.scale)
  }
}

/** A number is taken at its shortest decimal text. @throws when it is no number */
export const exact = (value: Decimal | number): Exact => new Exact(value)

const exactOf = (value: Operand): Exact => (value instanceof Exact ? value : new Exact(value))

/** Canonical: no exponent, no superfluous zero, no negative zero. */
export const toDecimal = (value: Exact): Decimal => value.toFixed()

export const ZERO: Exact = new Exact(0)
