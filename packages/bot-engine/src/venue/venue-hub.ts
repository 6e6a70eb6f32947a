import { type Logger, reportOf, type VenueEvent } from '@md/types'
import type { VenueBehindGate } from '../risk/gate.ts'

/** Orders whose bot is known: a fill may come long after the end of its order was told. */
const REMEMBERED = 100_000

type Listener = (event: VenueEvent) => void

/**
 * One account at a venue, shared by bots. Each hears of its own orders and fills, and all hear of balances and of the
 * connection. What belongs to nobody is told to `onStray`: it was placed by hand, or by a bot that does not run here.
 */
export class VenueHub {
  readonly venue: VenueBehindGate
  readonly #listeners = new Map<string, Listener>()
  readonly #owners = new Map<string, string>()
  readonly #onStray: Listener
  readonly #logger: Logger
  #connected: Promise<void> | undefined

  constructor(
    venue: VenueBehindGate,
    { logger, onStray = () => undefined }: { readonly logger: Logger; readonly onStray?: Listener },
  ) {
    this.venue = venue
    this.#logger = logger
    this.#onStray = onStray
  }

  /** The first bot connects the venue, the last one to leave disconnects it. */
  async join(botId: string, listener: Listener): Promise<void> {
    this.#listeners.set(botId, listener)
    this.#connected ??= this.venue.connect((event) => this.#route(event))
    try {
      await this.#connected
    } catch (error) {
      this.#connected = undefined
      throw error
    }
  }

  async leave(botId: string): Promise<void> {
    this.#listeners.delete(botId)
    for (const [clientOrderId, owner] of this.#owners) if (owner === botId) this.#owners.delete(clientOrderId)
    if (this.#listeners.size > 0 || this.#connected === undefined) return
    this.#connected = undefined
    await this.venue.disconnect()
  }

  /** From now on what happens to the order is told to the bot. */
  own(botId: string, clientOrderId: string): void {
    this.#owners.set(clientOrderId, botId)
    if (this.#owners.size <= REMEMBERED) return
    const [oldest] = this.#owners.keys()
    if (oldest !== undefined) this.#owners.delete(oldest)
  }

  #route(event: VenueEvent): void {
    if (event.type === 'order' || event.type === 'fill') {
      const owner = this.#owners.get(event.data.clientOrderId)
      const listener = owner === undefined ? undefined : this.#listeners.get(owner)
      this.#tell(listener ?? this.#onStray, event)
      return
    }
    for (const listener of this.#listeners.values()) this.#tell(listener, event)
  }

  /** One bot's failure is not another's. */
  #tell(listener: Listener, event: VenueEvent): void {
    try {
      listener(event)
    } catch (error) {
      this.#logger.error({ event: event.type, ...reportOf(error) }, 'a listener of the venue failed')
    }
  }
}
