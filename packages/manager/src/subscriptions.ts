import { type Clock, type ExchangeId, requestKey, type Subscription } from '@md/types'
import { UnsubscribeFailedError } from './errors.ts'
import type { Router } from './routing/router.ts'
import type { Topic } from './routing/topic.ts'
import { type Lease, SharedSubscription } from './shared-subscription.ts'
import type { Source } from './source.ts'

export interface SubscriptionsOptions {
  readonly router: Router
  readonly clock: Clock
  readonly lingerMs: number
  readonly onUnsubscribeFailed: (exchange: ExchangeId, error: UnsubscribeFailedError) => void
}

interface Entry {
  readonly topic: Topic
  readonly shared: SharedSubscription
}

export interface SubscriptionCounts {
  /** Upstream subscriptions that somebody holds. */
  readonly held: number
  /** Of these, how many the source has not acknowledged yet. */
  readonly pending: number
  /** Upstream subscriptions nobody holds any more, kept for a while. */
  readonly lingering: number
  /** Shares given out: one per `subscribe`. */
  readonly holders: number
}

/** All upstream subscriptions, by what they are of. */
export class Subscriptions {
  readonly #options: SubscriptionsOptions
  readonly #entries = new Map<string, Entry>()

  constructor(options: SubscriptionsOptions) {
    this.#options = options
  }

  /** A share of the upstream subscription. Its topic exists from now on, so that nothing is missed before the answer. */
  take(want: Subscription, source: Source, onOver: () => void): Lease & { readonly topic: Topic } {
    const key = `${want.exchange} ${requestKey(want)}`
    const entry = this.#entries.get(key) ?? this.#open(key, want, source)
    const lease = entry.shared.take(want.channel === 'orderbook' ? want.depth : undefined, onOver)
    return { ...lease, topic: entry.topic }
  }

  /** Asks nothing more for an exchange and refuses who waits. The others are ended by the function returned. */
  abandon(exchange: ExchangeId, reason: string): () => void {
    const leaving = [...this.#entries].filter(([, { topic }]) => topic.exchange === exchange)
    for (const [key] of leaving) this.#entries.delete(key)
    for (const [, { shared }] of leaving) shared.abandon(reason)
    return () => {
      for (const [, { shared }] of leaving) shared.finish()
    }
  }

  counts(exchange?: ExchangeId): SubscriptionCounts {
    const counts = { held: 0, pending: 0, lingering: 0, holders: 0 }
    for (const { shared, topic } of this.#entries.values()) {
      if (exchange !== undefined && topic.exchange !== exchange) continue
      counts.holders += shared.holders
      if (shared.holders === 0) counts.lingering += 1
      else counts.held += 1
      if (shared.pending) counts.pending += 1
    }
    return counts
  }

  /** Topics of an exchange that somebody holds. */
  heldTopics(exchange: ExchangeId): readonly Topic[] {
    return [...this.#entries.values()]
      .filter(({ shared, topic }) => topic.exchange === exchange && shared.holders > 0)
      .map(({ topic }) => topic)
  }

  #open(key: string, want: Subscription, source: Source): Entry {
    const { clock, lingerMs, onUnsubscribeFailed, router } = this.#options
    const topic = router.open(want)
    const name = requestKey(want)
    const shared = new SharedSubscription({
      want: withoutDepth(want),
      name,
      source,
      clock,
      lingerMs,
      onEnded: () => {
        router.close(topic)
        if (this.#entries.get(key)?.shared === shared) this.#entries.delete(key)
      },
      onUnsubscribeFailed: (error) =>
        onUnsubscribeFailed(want.exchange, new UnsubscribeFailedError(want.exchange, name, error)),
    })
    const entry = { topic, shared }
    this.#entries.set(key, entry)
    return entry
  }
}

function withoutDepth(want: Subscription): Subscription {
  if (want.channel !== 'orderbook') return want
  const { exchange, symbol, channel } = want
  return { exchange, symbol, channel }
}
