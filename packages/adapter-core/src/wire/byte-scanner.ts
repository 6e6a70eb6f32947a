import { type Literal, literal } from './literal.ts'
import { LOW_DIGITS, longQuotient } from './long-quotient.ts'
import { Names } from './names.ts'
import { POWERS_OF_TEN } from './powers-of-ten.ts'
import { utcMs } from './utc.ts'

const ZERO = 48
const NINE = 57
const POINT = 46
const MINUS = 45
const COLON = 58
const QUOTE = 34
const BACKSLASH = 92
const FIRST_PRINTABLE = 32
const FIRST_BEYOND_ASCII = 128
const T = 84
const Z = 90

/** Places of `2026-07-07T22:58:17.421061Z`; at most so many digits follow the point. */
const TIME_POINT = 19
const FRACTION_DIGITS = 9

const NOTHING = literal('')

const MINUS_SIGN = literal('-')

/**
 * Reads a frame from left to right for as long as its bytes are what is expected, and nothing is skipped unseen: what is
 * `whole` has exactly the expected layout. Once something else was met it never is: then `JSON.parse` has to read the
 * frame, and what was read of it means nothing. Numbers are the same doubles that `Number` makes of the same text.
 */
export class ByteScanner {
  readonly #names = new Names()
  #frame: Buffer = Buffer.alloc(0)
  #at = 0
  #failed = false
  /** The digits of the decimal read last, as one whole number. Above 2^53 the last of them are wrong. */
  units = 0

  start(frame: Buffer): void {
    this.#frame = frame
    this.#at = 0
    this.#failed = false
  }

  /** The frame was read to its end, and all of it was as expected. */
  get whole(): boolean {
    return !this.#failed && this.#at === this.#frame.length
  }

  /** Goes past `text`. False, and not moved: something else stands there. */
  skip(text: Literal): boolean {
    const frame = this.#frame
    const at = this.#at
    const { length } = text
    for (let i = 0; i < length; i++) if (frame[at + i] !== text[i]) return false
    this.#at = at + length
    return true
  }

  /** Goes past `text`, which has to be there. */
  pass(text: Literal): void {
    if (!this.skip(text)) this.fail()
  }

  /** This is not what was expected. Always NaN. */
  fail(): number {
    this.#failed = true
    return Number.NaN
  }

  /** A JSON number without sign, point and exponent, below 2^53. */
  integer(): number {
    const start = this.#at
    this.units = this.#digits(0)
    const padded = this.#at > start + 1 && this.#frame[start] === ZERO
    return this.#at === start || padded || this.units > Number.MAX_SAFE_INTEGER ? this.fail() : this.units
  }

  integerAfter(text: Literal): number {
    this.pass(text)
    return this.integer()
  }

