import { type Handle, type Logger, type MarketEvent, type MarketFeed, reportOf, type Subscription } from '@md/types'

/** The subscriptions of a paper venue while it is connected. A refused one is logged: its market does without. */
export class Subscriptions {
  readonly #feed: MarketFeed
  readonly #logger: Logger
  readonly #refused = new Set<string>()
  #handles = new Set<Handle>()

  constructor(feed: MarketFeed, logger: Logger) {
    this.#feed = feed
    this.#logger = logger
  }

  /** What could not be had, a sentence each. */
  get refused(): readonly string[] {
    return [...this.#refused]
  }

  add(want: Subscription, listener: (event: MarketEvent) => void): void {
    const handles = this.#handles
    this.#feed.subscribe(want, listener).then(
      (handle) => {
        // Given up meanwhile: the answer of the feed came too late.
        if (handles === this.#handles) handles.add(handle)
        else void this.#release(handle)
      },
      (error: unknown) => {
        const { exchange, symbol, channel } = want
        this.#refused.add(`${exchange} gave no ${channel} of ${symbol}: ${reportOf(error).message}`)
        this.#logger.warn(
          { exchange, symbol, channel, ...reportOf(error) },
          'the paper venue does without a subscription',
        )
      },
    )
  }

  async releaseAll(): Promise<void> {
    const handles = this.#handles
    this.#handles = new Set()
    await Promise.all([...handles].map((handle) => this.#release(handle)))
  }

  async #release(handle: Handle): Promise<void> {
    try {
      await handle.unsubscribe()
    } catch (error) {
      this.#logger.warn({ ...reportOf(error) }, 'a subscription of the paper venue could not be given back')
    }
  }
}
