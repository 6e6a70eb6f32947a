import { type ChannelRequest, requestKey } from '@md/types'
import type { Line } from '../connection/line.ts'
import type { Shards } from '../connection/shards.ts'
import type { Counters } from '../counters.ts'
import { AbandonedError, NotAcknowledgedError, SubscriptionRefusedError } from '../errors.ts'
import type { Feeds } from '../feeds/feeds.ts'
import type { AdapterSettings } from '../options.ts'
import type { ExchangeProtocol, WireRequest } from '../protocol.ts'
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

  /** A line was closed by us: it has been replaced, or never took over. */
  retired(line: Line): void {
    for (const feed of this.#parts.feeds.books) feed.retired(line.id)
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
    const { book } = this.#parts.protocol
    const now = book.subscribedDepth(upstream.request.depth) ?? Number.POSITIVE_INFINITY
    const wanted = book.subscribedDepth(request.depth) ?? Number.POSITIVE_INFINITY
    const deeperByRest = book.startsFrom === 'rest' && (request.depth ?? 0) > (upstream.request.depth ?? 0)
    if (wanted <= now && !deeperByRest) return
    upstream.request = { ...upstream.request, ...request }
    this.#parts.feeds.close(upstream.request)
    this.#parts.feeds.open(upstream.request)
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
    feeds.wantFromTrades(want.request, false)
    const unneeded = subscriptions.remove(want)
    if (unneeded === undefined) return
    feeds.close(unneeded.request)
    shards.remove(requestKey(unneeded.request))
  }
}
