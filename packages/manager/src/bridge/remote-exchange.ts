import { type Clock, type ConnectionChange, ConnectionState, type ExchangeId, type MarketEvent } from '@md/types'
import type { Availability } from '../metrics/availability.ts'

/** What is known of an exchange that another process is connected to. */
export class RemoteExchange {
  readonly #exchange: ExchangeId
  readonly #availability: Availability
  readonly #clock: Clock
  #state: ConnectionState = ConnectionState.CONNECTING
  /** It was connected when the bridge was lost, and nothing else was heard since. */
  #interrupted = false

  constructor(exchange: ExchangeId, availability: Availability, clock: Clock) {
    this.#exchange = exchange
    this.#availability = availability
    this.#clock = clock
    availability.wanted(clock.now())
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** A change of the connection is told; that data comes tells it as well, to those who came later. */
  hear(event: MarketEvent): void {
    switch (event.type) {
      case 'exchange:connected':
      case 'exchange:disconnected':
      case 'exchange:reconnecting':
        this.#state = event.data.state
        this.#interrupted = false
        break
      case 'ticker':
      case 'trade':
      case 'candle':
      case 'orderbook':
        if (this.#interrupted || this.#state === ConnectionState.CONNECTED) break
        this.#state = ConnectionState.CONNECTED
        this.#availability.connected(this.#clock.now())
    }
  }

  /** The bridge is lost: how it stands cannot be known. What there is to deliver. */
  lose(): MarketEvent | undefined {
    if (this.#state !== ConnectionState.CONNECTED) return undefined
    this.#interrupted = true
    return { type: 'exchange:disconnected', data: this.#become(ConnectionState.RECONNECTING, 'the bridge is lost') }
  }

  /** The bridge is back: it is connected as before, until something else is heard. */
  restore(): MarketEvent | undefined {
    if (!this.#interrupted) return undefined
    this.#interrupted = false
    return { type: 'exchange:connected', data: this.#become(ConnectionState.CONNECTED, 'the bridge is back') }
  }

  #become(state: ConnectionState, reason: string): ConnectionChange {
    const previous = this.#state
    this.#state = state
    return { exchange: this.#exchange, state, previous, reason, at: this.#clock.now() }
  }

  /** Nothing is wanted of it any more. */
  leave(): void {
    this.#availability.stopped(this.#clock.now())
  }
}
