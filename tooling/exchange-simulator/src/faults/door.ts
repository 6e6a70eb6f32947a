import type { Clock } from '@md/types'
import { json, type RestAnswer } from '../server/rest.ts'
import type { BanAnswers } from '../venue.ts'

/** What becomes of a handshake. */
export type Welcome = 'accept' | 'refuse' | 'stall' | 'storm' | 'ban'

/** What becomes of a REST request: an answer in place of the venue's, the end of its socket, or `undefined`: the venue answers. */
export type RestFate = RestAnswer | 'destroy' | undefined

const HTML =
  '<!DOCTYPE html>\n<html><head><title>Just a moment...</title></head><body>Checking your browser before accessing.</body></html>\n'

/** Faults of those who come in: handshakes and REST requests. */
export class Door {
  readonly #clock: Clock
  readonly #banAnswer: BanAnswers
  #refusals = 0
  #stalls = 0
  #pages = 0
  #stormUntil = 0
  #bannedUntil = 0
  #strikes = 0
  #down = { until: 0, status: 0 }

  constructor(banAnswer: BanAnswers, clock: Clock) {
    this.#banAnswer = banAnswer
    this.#clock = clock
  }

  refuse(count: number): void {
    this.#refusals += count
  }

  stall(count: number): void {
    this.#stalls += count
  }

  storm(durationMs: number): void {
    this.#stormUntil = this.#clock.monotonic() + durationMs
  }

  ban(durationMs: number): void {
    this.#bannedUntil = this.#clock.monotonic() + durationMs
    this.#strikes = 0
  }

  takeDown(status: number, durationMs: number): void {
    this.#down = { until: this.#clock.monotonic() + durationMs, status }
  }

  answerWithPages(count: number): void {
    this.#pages += count
  }

  /** Seconds until a ban ends. */
  get retryAfter(): number {
    return Math.max(1, Math.ceil((this.#bannedUntil - this.#clock.monotonic()) / 1000))
  }

  welcome(): Welcome {
    const now = this.#clock.monotonic()
    if (now < this.#bannedUntil) return 'ban'
    if (this.#refusals > 0) {
      this.#refusals--
      return 'refuse'
    }
    if (this.#stalls > 0) {
      this.#stalls--
      return 'stall'
    }
    return now < this.#stormUntil ? 'storm' : 'accept'
  }

  restFate(): RestFate {
    const now = this.#clock.monotonic()
    if (now < this.#bannedUntil) return this.#banAnswer(++this.#strikes, this.#bannedUntil - now, this.#clock.now())
    if (now < this.#down.until) {
      return this.#down.status === 0 ? 'destroy' : json('{"message":"Service unavailable"}', this.#down.status)
    }
    if (this.#pages === 0) return undefined
    this.#pages--
    return json(HTML, 200, { 'Content-Type': 'text/html; charset=UTF-8' })
  }
}
