import type { Clock, MarketEvent, OrderBook } from '@md/types'

/**
 * Between a subscription and its listener: at most one event per `throttleMs`, the first at once, then the last one
 * there was at the end of each window that had one. What may not wait is passed on at once, as the manager does it.
 */
export class Throttle {
  readonly #listener: (event: MarketEvent) => void
  readonly #throttleMs: number
  readonly #clock: Clock
  readonly #onConflated: () => void
  #waiting: MarketEvent | undefined
  #cancelWindow: (() => void) | undefined
  #bookStatus: OrderBook['status'] | undefined

  constructor(
    listener: (event: MarketEvent) => void,
    parts: { readonly throttleMs: number; readonly clock: Clock; readonly onConflated: () => void },
  ) {
    this.#listener = listener
    this.#throttleMs = parts.throttleMs
    this.#clock = parts.clock
    this.#onConflated = parts.onConflated
  }

  readonly offer = (event: MarketEvent): void => {
    switch (this.#urgencyOf(event)) {
      case 'follows':
        this.#flush()
        this.#listener(event)
        break
      case 'replaces':
        this.#supersede()
        this.#listener(event)
        break
      case 'waits':
        this.#wait(event)
    }
  }

  stop(): void {
    this.#waiting = undefined
    this.#cancelWindow?.()
  }

  #urgencyOf(event: MarketEvent): 'waits' | 'replaces' | 'follows' {
    if (event.type === 'ticker' || event.type === 'trade') return 'waits'
    if (event.type === 'candle') return event.data.closed ? 'replaces' : 'waits'
    if (event.type !== 'orderbook') return 'follows'
    const changed = event.data.status !== this.#bookStatus
    this.#bookStatus = event.data.status
    return changed ? 'replaces' : 'waits'
  }

  #wait(event: MarketEvent): void {
    if (this.#cancelWindow === undefined) {
      this.#openWindow()
      this.#listener(event)
      return
    }
    this.#supersede()
    this.#waiting = event
  }

  #openWindow(): void {
    this.#cancelWindow = this.#clock.after(this.#throttleMs, () => {
      this.#cancelWindow = undefined
      if (this.#waiting !== undefined) this.#openWindow()
      this.#flush()
    })
  }

  #flush(): void {
    const event = this.#waiting
    this.#waiting = undefined
    if (event !== undefined) this.#listener(event)
  }

  #supersede(): void {
    if (this.#waiting !== undefined) this.#onConflated()
    this.#waiting = undefined
  }
}
