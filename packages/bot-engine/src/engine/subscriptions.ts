import { type BackoffPolicy, backoffDelay } from '@md/runtime'
import {
  type Clock,
  type Handle,
  type Logger,
  type MarketEvent,
  type MarketFeed,
  reportOf,
  requestKey,
  type Subscription,
} from '@md/types'
import type { BotSubscription } from '../strategy/strategy.ts'

const RETRY: BackoffPolicy = { initialDelay: 1_000, maxDelay: 60_000, backoffMultiplier: 2, jitterFactor: 0 }

export interface SubscriberParts {
  readonly feed: MarketFeed
  readonly clock: Clock
  readonly logger: Logger
  readonly listener: (event: MarketEvent) => void
  /** Candles alone: history may have to go before them. */
  readonly candleListener: (event: MarketEvent) => void
}

/** What one bot hears. A refused subscription is asked for again, later and later, until the bot ends. */
export class Subscriptions {
  readonly #parts: SubscriberParts
  readonly #handles: Handle[] = []
  readonly #cancels = new Set<() => void>()
  #ended = false

  constructor(parts: SubscriberParts) {
    this.#parts = parts
  }

  /** Does not wait for the feed: a bot of an exchange that cannot be reached runs, and is told when it can. */
  open(wants: readonly BotSubscription[]): void {
    for (const want of wants) void this.#ask(want, 1)
  }

  async close(): Promise<void> {
    this.#ended = true
    for (const cancel of this.#cancels) cancel()
    await Promise.all(this.#handles.splice(0).map((handle) => this.#unsubscribe(handle)))
  }

  /** A bot that ends does so whatever its feed says. */
  async #unsubscribe(handle: Handle): Promise<void> {
    try {
      await handle.unsubscribe()
    } catch (error) {
      this.#parts.logger.warn(reportOf(error), 'a subscription could not be given back')
    }
  }

  async #ask(want: BotSubscription, attempt: number): Promise<void> {
    const { candleListener, clock, feed, listener: other, logger } = this.#parts
    const listener = want.channel === 'candles' ? candleListener : other
    try {
      const handle = await feed.subscribe(plain(want), listener, { conflate: want.conflate ?? 'every' })
      if (this.#ended) await this.#unsubscribe(handle)
      else this.#handles.push(handle)
    } catch (error) {
      if (this.#ended) return
      const retryInMs = backoffDelay(attempt, RETRY, () => 0)
      logger.warn({ want: requestKey(want), ...reportOf(error), retryInMs }, 'a subscription was refused')
      const cancel = clock.after(retryInMs, () => {
        this.#cancels.delete(cancel)
        void this.#ask(want, attempt + 1)
      })
      this.#cancels.add(cancel)
    }
  }
}

/** What is the bot's own business is not asked of the feed. */
function plain({ conflate: _conflate, unfinished: _unfinished, ...want }: BotSubscription): Subscription {
  return want
}
