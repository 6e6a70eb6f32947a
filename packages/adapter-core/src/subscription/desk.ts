import { type ChannelRequest, requestKey } from '@md/types'
import { USUAL_DEPTH } from '../book/horizon.ts'
import type { Line } from '../connection/line.ts'
import type { Shards } from '../connection/shards.ts'
import type { Counters } from '../counters.ts'
import { AbandonedError, NotAcknowledgedError, SubscriptionRefusedError } from '../errors.ts'
import type { Feeds } from '../feeds/feeds.ts'
import type { AdapterSettings } from '../options.ts'
import type { BookRules, ExchangeProtocol, WireRequest } from '../protocol.ts'
import type { InstrumentCatalogue } from '../rest/instrument-catalogue.ts'
import { checkRequest } from './check-request.ts'
import type { Subscriptions, Upstream, Want } from './subscriptions.ts'

export interface DeskParts {
  readonly protocol: ExchangeProtocol
  readonly settings: AdapterSettings
  readonly counters: Counters
  readonly subscriptions: Subscriptions
  readonly catalogue: InstrumentCatalogue
  readonly feeds: Feeds
  readonly shards: Shards
  /** Sockets are being kept: what is asked for now can be sent. */
  running(): boolean
  report(error: unknown): void
}

/** Takes in what consumers want, asks the venue for it, and hands its answers back. */
export class SubscriptionDesk {
  readonly #parts: DeskParts

  constructor(parts: DeskParts) {
    this.#parts = parts
  }

  async subscribe(request: ChannelRequest): Promise<void> {
    const { protocol, subscriptions, catalogue } = this.#parts
    checkRequest(protocol, request)
    const existing = subscriptions.want(requestKey(request))
    if (existing !== undefined) return this.#again(existing, request)

    const want = subscriptions.add(request)
    try {
      const venueSymbol = await catalogue.venueSymbol(request.symbol)
      // It may have been given up while the list was on its way.
      if (subscriptions.want(requestKey(request)) === want) this.#serve(want, venueSymbol)
      await want.confirmed.promise
    } catch (error) {
      this.#forget(want)
      throw error
    }
  }

  unsubscribe(request: ChannelRequest): void {
    const want = this.#parts.subscriptions.want(requestKey(request))
    if (want === undefined) return
    want.confirmed.reject(new AbandonedError(this.#parts.protocol.exchange, requestKey(request)))
    this.#forget(want)
  }

  /** Everything is given up. */
  clear(): void {
    const { subscriptions, feeds, protocol } = this.#parts
    for (const { confirmed, request } of subscriptions.wants()) {
      confirmed.reject(new AbandonedError(protocol.exchange, requestKey(request)))
    }
    subscriptions.clear()
    feeds.stop()
  }

  /** The venue has acknowledged these upstream subscriptions. */
  confirmed(keys: readonly string[], line: Line): void {
    const { subscriptions, feeds, counters } = this.#parts
    for (const key of keys) {
      const upstream = subscriptions.upstream(key)
      if (upstream === undefined) continue
      if (upstream.confirmed && line.leading) counters.resubscriptions += 1
      upstream.confirmed = true
      for (const { confirmed } of upstream.wants) confirmed.resolve()
      if (line.leading) feeds.of(upstream.request)?.subscribed(line.id)
    }
  }

  refused(key: string, reason: string): void {
    const { subscriptions, protocol, report } = this.#parts
    const upstream = subscriptions.upstream(key)
    if (upstream === undefined) return
    const error = new SubscriptionRefusedError(protocol.exchange, upstream.request, reason)
    if (upstream.confirmed) report(error)
    this.#drop(upstream, error)
  }

  /** Asks the venue for a subscription afresh. */
  renew(request: WireRequest): void {
    this.#parts.shards.of(requestKey(request))?.renew(request)
  }

  /** A line has taken over: what only it has had acknowledged stands from now on. */
  promoted(line: Line, old: Line): void {
    const { subscriptions, feeds, counters } = this.#parts
    counters.rotated()
    for (const [key, { request }] of subscriptions.upstreams) {
      if (line.ledger.isActive(key) && !old.ledger.isActive(key)) feeds.of(request)?.subscribed(line.id)
    }
  }

  /** A line was closed by us: it has been replaced, or never took over. */
  retired(line: Line): void {
    const { feeds, shards } = this.#parts
    for (const feed of feeds.books) {
      const left = shards.of(feed.key)?.current
      feed.retired(line.id, left?.session.isOpen ? left.id : undefined)
    }
  }

  /** A line ended by itself. Where another one has taken over already, things go on there. */
  lost(line: Line): void {
    const { subscriptions, feeds, shards } = this.#parts
    const continued = shards.withLine(line) === undefined
    for (const [key, { request }] of subscriptions.upstreams) {
      if (!line.ledger.has(key)) continue
      const feed = feeds.of(request)
      feed?.lost(line.id)
      const current = continued ? shards.of(key)?.current : undefined
      if (current?.ledger.isActive(key)) feed?.subscribed(current.id)
    }
  }

  /** Acts on requests that the venue has not answered in time. */
  lookForOverdue(): void {
    const { shards, settings } = this.#parts
    const deadline = settings.clock.monotonic() - settings.timeout
    for (const { current } of shards.all) {
      for (const key of current?.ledger.overdue(deadline) ?? []) if (current) this.#overdue(key, current)
    }
  }

  #overdue(key: string, line: Line): void {
    const { subscriptions, settings, protocol } = this.#parts
    const upstream = subscriptions.upstream(key)
    if (upstream === undefined) return
    // It worked before: the socket is at fault, not the subscription.
    if (upstream.confirmed) line.session.fail(`no answer to ${key} within ${settings.timeout} ms`)
    else this.#drop(upstream, new NotAcknowledgedError(protocol.exchange, upstream.request, settings.timeout))
  }

  #drop(upstream: Upstream, error: Error): void {
    for (const want of [...upstream.wants]) {
      want.confirmed.reject(error)
      this.#forget(want)
    }
  }

