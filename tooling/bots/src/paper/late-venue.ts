import type { ExecutionVenue, OrderRequest, OrderState, Outcome, VenueEvent } from '@md/types'

export interface LateVenueOptions {
  /** Rejects with what keeps it from being made; the next attempt begins anew. */
  readonly make: () => Promise<ExecutionVenue>
  /** Something happened at the venue. */
  readonly onEvent: () => void
}

/** A venue that is only made once it is connected to, because what it needs may not be there yet. */
export class LateVenue implements ExecutionVenue {
  readonly #options: LateVenueOptions
  #venue: ExecutionVenue | undefined

  constructor(options: LateVenueOptions) {
    this.#options = options
  }

  clientOrderId(botId: string, fence: number, sequence: number): string {
    return this.#made().clientOrderId(botId, fence, sequence)
  }

  async connect(listener: (event: VenueEvent) => void): Promise<void> {
    const { make, onEvent } = this.#options
    const venue = this.#venue ?? (await make())
    this.#venue = venue
    await venue.connect((event) => {
      onEvent()
      listener(event)
    })
  }

  async disconnect(): Promise<void> {
    await this.#venue?.disconnect()
  }

  async place(order: OrderRequest): Promise<Outcome> {
    return this.#venue?.place(order) ?? NOT_YET
  }

  async cancel(symbol: string, clientOrderId: string): Promise<Outcome> {
    return this.#venue?.cancel(symbol, clientOrderId) ?? NOT_YET
  }

  async find(symbol: string, clientOrderId: string): Promise<OrderState | undefined> {
    return this.#made().find(symbol, clientOrderId)
  }

  async openOrders(): ReturnType<ExecutionVenue['openOrders']> {
    return this.#made().openOrders()
  }

  async fills(symbol: string, since: number): ReturnType<ExecutionVenue['fills']> {
    return this.#made().fills(symbol, since)
  }

  async balances(): ReturnType<ExecutionVenue['balances']> {
    return this.#made().balances()
  }

  /** What it does not know yet it must not answer with nothing. */
  #made(): ExecutionVenue {
    if (this.#venue === undefined) throw new Error('the venue is not connected yet')
    return this.#venue
  }
}

const NOT_YET: Outcome = { outcome: 'rejected', code: 'other', message: 'the venue is not connected yet' }
