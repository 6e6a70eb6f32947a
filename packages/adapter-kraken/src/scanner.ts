import { significantDigits } from './digits.ts'

const ZERO = 48
const NINE = 57
const POINT = 46

/** Up to so many digits a number is exact without its point, and one correctly rounded division away from its double. */
const EXACT_DIGITS = 15
const POWERS = Array.from({ length: EXACT_DIGITS + 1 }, (_, i) => 10 ** i)

/** Reads a text from left to right for as long as it is what is expected. */
export class Scanner {
  readonly text: string
  at: number
  /** The number read last, and its digits as the checksum wants them: those of 0 are empty. */
  value = 0
  digits = ''
  #units = 0

  constructor(text: string, at: number) {
    this.text = text
    this.at = at
  }

  /** Goes past `literal`. False: something else stands there. */
  skip(literal: string): boolean {
    if (!this.text.startsWith(literal, this.at)) return false
    this.at += literal.length
    return true
  }

  /** Reads a number without sign and exponent. False: there is none that JSON would allow. */
  number(): boolean {
    const { text, at: start } = this
    this.#units = 0
    const point = this.#pastDigits(start)
    if (point === start || (point > start + 1 && text.charCodeAt(start) === ZERO)) return false

    let end = point
    if (text.charCodeAt(point) === POINT) {
      end = this.#pastDigits(point + 1)
      if (end === point + 1) return false
    }
    this.#take(start, point, end)
    return true
  }

  #pastDigits(from: number): number {
    let at = from
    let units = this.#units
    for (let code = this.text.charCodeAt(at); code >= ZERO && code <= NINE; code = this.text.charCodeAt(at)) {
      units = units * 10 + code - ZERO
      at += 1
    }
    this.#units = units
    return at
  }

  #take(start: number, point: number, end: number): void {
    const units = this.#units
    const decimals = end === point ? 0 : end - point - 1
    this.at = end
    if (point - start + decimals <= EXACT_DIGITS) {
      this.value = units / (POWERS[decimals] as number)
      this.digits = units === 0 ? '' : String(units)
    } else {
      const number = this.text.slice(start, end)
      this.value = Number(number)
      this.digits = significantDigits(number)
    }
  }
}
