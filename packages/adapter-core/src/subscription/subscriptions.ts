import { type Deferred, deferred } from '@md/runtime'
import { type ChannelRequest, requestKey } from '@md/types'
import type { WireRequest } from '../protocol.ts'
import type { Deepening } from './deepening.ts'

/** One thing a consumer asked the adapter for. */
export interface Want {
  readonly request: ChannelRequest
  /** Settled by the venue's answer. */
  readonly confirmed: Deferred<void>
  /** The upstream subscription that serves it, once the symbol is known to be good. */
  upstream: string | undefined
}

/** One thing the adapter asks the venue for: on venues without candles, trades serve trades and candles alike. */
export interface Upstream {
  request: WireRequest
  readonly wants: Set<Want>
  /** The venue has acknowledged it at least once. */
  confirmed: boolean
  /** How often in a row it was refused since it was acknowledged. */
  refusals: number
  /** When it is asked for again after a refusal, ms on the monotonic clock. */
  retryAt: number | undefined
  deepening: Deepening | undefined
}

/** Who wants what, and what is asked of the venue for it. */
export class Subscriptions {
  readonly #wants = new Map<string, Want>()
  readonly #upstreams = new Map<string, Upstream>()
  readonly #symbols = new Map<string, { readonly symbol: string; uses: number }>()

  get size(): number {
    return this.#wants.size
  }

  get upstreams(): ReadonlyMap<string, Upstream> {
    return this.#upstreams
  }

  want(key: string): Want | undefined {
    return this.#wants.get(key)
  }

  wants(): Iterable<Want> {
    return this.#wants.values()
  }

  upstream(key: string): Upstream | undefined {
    return this.#upstreams.get(key)
  }

  /** Our symbol for a venue's spelling that something is subscribed for. */
  symbolOf(venueSymbol: string): string | undefined {
    return this.#symbols.get(venueSymbol)?.symbol
  }

  add(request: ChannelRequest): Want {
    const want: Want = { request, confirmed: deferred(), upstream: undefined }
    // Whoever waits handles the failure; nobody may be waiting.
    want.confirmed.promise.catch(() => undefined)
    this.#wants.set(requestKey(request), want)
    return want
  }

  /** Serves a want by an upstream subscription. Returns it, and whether it is a new one. */
  serve(want: Want, request: WireRequest): { upstream: Upstream; isNew: boolean } {
    const key = requestKey(request)
    const existing = this.#upstreams.get(key)
    const upstream = existing ?? anUpstream(request)
    upstream.wants.add(want)
    want.upstream = key
    if (existing === undefined) {
      this.#upstreams.set(key, upstream)
      this.#useSymbol(request, 1)
    }
    return { upstream, isNew: existing === undefined }
  }

  /** Returns the upstream subscription that nobody needs any more, if that is so. */
  remove(want: Want): Upstream | undefined {
    const key = requestKey(want.request)
    if (this.#wants.get(key) === want) this.#wants.delete(key)
    const upstream = this.#upstreams.get(want.upstream ?? '')
    if (upstream === undefined) return undefined
    upstream.wants.delete(want)
    if (upstream.wants.size > 0) return undefined
    this.#upstreams.delete(requestKey(upstream.request))
    this.#useSymbol(upstream.request, -1)
    return upstream
  }

  clear(): void {
    this.#wants.clear()
    this.#upstreams.clear()
    this.#symbols.clear()
  }

  #useSymbol({ symbol, venueSymbol }: WireRequest, by: 1 | -1): void {
    const entry = this.#symbols.get(venueSymbol) ?? { symbol, uses: 0 }
    entry.uses += by
    if (entry.uses === 0) this.#symbols.delete(venueSymbol)
    else this.#symbols.set(venueSymbol, entry)
  }
}

const anUpstream = (request: WireRequest): Upstream => ({
  request,
  wants: new Set(),
  confirmed: false,
  refusals: 0,
  retryAt: undefined,
  deepening: undefined,
})
