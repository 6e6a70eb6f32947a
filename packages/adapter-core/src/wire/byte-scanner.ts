/** `10 ** i`; the powers up to 22 are exact doubles. */
const POWERS = Array.from({ length: 23 }, (_, i) => 10 ** i)

const ZERO = 48
const POINT = 46
const QUOTE = 34
const BACKSLASH = 92
const FIRST_PRINTABLE = 32
const FIRST_BEYOND_ASCII = 128

/** Names seen so far, so that each is made a string once. A stranger who invents names must not fill the memory. */
const NAMES_KEPT = 10_000

interface KnownName {
  readonly bytes: Uint8Array
  readonly text: string
}

/** A text to be skipped. */
export const literal = (text: string): Uint8Array => Buffer.from(text, 'latin1')

/**
 * Reads a frame from left to right for as long as its bytes are what is expected, and nothing is skipped unseen: what
 * was read to the end has exactly the expected layout. Whoever meets anything else hands the frame to `JSON.parse`.
 * Numbers are the same doubles that `Number` makes of the same text.
 */
export class ByteScanner {
  readonly #names = new Map<number, KnownName>()
  #frame: Uint8Array = new Uint8Array(0)
  #at = 0

  start(frame: Uint8Array): void {
    this.#frame = frame
    this.#at = 0
  }

  /** The byte that is next, -1 at the end. */
  get next(): number {
    return this.#frame[this.#at] ?? -1
  }

  get atEnd(): boolean {
    return this.#at === this.#frame.length
  }

  /** Goes past `text`. False, and not moved: something else stands there. */
  skip(text: Uint8Array): boolean {
    const frame = this.#frame
    const at = this.#at
    for (let i = 0; i < text.length; i++) if (frame[at + i] !== text[i]) return false
    this.#at = at + text.length
    return true
  }

  /** A JSON number without sign, point and exponent, below 2^53. NaN: there is none. */
  integer(): number {
    const frame = this.#frame
    const start = this.#at
    let at = start
    let value = 0
    for (let digit = (frame[at] ?? 0) - ZERO; digit >= 0 && digit <= 9; digit = (frame[at] ?? 0) - ZERO) {
      value = value * 10 + digit
      at += 1
    }
    this.#at = at
    const padded = at > start + 1 && frame[start] === ZERO
    return at === start || padded || value > Number.MAX_SAFE_INTEGER ? Number.NaN : value
  }

  /** Digits with or without a point inside, as venues write prices. NaN: anything else, or too long to be exact. */
  decimal(): number {
    const frame = this.#frame
    const start = this.#at
    let at = start
    let units = 0
    let point = -1
    for (; ; at++) {
      const digit = (frame[at] ?? 0) - ZERO
      if (digit >= 0 && digit <= 9) units = units * 10 + digit
      else if (digit === POINT - ZERO && point < 0 && at > start) point = at
      else break
    }
    this.#at = at
    if (point === at - 1) return Number.NaN
    const power = POWERS[point < 0 ? 0 : at - point - 1]
    return at === start || power === undefined || units > Number.MAX_SAFE_INTEGER ? Number.NaN : units / power
  }

  /** A text of printable ASCII up to its closing quote, which is not passed. `undefined`: it has something else in it. */
  name(): string | undefined {
    const frame = this.#frame
    const start = this.#at
    let at = start
    let hash = 0
    for (let byte = frame[at] ?? 0; byte !== QUOTE; byte = frame[at] ?? 0) {
      if (byte < FIRST_PRINTABLE || byte >= FIRST_BEYOND_ASCII || byte === BACKSLASH) return undefined
      hash = (Math.imul(hash, 31) + byte) | 0
      at += 1
    }
    this.#at = at
    const known = this.#names.get(hash)
    return known !== undefined && this.#isAt(known.bytes, start, at) ? known.text : this.#learn(hash, start, at)
  }

  #isAt(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes.length !== end - start) return false
    for (let i = 0; i < bytes.length; i++) if (bytes[i] !== this.#frame[start + i]) return false
    return true
  }

  #learn(hash: number, start: number, end: number): string {
    const bytes = this.#frame.slice(start, end)
    const text = Buffer.from(bytes).toString('latin1')
    if (this.#names.size < NAMES_KEPT) this.#names.set(hash, { bytes, text })
    return text
  }
}
