import { requestKey } from '@md/types'
import { SilentSubscriptionError } from '../errors.ts'
import type { Feeds } from '../feeds/feeds.ts'
import type { AdapterSettings } from '../options.ts'
import type { ExchangeProtocol, WireRequest } from '../protocol.ts'

export interface WatchActions {
  /** Whether the subscription stands, so that data can be expected. */
  stands(key: string): boolean
  probe(key: string): void
  renew(request: WireRequest): void
  rotate(key: string, reason: string): void
  report(error: unknown): void
}

interface Watched {
  readonly messages: number
  readonly silentSince: number
  readonly lastActed: number
  /** How often in a row it was found silent: decides what is done, and stretches the next patience. */
  readonly strikes: number
}

/** The last remedy. What is silent still is a quiet market, not a broken subscription. */
const ROTATE_AT = 2

/** A market that has been quiet this often in a row is a quiet market: looked after at most this many times less often. */
const MOST_STRETCH = 16

/**
 * Freshness per subscription: silence on one of them is looked into step by step (ask the socket, subscribe again,
 * replace the socket), and each step gives it twice the time. A quiet symbol never costs a busy socket anything:
 * replacing opens the new socket first.
 */
export class Watch {
  readonly #protocol: ExchangeProtocol
  readonly #settings: AdapterSettings
  readonly #feeds: Feeds
  readonly #actions: WatchActions
  #watched: ReadonlyMap<string, Watched> = new Map()

  constructor(protocol: ExchangeProtocol, settings: AdapterSettings, feeds: Feeds, actions: WatchActions) {
    this.#protocol = protocol
    this.#settings = settings
    this.#feeds = feeds
    this.#actions = actions
  }

  look(requests: Iterable<WireRequest>): void {
    const { freshness } = this.#settings
    if (freshness === undefined) return
    const watched = new Map<string, Watched>()
    for (const request of requests) watched.set(requestKey(request), this.#lookAt(request, freshness[request.channel]))
    this.#watched = watched
  }

  #lookAt(request: WireRequest, patience: number): Watched {
    const key = requestKey(request)
    const now = this.#settings.clock.monotonic()
    const messages = this.#feeds.of(request)?.messages ?? 0
    const watched = this.#watched.get(key)
    if (watched?.messages !== messages) return { messages, silentSince: now, lastActed: now, strikes: 0 }
    // Nothing is expected, and nothing is learned: an answer that takes its time must not hide how silent it was before.
    if (!this.#actions.stands(key)) return { ...watched, silentSince: now, lastActed: now }
    if (now - watched.lastActed < patience * Math.min(2 ** watched.strikes, MOST_STRETCH)) return watched
    this.#act(request, key, now - watched.silentSince, watched)
    return { ...watched, lastActed: now, strikes: watched.strikes + 1 }
  }

  #act(request: WireRequest, key: string, silentMs: number, { strikes }: Watched): void {
    const { exchange } = this.#protocol
    if (strikes === 0 || strikes > ROTATE_AT) {
      this.#actions.probe(key)
      return
    }
    const action = strikes === ROTATE_AT ? 'replacing its socket' : 'subscribing again'
    this.#actions.report(new SilentSubscriptionError(exchange, key, silentMs, action))
    if (strikes === ROTATE_AT) this.#actions.rotate(key, `${key} is silent`)
    else this.#actions.renew(request)
  }
}
