import { json, type RestAnswer } from '../server/rest.ts'

const MINUTE_MS = 60_000

/** The request weight of the running minute: rest-api.md, "IP Limits". It starts again with every minute of the clock. */
export class Weight {
  readonly #most: number
  #minute = Number.NaN
  #used = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Charges a request; the answer that refuses it when the minute is used up. */
  charge(now: number, weight: number): RestAnswer | undefined {
    const minute = Math.floor(now / MINUTE_MS)
    if (minute !== this.#minute) this.#used = 0
    this.#minute = minute
    this.#used += weight
    if (this.#used <= this.#most) return undefined

    const seconds = Math.ceil(((minute + 1) * MINUTE_MS - now) / 1000)
    const message = `Too much request weight used; current limit is ${this.#most} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`
    return json(`{"code":-1003,"msg":"${message}"}`, 429, { 'Retry-After': String(seconds), ...this.headers() })
  }

  headers(): Readonly<Record<string, string>> {
    return { 'x-mbx-used-weight': String(this.#used), 'x-mbx-used-weight-1m': String(this.#used) }
  }
}

/** `limit` of a depth request and what it costs. */
export function depthWeight(limit: number): number {
  if (limit <= 100) return 5
  if (limit <= 500) return 25
  return limit <= 1000 ? 50 : 250
}
