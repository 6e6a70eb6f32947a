import { InvalidInputError } from '@md/types'
import type { BacktestOptions } from './backtest-options.ts'
import { CandleHistory } from './candle-history.ts'
import { EventFeed } from './event-feed.ts'
import { isoTime } from './iso-time.ts'
import { type PlayedEvent, timeOf } from './played-event.ts'
import { VirtualClock } from './virtual-clock.ts'

/** What is before the beginning: it moves the clock, builds the books and fills the history, and nobody trades it. */
export class Prelude {
  readonly history: CandleHistory
  readonly #from: number | undefined
  #stage: { readonly clock: VirtualClock; readonly feed: EventFeed } | undefined

  constructor({ from, history, instruments }: Pick<BacktestOptions, 'from' | 'history' | 'instruments'>) {
    this.#from = from
    this.history = history ?? new CandleHistory(instruments)
  }

  /** Clock and feed, as far as they have come. They begin with the first event that has a time. */
  get stage(): { readonly clock: VirtualClock; readonly feed: EventFeed } | undefined {
    return this.#stage
  }

  /** Returns what is left: from the beginning on. */
  take(events: readonly PlayedEvent[]): readonly PlayedEvent[] {
    for (const [i, event] of events.entries()) {
      const at = timeOf(event)
      if (at !== undefined && at >= (this.#from ?? at)) {
        this.#stageAt(at).clock.advanceTo(this.#from ?? at)
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
      const clock = new VirtualClock(at)
      this.#stage = { clock, feed: new EventFeed(clock) }
    }
    return this.#stage
  }
}
