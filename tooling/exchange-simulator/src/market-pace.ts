import type { Clock } from '@md/types'
import type { Market } from './market/market.ts'
import type { Markets } from './markets.ts'
import type { Venue } from './venue.ts'

export interface PaceOptions {
  readonly clock: Clock
  readonly markets: Markets
  readonly venue: Venue
  /** Steps per second and market. */
  readonly rate: number
}

const SHORTEST_TICK_MS = 5
const LONGEST_TICK_MS = 100

/** Moves the markets: all at once by hand, or on their own one after the other, so that a thousand make a steady stream. */
export class MarketPace {
  readonly #options: PaceOptions
  #owed = 0
  #turn = 0
  #last = 0
  #cancel = (): void => {}

  constructor(options: PaceOptions) {
    this.#options = options
  }

  step(count: number): void {
    const { markets, venue } = this.#options
    for (let left = count; left > 0; left--) {
      for (const market of markets.moving) this.#stepMarket(market)
      venue.settled?.()
    }
  }

  start(): void {
    this.#last = this.#options.clock.monotonic()
    this.#wait()
  }

  stop(): void {
    this.#cancel()
  }

  #wait(): void {
    const { clock, markets, rate } = this.#options
    const every = 1000 / (rate * Math.max(1, markets.moving.length))
    const tick = Math.min(LONGEST_TICK_MS, Math.max(SHORTEST_TICK_MS, every))
    this.#cancel = clock.after(tick, () => {
      this.#catchUp()
      this.#wait()
    })
  }

  #catchUp(): void {
    const { clock, markets, rate } = this.#options
    const now = clock.monotonic()
    const perMs = (rate * markets.moving.length) / 1000
    // After a pause of the process the market goes on; it does not make up for what it missed.
    this.#owed = Math.min(this.#owed + (now - this.#last) * perMs, Math.max(1, perMs * LONGEST_TICK_MS * 2))
    this.#last = now
    // A timer may fire a fraction of a millisecond early.
    for (; this.#owed > 0.99 && markets.moving.length > 0; this.#owed--) this.#stepNext()
  }

  #stepNext(): void {
    const { markets, venue } = this.#options
    const market = markets.moving[this.#turn % markets.moving.length]
    this.#turn = (this.#turn + 1) % markets.moving.length
    if (market) this.#stepMarket(market)
    if (this.#turn === 0) venue.settled?.()
  }

  #stepMarket(market: Market): void {
    const { clock, venue } = this.#options
    venue.moved(market, market.step(clock.now()))
  }
}
