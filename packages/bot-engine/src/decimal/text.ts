import { fitted, type Parts } from './units.ts'

/** Plain digits. Undefined: there are too many, or it is something else. */
export function parsed(text: string): Parts | undefined {
  const begin = text.charCodeAt(0) === MINUS ? 1 : 0
  const point = text.indexOf('.')
  const end = text.length
  const units =
    point < 0 ? digitsIn(text, begin, end, 0) : digitsIn(text, point + 1, end, digitsIn(text, begin, point, 0))
  return fitted(begin === 0 ? units : -units, point < 0 ? 0 : end - 1 - point)
}

/** The digits there behind those that were `read`; NaN where there is none, or something else between them. */
function digitsIn(text: string, begin: number, end: number, read: number): number {
  let units = begin < end ? read : Number.NaN
  for (let i = begin; i < end; i++) {
    const digit = text.charCodeAt(i) - NOUGHT
    units = digit >= 0 && digit <= 9 ? units * 10 + digit : Number.NaN
  }
  return units
}

/** Digits with the last `scale` of them behind the point; more zeros follow where it is negative. */
export function pointed(digits: string, scale: number): string {
  if (scale <= 0) return digits + '0'.repeat(-scale)
  const whole = digits.length - scale
  return whole > 0 ? `${digits.slice(0, whole)}.${digits.slice(whole)}` : `0.${'0'.repeat(-whole)}${digits}`
}

/** No exponent, no superfluous zero, no negative zero. */
export function textOf({ scale, units }: Parts): string {
  if (scale === 0) return `${units}`
  return units < 0 ? `-${pointed(`${-units}`, scale)}` : pointed(`${units}`, scale)
}

const MINUS = 45
const NOUGHT = 48