  async #again(want: Want, request: ChannelRequest): Promise<void> {
    await want.confirmed.promise
    const upstream = this.#parts.subscriptions.upstream(want.upstream ?? '')
    if (upstream !== undefined) this.#deepen(upstream, request)
  }

  /** A market has one book: whoever wants it deeper gets it for everybody. */
  #deepen(upstream: Upstream, request: ChannelRequest): void {
    if (request.channel !== 'orderbook' || upstream.request.channel !== 'orderbook') return
    const { protocol, feeds, subscriptions } = this.#parts
    const { depth, venueSymbol } = upstream.request
    if (levelsFor(request.depth, protocol.book) <= levelsFor(depth, protocol.book)) return
    upstream.request = { ...request, venueSymbol }
    feeds.close(upstream.request)
    // Whoever was told that the old book ended may have given it up.
    if (subscriptions.upstream(requestKey(request)) !== upstream) return
    feeds.open(upstream.request)
    this.renew(upstream.request)
  }

  #serve(want: Want, venueSymbol: string): void {
    const { protocol, subscriptions, feeds, shards, running } = this.#parts
    const asked = protocol.upstream?.(want.request) ?? want.request
    const { upstream, isNew } = subscriptions.serve(want, { ...asked, venueSymbol })
    feeds.open(upstream.request)
    if (asked.channel === 'trades') feeds.wantFromTrades(want.request, true)
    if (isNew && running()) shards.add(upstream.request)
    if (upstream.confirmed) want.confirmed.resolve()
  }

  #forget(want: Want): void {
    const { subscriptions, feeds, shards } = this.#parts
    // Forgotten already, and perhaps wanted anew meanwhile.
    if (subscriptions.want(requestKey(want.request)) !== want) return
    feeds.wantFromTrades(want.request, false)
    const unneeded = subscriptions.remove(want)
    if (unneeded === undefined) return
    feeds.close(unneeded.request)
    shards.remove(requestKey(unneeded.request))
  }
}

/** How deep a subscription is that wants `depth`: as deep as the venue sends it, or as its snapshot has to be. */
const levelsFor = (depth: number | undefined, rules: BookRules): number =>
  rules.startsFrom === 'rest' ? (depth ?? USUAL_DEPTH) : (rules.subscribedDepth(depth) ?? Number.POSITIVE_INFINITY)
