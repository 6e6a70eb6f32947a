import { type Clock, ConnectionState, type MarketEvent } from '@md/types'
import type { Availability } from '../metrics/availability.ts'

/** What is known of an exchange that another process is connected to. */
export class RemoteExchange {
  readonly #availability: Availability
  readonly #clock: Clock
  #state: ConnectionState = ConnectionState.CONNECTING

  constructor(availability: Availability, clock: Clock) {
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
        break
      case 'ticker':
      case 'trade':
      case 'candle':
      case 'orderbook':
        if (this.#state === ConnectionState.CONNECTED) break
        this.#state = ConnectionState.CONNECTED
        this.#availability.connected(this.#clock.now())
    }
  }

  /** Nothing is wanted of it any more. */
  leave(): void {
    this.#availability.stopped(this.#clock.now())
  }
}
