import type { Clock, Conflation, MarketEvent, OrderBook } from '@md/types'
import { ListenerList, type OnFailure } from './routing/listener-list.ts'

export interface ConflatorOptions {
  readonly conflation: Exclude<Conflation, 'every'>
  readonly clock: Clock
  readonly onFailure: OnFailure<MarketEvent>
  /** Called for each event that is not delivered because a later one takes its place. */
  readonly onConflated: () => void
}

type Urgency = 'waits' | 'replaces' | 'follows'

/** Between one subscription's events and its listener: lets the latest through. */
export class Conflator {
  readonly #options: ConflatorOptions
  readonly #windowMs: number
  readonly #listener: ListenerList<MarketEvent>
  #waiting: MarketEvent | undefined
  #cancelWindow: (() => void) | undefined
  #bookStatus: OrderBook['status'] | undefined
  #stopped = false

  constructor(listener: (event: MarketEvent) => void, options: ConflatorOptions) {
    this.#options = options
    this.#windowMs = options.conflation === 'latest' ? 0 : options.conflation.throttleMs
    this.#listener = new ListenerList(options.onFailure)
    this.#listener.add(listener)
  }

  readonly offer = (event: MarketEvent): void => {
    switch (this.#urgencyOf(event)) {
      case 'follows':
        this.#flush()
        this.#deliver(event)
        break
      case 'replaces':
        this.#supersede()
        this.#deliver(event)
        break
      case 'waits':
        this.#wait(event)
    }
  }

  /** Nothing is delivered any more, and no timer is left. */
  stop(): void {
    this.#stopped = true
    this.#waiting = undefined
    this.#cancelWindow?.()
    this.#cancelWindow = undefined
  }

  #urgencyOf(event: MarketEvent): Urgency {
    switch (event.type) {
      case 'ticker':
      case 'trade':
        return 'waits'
      case 'candle':
        return event.data.closed ? 'replaces' : 'waits'
      case 'orderbook': {
        const changed = event.data.status !== this.#bookStatus
        this.#bookStatus = event.data.status
        return changed ? 'replaces' : 'waits'
      }
      default:
        return 'follows'
    }
  }

  #wait(event: MarketEvent): void {
    const idle = this.#cancelWindow === undefined
    if (idle && this.#windowMs > 0) {
      this.#openWindow()
      this.#deliver(event)
      return
    }
    this.#supersede()
    this.#waiting = event
    if (idle) this.#openWindow()
  }

  #openWindow(): void {
    this.#cancelWindow = this.#options.clock.after(this.#windowMs, () => {
      this.#cancelWindow = undefined
      if (this.#waiting !== undefined && this.#windowMs > 0) this.#openWindow()
      this.#flush()
    })
  }

  #flush(): void {
    const event = this.#waiting
    this.#waiting = undefined
    if (event !== undefined) this.#deliver(event)
  }

  #supersede(): void {
    if (this.#waiting !== undefined) this.#options.onConflated()
    this.#waiting = undefined
  }

  #deliver(event: MarketEvent): void {
    if (!this.#stopped) this.#listener.deliver(event)
  }
}
