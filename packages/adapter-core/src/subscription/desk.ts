import { backoffDelay } from '@md/runtime'
import { type ChannelRequest, requestKey } from '@md/types'
import type { Line } from '../connection/line.ts'
import type { Shards } from '../connection/shards.ts'
import type { Counters } from '../counters.ts'
import { AbandonedError, NotAcknowledgedError, SubscriptionRefusedError } from '../errors.ts'
import type { Feeds } from '../feeds/feeds.ts'
import type { AdapterSettings } from '../options.ts'
import type { ExchangeProtocol, WireRequest } from '../protocol.ts'
import type { InstrumentCatalogue } from '../rest/instrument-catalogue.ts'
import { RETRIES, RETRY } from '../retry.ts'
import { checkRequest } from './check-request.ts'
import { Deepener } from './deepening.ts'
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
  readonly #deepener: Deepener

  constructor(parts: DeskParts) {
    this.#parts = parts
    const { protocol, subscriptions, feeds } = parts
    this.#deepener = new Deepener({ protocol, subscriptions, feeds, renew: (request) => this.renew(request) })
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
    this.#giveUp(want, new AbandonedError(this.#parts.protocol.exchange, requestKey(request)))
  }

  /** Everything is given up. */
  clear(): void {
    const { subscriptions, feeds, protocol } = this.#parts
    const abandoned = (request: ChannelRequest) => new AbandonedError(protocol.exchange, requestKey(request))
    for (const { confirmed, request } of subscriptions.wants()) confirmed.reject(abandoned(request))
    for (const upstream of subscriptions.upstreams.values()) {
      this.#deepener.abandoned(upstream, abandoned(upstream.request))
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
      upstream.refusals = 0
      this.#deepener.acknowledged(upstream)
      for (const { confirmed } of upstream.wants) confirmed.resolve()
      if (line.leading) feeds.of(upstream.request)?.subscribed(line.id)
    }
  }

  refused(key: string, reason: string): void {
    const { subscriptions, protocol } = this.#parts
    const upstream = subscriptions.upstream(key)
    if (upstream === undefined) return
    const error = new SubscriptionRefusedError(protocol.exchange, upstream.request, reason)
    if (this.#deepener.declined(upstream, error)) return
    if (upstream.confirmed) this.#refusedAfterAll(upstream, reason)
    else this.#drop(upstream, error)
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

  /** Acts on requests that the venue has not answered in time, and on those that had to wait. */
  look(): void {
    const { shards, settings } = this.#parts
    const now = settings.clock.monotonic()
    for (const { current } of shards.all) {
      for (const key of current?.ledger.overdue(now - settings.timeout) ?? []) if (current) this.#overdue(key, current)
    }
    this.#retryRefused(now)
    for (const shard of shards.all) shard.wake()
  }

  #overdue(key: string, line: Line): void {
    const { subscriptions, settings, protocol } = this.#parts
    const upstream = subscriptions.upstream(key)
    if (upstream === undefined) return
    const error = new NotAcknowledgedError(protocol.exchange, upstream.request, settings.timeout)
    if (this.#deepener.declined(upstream, error)) return
    // It worked before: the socket is at fault, not the subscription.
    if (upstream.confirmed) line.session.fail(`no answer to ${key} within ${settings.timeout} ms`)
    else this.#drop(upstream, error)
  }

  #retryRefused(now: number): void {
    for (const [key, upstream] of this.#parts.subscriptions.upstreams) {
      if (upstream.retryAt === undefined || upstream.retryAt > now) continue
      upstream.retryAt = undefined
      this.#parts.shards.of(key)?.retry(key)
    }
  }

  /** It worked before, so it may work again: the venue is asked a few times more, ever later. */
  #refusedAfterAll(upstream: Upstream, reason: string): void {
    const { protocol, settings, report } = this.#parts
    upstream.refusals += 1
    const isOver = upstream.refusals > RETRIES
    const delay = isOver ? undefined : backoffDelay(upstream.refusals, RETRY, settings.random)
    const error = new SubscriptionRefusedError(protocol.exchange, upstream.request, reason, delay)
    upstream.retryAt = delay === undefined ? undefined : settings.clock.monotonic() + delay
    // Over before it is told: whoever is told may subscribe anew.
    if (isOver) this.#drop(upstream, error)
    report(error)
  }

  #drop(upstream: Upstream, error: Error): void {
    for (const want of [...upstream.wants]) this.#giveUp(want, error)
  }

  #giveUp(want: Want, error: Error): void {
    const upstream = this.#parts.subscriptions.upstream(want.upstream ?? '')
    want.confirmed.reject(error)
    this.#forget(want)
    if (upstream?.wants.size === 0) this.#deepener.abandoned(upstream, error)
  }

  async #again(want: Want, request: ChannelRequest): Promise<void> {
    await want.confirmed.promise
    const upstream = this.#parts.subscriptions.upstream(want.upstream ?? '')
    if (upstream !== undefined) await this.#deepener.reach(upstream, request)
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
