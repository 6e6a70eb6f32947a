import { systemClock } from '@md/runtime'
import type { Ticker } from '@md/types'
import { microseconds } from '../../stage/microseconds.ts'
import { Spreading } from '../percentiles.ts'

/** Looks at the clock when the last bot of a market has decided on a ticker. */
export class Decisions {
  readonly fromArrival = new Spreading()
  readonly fromWrite = new Spreading()
  hooks = 0
  decided = 0
  readonly #bots = new Map<string, number>()
  #ticker: Ticker | undefined
  #left = 0

  /** One more bot decides on the market. */
  expect(symbol: string): void {
    this.#bots.set(symbol, (this.#bots.get(symbol) ?? 0) + 1)
  }

  /** A market is delivered to its bots one after the other, so what comes between is another ticker. */
  readonly note = (ticker: Ticker): void => {
    this.hooks += 1
    if (ticker !== this.#ticker) {
      this.#ticker = ticker
      this.#left = this.#bots.get(ticker.symbol) ?? 0
    }
    this.#left -= 1
    if (this.#left !== 0) return
    this.decided += 1
    const { receivedAt, timestamp = 0 } = ticker
    this.fromWrite.add(microseconds() - timestamp)
    this.fromArrival.add((systemClock.now() - receivedAt) * 1_000)
  }

  mark(): void {
    this.hooks = 0
    this.decided = 0
    this.fromArrival.reset()
    this.fromWrite.reset()
  }
}