  /** Digits with or without a point inside, as venues write prices into texts. */
  decimal(): number {
    const start = this.#at
    const whole = this.#digits(0)
    const point = this.#at
    if (point === start) return this.fail()
    this.units = whole
    if (this.#frame[point] !== POINT) return this.#quotient(0, start)

    this.#at = point + 1
    this.units = this.#digits(whole)
    const decimals = this.#at - point - 1
    return decimals === 0 ? this.fail() : this.#quotient(decimals, start)
  }

  decimalAfter(text: Literal): number {
    this.pass(text)
    return this.decimal()
  }

  /** The same as a JSON number, which has no needless zeros before its point. */
  numberAfter(text: Literal): number {
    this.pass(text)
    const first = this.#frame[this.#at]
    const second = this.#frame[this.#at + 1] ?? 0
    const padded = first === ZERO && second >= ZERO && second <= NINE
    return padded ? this.fail() : this.decimal()
  }

  /** The same with or without a minus. */
  signedAfter(text: Literal): number {
    this.pass(text)
    return this.skip(MINUS_SIGN) ? -this.numberAfter(NOTHING) : this.numberAfter(NOTHING)
  }

  /** A UTC time by the columns of RFC 3339, with a fraction of 3 to 9 digits, in ms. */
  timeAfter(text: Literal): number {
    this.pass(text)
    const at = this.#at
    const date = (this.#pair(at) * 100 + this.#pair(at + 2)) * 10_000 + this.#pair(at + 5) * 100 + this.#pair(at + 8)
    const clock = (this.#pair(at + 11) * 100 + this.#pair(at + 14)) * 100 + this.#pair(at + 17)
    const time = this.#hasColumns(at) ? utcMs(date, clock, this.#fraction(at + TIME_POINT + 1)) : Number.NaN
    return time > 0 ? time : this.fail()
  }

  /** Goes past printable ASCII without escapes, up to a closing quote, which is not passed. */
  text(): void {
    const frame = this.#frame
    let at = this.#at
    for (let byte = frame[at] ?? 0; byte !== QUOTE; byte = frame[at] ?? 0) {
      if (byte < FIRST_PRINTABLE || byte >= FIRST_BEYOND_ASCII || byte === BACKSLASH) {
        this.fail()
        break
      }
      at += 1
    }
    this.#at = at
  }

  /** What `text` goes past. */
  name(): string {
    const start = this.#at
    const end = start + this.#names.last.length
    if (this.#frame[end] === QUOTE && this.#names.isLast(this.#frame, start)) {
      this.#at = end
      return this.#names.last
    }
    this.text()
    return this.#failed ? '' : this.#names.at(this.#frame, start, this.#at)
  }

  /** The digits that come next, behind those of `before`. */
  #digits(before: number): number {
    const frame = this.#frame
    let at = this.#at
    let units = before
    for (let digit = (frame[at] ?? 0) - ZERO; digit >= 0 && digit <= 9; digit = (frame[at] ?? 0) - ZERO) {
      units = units * 10 + digit
      at += 1
    }
    this.#at = at
    return units
  }

  /** `units` with its point in its place. */
  #quotient(decimals: number, start: number): number {
    const power = POWERS_OF_TEN[decimals]
    if (power !== undefined && this.units <= Number.MAX_SAFE_INTEGER) return this.units / power
    const long = power === undefined ? Number.NaN : this.#longQuotient(decimals, power, start)
    return Number.isNaN(long) ? Number(this.#frame.toString('latin1', start, this.#at)) : long
  }

  /** The same with more digits than one double holds: a quote volume has 18. */
  #longQuotient(decimals: number, power: number, start: number): number {
    const hasPointAmongLow = decimals > 0 && decimals < LOW_DIGITS
    const lowStart = this.#at - LOW_DIGITS - (hasPointAmongLow ? 1 : 0)
    let high = 0
    let low = 0
    for (let at = start; at < this.#at; at++) {
      const digit = (this.#frame[at] ?? 0) - ZERO
      if (digit < 0) continue
      if (at < lowStart) high = high * 10 + digit
      else low = low * 10 + digit
    }
    return high > Number.MAX_SAFE_INTEGER ? Number.NaN : longQuotient(high, low, power)
  }

  #hasColumns(at: number): boolean {
    const frame = this.#frame
    return (
      frame[at + 4] === MINUS &&
      frame[at + 7] === MINUS &&
      frame[at + 10] === T &&
      frame[at + 13] === COLON &&
      frame[at + 16] === COLON &&
      frame[at + TIME_POINT] === POINT
    )
  }

  /** Reads to the end of a time: its first three digits count. */
  #fraction(start: number): number {
    const frame = this.#frame
    let end = start + 3
    while (end < start + FRACTION_DIGITS && digitOf(frame[end]) >= 0) end += 1
    this.#at = end + 1
    return frame[end] === Z ? this.#pair(start) * 10 + digitOf(frame[start + 2]) : Number.NaN
  }

  #pair(at: number): number {
    return digitOf(this.#frame[at]) * 10 + digitOf(this.#frame[at + 1])
  }
}

/** NaN for what is no digit. */
function digitOf(byte = 0): number {
  const digit = byte - ZERO
  return digit >= 0 && digit <= 9 ? digit : Number.NaN
}
