import { fitted, isExact, type Parts, powerOfTen, type Rounding, unitsAt } from './units.ts'
import { narrowed, Wide, wideOf } from './wide.ts'

export function add(a: Parts, b: Parts): Parts {
  const scale = Math.max(a.scale, b.scale)
  const left = unitsAt(a, scale)
  const right = unitsAt(b, scale)
  const sum = isExact(left) && isExact(right) ? fitted(left + right, scale) : undefined
  return sum ?? narrowed(wideOf(a).plus(wideOf(b)))
}

export const multiply = (a: Parts, b: Parts): Parts =>
  fitted(a.units * b.units, a.scale + b.scale) ?? narrowed(wideOf(a).mul(wideOf(b)))

/** What comes out even; the others may never end. */
export function divide(a: Parts, b: Parts): Parts {
  if (a.units % b.units === 0) {
    const quotient = a.units / b.units
    const scale = a.scale - b.scale
    const fitting = scale < 0 ? fitted(quotient * powerOfTen(-scale), 0) : fitted(quotient, scale)
    if (fitting !== undefined) return fitting
  }
  return narrowed(wideOf(a).div(wideOf(b)))
}

/** Below 0, above it, or 0; NaN where one is no number. */
export function compare(a: Parts, b: Parts): number {
  if (a.wide !== undefined || b.wide !== undefined) return wideOf(a).cmp(wideOf(b))
  const scale = Math.max(a.scale, b.scale)
  // One of them is as it was, and the other, where it had to be rounded, is larger than anything that was not.
  const left = unitsAt(a, scale)
  const right = unitsAt(b, scale)
  if (left === right) return 0
  return left < right ? -1 : 1
}

/** The multiple of `size`, above zero, that is next to the value in the direction of `rounding`. */
export function multiple(value: Parts, size: Parts, rounding: Rounding): Parts {
  const scale = Math.max(value.scale, size.scale)
  const units = unitsAt(value, scale)
  const step = unitsAt(size, scale)
  const rest = units % step
  const up = rounding === 'ceil' && rest > 0 ? step : 0
  const down = rounding === 'floor' && rest < 0 ? step : 0
  // A zero has the sign of what it was.
  const next = units - rest + up - down || units * 0
  const found = isExact(units) && isExact(step) ? fitted(next, scale) : undefined
  return found ?? narrowed(wideMultiple(wideOf(value), wideOf(size), rounding))
}

const wideMultiple = (value: Wide, size: Wide, rounding: Rounding): Wide =>
  value.div(size).toDecimalPlaces(0, WIDE_ROUNDING[rounding]).mul(size)

const WIDE_ROUNDING = { down: Wide.ROUND_DOWN, floor: Wide.ROUND_FLOOR, ceil: Wide.ROUND_CEIL } as const
