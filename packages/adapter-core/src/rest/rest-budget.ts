import { RollingWindow } from '@md/runtime'
import type { Clock } from '@md/types'
import type { VenueLimits } from '../protocol.ts'

const MINUTE = 60_000

/** Share of the venue's budget that we use: other programs share the address. */
const SHARE = 0.9

/** What a venue that says "too many requests" without saying how long gets, in ms. */
const DEFAULT_BLOCK = 10_000

const TOO_MANY_REQUESTS = 429
const BANNED = 418

/**
 * When the next request may go out. Weight is counted by the minute of the wall clock, as Binance does, and the venue's
 * own count (`X-MBX-USED-WEIGHT-1M`) is believed over ours; `Retry-After` blocks everything.
 */
export class RestBudget {
  readonly #perMinute: number
  readonly #requests: RollingWindow | undefined
  readonly #clock: Clock
  #minute = 0
  #used = 0
  #blockedUntil = 0

  constructor({ requests, weightPerMinute }: VenueLimits['rest'], clock: Clock) {
    this.#perMinute = weightPerMinute
    this.#requests = requests && new RollingWindow(requests, clock)
    this.#clock = clock
  }

  /** ms until a request of this weight may go out. */
  delay(weight: number): number {
    const blocked = Math.max(this.blockedFor() ?? 0, this.#requests?.delay() ?? 0)
    if (this.#perMinute === 0) return blocked
    this.#turn()
    const spent = this.#used > 0 && this.#used + weight > this.#perMinute * SHARE
    return Math.max(blocked, spent ? (this.#minute + 1) * MINUTE - this.#clock.now() : 0)
  }

  use(weight: number): void {
    this.#requests?.use()
    this.#turn()
    this.#used += weight
  }

  observe(response: Response): void {
    const used = Number(response.headers.get('x-mbx-used-weight-1m') ?? Number.NaN)
    if (used > this.#used) this.#used = used
    if (response.status !== TOO_MANY_REQUESTS && response.status !== BANNED) return
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
    const until = this.#clock.monotonic() + (seconds > 0 ? seconds * 1_000 : DEFAULT_BLOCK)
    this.#blockedUntil = Math.max(this.#blockedUntil, until)
  }

  /** ms that the venue wants to be left alone for; `undefined` when it does not. */
  blockedFor(): number | undefined {
    const ms = this.#blockedUntil - this.#clock.monotonic()
    return ms > 0 ? ms : undefined
  }

  #turn(): void {
    const minute = Math.floor(this.#clock.now() / MINUTE)
    if (minute === this.#minute) return
    this.#minute = minute
    this.#used = 0
  }
}
