import { type Deferred, deferred } from '@md/runtime'
import { type ChannelRequest, requestKey } from '@md/types'
import { USUAL_DEPTH } from '../book/horizon.ts'
import type { Feeds } from '../feeds/feeds.ts'
import type { BookRules, ExchangeProtocol, WireRequest } from '../protocol.ts'
import type { Subscriptions, Upstream } from './subscriptions.ts'

/** A book that has been asked for deeper, until the venue has answered. */
export interface Deepening {
  /** As the venue has acknowledged it. */
  readonly from: WireRequest
  readonly answered: Deferred<void>
}

export interface DeepenerParts {
  readonly protocol: ExchangeProtocol
  readonly subscriptions: Subscriptions
  readonly feeds: Feeds
  /** Asks the venue for a subscription afresh. */
  renew(request: WireRequest): void
}

/** A market has one book: whoever wants it deeper gets it for everybody, if the venue agrees. */
export class Deepener {
  readonly #parts: DeepenerParts

  constructor(parts: DeepenerParts) {
    this.#parts = parts
  }

  /** Resolves when the venue has acknowledged the book at least as deep as `request`; rejects with what became of it. */
  async reach(upstream: Upstream, request: ChannelRequest): Promise<void> {
    if (request.channel !== 'orderbook') return
    const wanted = this.#levels(request)
    if (wanted <= this.#levels(upstream.deepening?.from ?? upstream.request)) return
    const deepening = upstream.deepening ?? aDeepening(upstream.request)
    upstream.deepening = deepening
    if (wanted > this.#levels(upstream.request)) {
      this.#replace(upstream, { ...request, venueSymbol: upstream.request.venueSymbol })
    }
    await deepening.answered.promise
  }

  acknowledged(upstream: Upstream): void {
    upstream.deepening?.answered.resolve()
    upstream.deepening = undefined
  }

  /** The venue will not have it deeper: it becomes what it was. Returns whether that was the question. */
  declined(upstream: Upstream, error: Error): boolean {
    const { deepening } = upstream
    if (deepening === undefined) return false
    this.abandoned(upstream, error)
    this.#replace(upstream, deepening.from)
    return true
  }

  /** The book itself is given up. */
  abandoned(upstream: Upstream, error: Error): void {
    upstream.deepening?.answered.reject(error)
    upstream.deepening = undefined
  }

  /** The book starts over, as deep as `request` says. */
  #replace(upstream: Upstream, request: WireRequest): void {
    const { subscriptions, feeds, renew } = this.#parts
    upstream.request = request
    feeds.close(request)
    // Whoever was told that the old book ended may have given it up.
    if (subscriptions.upstream(requestKey(request)) !== upstream) return
    feeds.open(request)
    renew(request)
  }

  #levels(request: ChannelRequest): number {
    return request.channel === 'orderbook' ? levelsFor(request.depth, this.#parts.protocol.book) : 0
  }
}

function aDeepening(from: WireRequest): Deepening {
  const answered = deferred<void>()
  // Whoever waits handles the failure; nobody may be waiting.
  answered.promise.catch(() => undefined)
  return { from, answered }
}

/** How deep a subscription is that wants `depth`: as deep as the venue sends it, or as its snapshot has to be. */
const levelsFor = (depth: number | undefined, rules: BookRules): number =>
  rules.startsFrom === 'rest' ? (depth ?? USUAL_DEPTH) : (rules.subscribedDepth(depth) ?? Number.POSITIVE_INFINITY)
