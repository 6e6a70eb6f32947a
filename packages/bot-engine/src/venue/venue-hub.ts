import { type Logger, reportOf, type VenueEvent } from '@md/types'
import type { VenueBehindGate } from '../risk/gate.ts'

/** Ended orders whose bot is known: a fill may come long after the end of its order was told. */
const REMEMBERED = 100_000

type Listener = (event: VenueEvent) => void

/**
 * One account at a venue, shared by bots. Each hears of its own orders and fills, and all hear of balances and of the
 * connection. What belongs to nobody is told to `onStray`: it was placed by hand, or by a bot that does not run here.
 */
export class VenueHub {
  readonly venue: VenueBehindGate
  readonly #listeners = new Map<string, Listener>()
  /** Of orders that have not ended, however long they rest. */
  readonly #owners = new Map<string, string>()
  readonly #ended = new Map<string, string>()
  readonly #onStray: Listener
  readonly #logger: Logger
  #connected: Promise<void> | undefined
  /** One after the other: a venue that is being left is joined again once it is. */
  #changes: Promise<unknown> = Promise.resolve()
  /** Not undefined: the venue said that it is away, and a bot that comes now is told as well. */
  #away: VenueEvent | undefined

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
    this.#connected ??= this.#change(() => this.venue.connect((event) => this.#route(event)))
    const connected = this.#connected
    try {
      await connected
    } catch (error) {
      if (this.#connected === connected) this.#connected = undefined
      if (this.#listeners.get(botId) === listener) this.#listeners.delete(botId)
      throw error
    }
    if (this.#away !== undefined) this.#tell(listener, this.#away)
  }

  async leave(botId: string): Promise<void> {
    this.#listeners.delete(botId)
    for (const owners of [this.#owners, this.#ended])
      for (const [clientOrderId, owner] of owners) if (owner === botId) owners.delete(clientOrderId)
    if (this.#listeners.size > 0 || this.#connected === undefined) return
    this.#connected = undefined
    this.#away = undefined
    await this.#change(() => this.venue.disconnect())
  }

  /** From now on what happens to the order is told to the bot. */
  own(botId: string, clientOrderId: string): void {
    this.#owners.set(clientOrderId, botId)
  }

  /** It needs to be remembered for a while only. */
  ended(clientOrderId: string): void {
    const owner = this.#owners.get(clientOrderId)
    if (owner === undefined) return
    this.#owners.delete(clientOrderId)
    this.#ended.set(clientOrderId, owner)
    if (this.#ended.size <= REMEMBERED) return
    const [oldest] = this.#ended.keys()
    if (oldest !== undefined) this.#ended.delete(oldest)
  }

  #change(change: () => Promise<void>): Promise<void> {
    const changed = this.#changes.then(change, change)
    this.#changes = changed
    return changed
  }

  #route(event: VenueEvent): void {
    if (event.type === 'order' || event.type === 'fill') {
      const { clientOrderId } = event.data
      const owner = this.#owners.get(clientOrderId) ?? this.#ended.get(clientOrderId)
      const listener = owner === undefined ? undefined : this.#listeners.get(owner)
      this.#tell(listener ?? this.#onStray, event)
      return
    }
    if (event.type === 'connectivity') this.#away = event.data.connected ? undefined : event
    for (const listener of [...this.#listeners.values()]) this.#tell(listener, event)
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
