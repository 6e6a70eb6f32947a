import { type Clock, type Logger, reportOf, type VenueEvent } from '@md/types'
import type { VenueBehindGate } from '../risk/gate.ts'
import { type BalanceEvent, BalanceRound } from './balance-round.ts'

/** Ended orders whose bot is known: a fill may come long after the end of its order was told. */
const REMEMBERED = 100_000

type Listener = (event: VenueEvent) => void

interface Member {
  readonly listener: Listener
  /** Whose balances it wants to know; `undefined`: of all. */
  readonly assets: ReadonlySet<string> | undefined
}

export interface VenueHubOptions {
  readonly logger: Logger
  readonly onStray?: Listener
  /** With a clock, balances are told at once to the bot whose order moved them, and to the others four times a second. */
  readonly clock?: Clock
}

/**
 * One account at a venue, shared by bots. Each hears of its own orders and fills and of its balances, and all of the
 * connection. What belongs to nobody is told to `onStray`: it was placed by hand, or by a bot that does not run here.
 */
export class VenueHub {
  readonly venue: VenueBehindGate
  readonly #members = new Map<string, Member>()
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

  /** Whose order the venue told of last: what it says of balances next is about that. */
  #lastOwner: string | undefined
  readonly #round: BalanceRound | undefined

  constructor(venue: VenueBehindGate, { clock, logger, onStray = () => undefined }: VenueHubOptions) {
    this.venue = venue
    this.#logger = logger
    this.#onStray = onStray
    if (clock !== undefined) this.#round = new BalanceRound(clock, (event, told) => this.#tellBalance(event, told))
  }

  /**
   * The first bot connects the venue, the last one to leave disconnects it.
   * @param assets whose balances the bot wants to know; all of them unless told
   */
  async join(botId: string, listener: Listener, assets?: ReadonlySet<string>): Promise<void> {
    const member = { listener, assets }
    this.#members.set(botId, member)
    this.#connected ??= this.#change(() => this.venue.connect((event) => this.#route(event)))
    const connected = this.#connected
    try {
      await connected
    } catch (error) {
      if (this.#connected === connected) this.#connected = undefined
      if (this.#members.get(botId) === member) this.#members.delete(botId)
      throw error
    }
    if (this.#away !== undefined) this.#tell(listener, this.#away)
  }

  /** @param listener that of the life that ends: a bot that was started again meanwhile has another, and stays */
  async leave(botId: string, listener?: Listener): Promise<void> {
    if (listener !== undefined && this.#members.get(botId)?.listener !== listener) return
    this.#members.delete(botId)
    for (const owners of [this.#owners, this.#ended])
      for (const [clientOrderId, owner] of owners) if (owner === botId) owners.delete(clientOrderId)
    if (this.#members.size > 0 || this.#connected === undefined) return
    this.#connected = undefined
    this.#away = undefined
    this.#round?.stop()
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
    switch (event.type) {
      case 'order':
      case 'fill': {
        const { clientOrderId } = event.data
        this.#lastOwner = this.#owners.get(clientOrderId) ?? this.#ended.get(clientOrderId)
        const owner = this.#lastOwner === undefined ? undefined : this.#members.get(this.#lastOwner)
        this.#tell(owner?.listener ?? this.#onStray, event)
        break
      }
      case 'balance':
        this.#balance(event)
        break
      case 'connectivity':
        this.#away = event.data.connected ? undefined : event
        for (const { listener } of [...this.#members.values()]) this.#tell(listener, event)
    }
  }

  /** A thousand bots of one account need not all be told of each other's every fill. */
  #balance(event: BalanceEvent): void {
    const owner = this.#lastOwner === undefined ? undefined : this.#members.get(this.#lastOwner)
    if (this.#round === undefined || owner === undefined) {
      this.#tellBalance(event, undefined)
      return
    }
    if (wants(owner, event)) this.#tell(owner.listener, event)
    if (this.#members.size > 1) this.#round.add(event, this.#lastOwner)
  }

  #tellBalance(event: BalanceEvent, told: string | undefined): void {
    for (const [botId, member] of [...this.#members])
      if (botId !== told && wants(member, event)) this.#tell(member.listener, event)
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

const wants = ({ assets }: Member, { data }: BalanceEvent): boolean => assets?.has(data.asset) ?? true
