import { requestKey } from '@md/types'
import type { ExchangeProtocol, WireRequest } from '../protocol.ts'
import { longestRetryDelay, RETRIES } from '../retry.ts'

interface Farewell {
  readonly request: WireRequest
  /** How often the venue was too busy for it. */
  readonly busy: number
  /** When it may be sent, ms on the monotonic clock. */
  readonly dueAt: number
}

/**
 * What the exchange has to be told that it is not wanted any more, and what it was told and has not answered.
 * Each has a place: a subscription to the same place can only be asked for once the place is free.
 */
export class Leaving {
  readonly #protocol: Pick<ExchangeProtocol, 'exclusiveOf'>
  readonly #unsent = new Map<string, Farewell>()
  readonly #sent = new Map<number, { readonly at: number; readonly farewells: readonly Farewell[] }>()

  constructor(protocol: Pick<ExchangeProtocol, 'exclusiveOf'>) {
    this.#protocol = protocol
  }

  add(request: WireRequest): void {
    this.#unsent.set(this.#placeOf(request), { request, busy: 0, dueAt: Number.NEGATIVE_INFINITY })
  }

  /** Whether something has yet to leave the place of `request`. */
  blocks(request: WireRequest): boolean {
    return this.#unsent.has(this.#placeOf(request))
  }

  /** Whether the exchange may still be sending what is given up: it has not heard of it, or not answered. */
  lingers(request: WireRequest): boolean {
    const place = this.#placeOf(request)
    if (this.#unsent.has(place)) return true
    for (const { farewells } of this.#sent.values()) {
      if (farewells.some((farewell) => this.#placeOf(farewell.request) === place)) return true
    }
    return false
  }

  due(now: number): WireRequest[] {
    return [...this.#unsent.values()].filter(({ dueAt }) => dueAt <= now).map(({ request }) => request)
  }

  /** These went out in `frame`. */
  sent(batch: readonly WireRequest[], frame: number, now: number): void {
    const farewells: Farewell[] = []
    for (const request of batch) {
      const place = this.#placeOf(request)
      farewells.push(this.#unsent.get(place) ?? { request, busy: 0, dueAt: now })
      this.#unsent.delete(place)
    }
    this.#sent.set(frame, { at: now, farewells })
  }

  /** The exchange has answered the frame; unset: everything it was told. */
  answered(frame: number | undefined): void {
    if (frame === undefined) this.#sent.clear()
    else this.#sent.delete(frame)
  }

  /** The exchange was too busy for the frame, or for one that it does not name: a few times it is told again, ever later. */
  again(frame: number | undefined): void {
    for (const [id, { at, farewells }] of this.#sent) {
      if (frame !== undefined && id !== frame) continue
      this.#sent.delete(id)
      for (const { request, busy } of farewells) {
        const place = this.#placeOf(request)
        if (busy >= RETRIES || this.#unsent.has(place)) continue
        this.#unsent.set(place, { request, busy: busy + 1, dueAt: at + longestRetryDelay(busy + 1) })
      }
    }
  }

  /** What excludes each other on a socket has one place there. */
  #placeOf(request: WireRequest): string {
    return this.#protocol.exclusiveOf?.(request) ?? requestKey(request)
  }
}
