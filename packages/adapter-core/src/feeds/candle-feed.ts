import type { Candle } from '@md/types'
import { CandleSeries } from '../candles/candle-series.ts'
import type { Feed, FeedParts } from './feed.ts'

/** One market's candles of one interval, as the venue sends them. */
export class CandleFeed implements Feed {
  readonly #series: CandleSeries
  /** The line was lost, and the venue has not told since how its candle went on. */
  #interrupted = false
  messages = 0

  constructor({ protocol, settings, emit }: FeedParts) {
    this.#series = new CandleSeries(
      {
        closing: protocol.candles === 'native' ? 'native' : 'here',
        clock: settings.clock,
        whole: () => !this.#interrupted,
      },
      { emit: (candle) => emit('candle', candle), gap: (gap) => emit('gap', gap) },
    )
  }

  candle(candle: Candle, history: boolean): void {
    this.messages += 1
    this.#interrupted = false
    this.#series.receive(candle, history)
  }

  subscribed(): void {
    // What was missed shows in the open times.
  }

  lost(): void {
    this.#interrupted = true
  }

  stop(): void {
    this.#series.stop()
  }
}
