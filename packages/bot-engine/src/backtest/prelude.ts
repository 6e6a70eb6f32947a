import { InvalidInputError } from '@md/types'
import type { BacktestOptions, PaperRules } from './backtest-options.ts'
import { CandleHistory } from './candle-history.ts'
import { EventFeed } from './event-feed.ts'
import { isoTime } from './iso-time.ts'
import { type PlayedEvent, timeOf } from './played-event.ts'
import { VirtualClock } from './virtual-clock.ts'

/** What is before the beginning: it moves the clock, builds the books and fills the history, and nobody trades it. */
export class Prelude {
  readonly history: CandleHistory
  readonly #from: number | undefined
  readonly #leadMs: number
  #beginsAt = Number.NaN
  #stage: { readonly clock: VirtualClock; readonly feed: EventFeed } | undefined

  constructor({ from, history, instruments, paper }: Omit<BacktestOptions, 'source' | 'strategy' | 'params'>) {
    this.#from = from
    this.#leadMs = leadOf(paper?.latency, instruments.length)
    this.history = history ?? new CandleHistory(instruments)
  }

  /** Clock and feed, as far as they have come. They begin with the first event that has a time. */
  get stage(): { readonly clock: VirtualClock; readonly feed: EventFeed } | undefined {
    return this.#stage
  }

  /** Of the period that counts, ms since the epoch; the clock may be before it, for the bot to be ready then. */
  get beginsAt(): number {
    return this.#beginsAt
  }

  /** Returns what is left: from the beginning on. */
  take(events: readonly PlayedEvent[]): readonly PlayedEvent[] {
    for (const [i, event] of events.entries()) {
      const at = timeOf(event)
      if (at !== undefined && at >= (this.#from ?? at)) {
        this.#beginsAt = this.#from ?? at
        this.#stageAt(at).clock.advanceTo(this.#beginsAt - this.#leadMs)
        return events.slice(i)
      }
      if (at !== undefined) this.#play(event, at)
    }
    return []
  }

  /** Why nothing was left of all there is. */
  nothingToPlay(): InvalidInputError {
    if (this.#stage === undefined) return new InvalidInputError('data', 'no events', 'something has to happen in them')
    const from = isoTime(this.#from ?? 0)
    return new InvalidInputError('from', from, `the data end before, at ${isoTime(this.#stage.clock.now())}`)
  }

  #play(event: PlayedEvent, at: number): void {
    const { clock, feed } = this.#stageAt(at)
    clock.advanceTo(at)
    feed.play(event)
    if (event.type === 'candle' && event.data.closed) this.history.add(event.data)
  }

  #stageAt(at: number): { readonly clock: VirtualClock; readonly feed: EventFeed } {
    if (this.#stage === undefined) {
      const clock = new VirtualClock(at - this.#leadMs)
      this.#stage = { clock, feed: new EventFeed(clock) }
    }
    return this.#stage
  }
}

/** Orders, balances, and fills of each market are asked for before a bot begins, there and back. */
const QUESTIONS = 4

/** How long before the first event a bot is started, so that the venue's answers are there when it comes; ms. */
const leadOf = ({ jitterMs = 0, orderMs = 0 }: NonNullable<PaperRules['latency']> = {}, markets: number): number =>
  2 * (orderMs + jitterMs) * QUESTIONS * markets
