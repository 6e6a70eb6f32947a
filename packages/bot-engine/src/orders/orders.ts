import { type Decimal, InvalidInputError, type Market } from '@md/types'
import { exact, toDecimal, ZERO } from '../decimal/exact.ts'
import { type Advance, advance } from './advance.ts'
import { parseClientOrderId } from './client-order-id.ts'
import { intendedOrder, type OrderDraft } from './intended-order.ts'
import { withNews } from './news.ts'
import { ENDED, type Order, type OrderView, type Purpose } from './order.ts'
import { clientOrderIdOf, type OrderInput } from './order-input.ts'
import { orderView } from './order-view.ts'
import { PlacedTimes } from './placed-times.ts'

export interface OrdersOptions {
  readonly botId: string
  /** How many ended orders are remembered. Default 1,000. */
  readonly keepEnded?: number
}

/** JSON. */
export interface OrdersSnapshot {
  readonly sequence: number
  readonly anomalies: number
  readonly placedAt: readonly number[]
  /** Oldest first. */
  readonly open: readonly Order[]
  /** In the order in which they ended. */
  readonly ended: readonly Order[]
}

export interface OrderChange extends Advance {
  readonly previous: Order
}

/** Base currency. */
export interface PendingAmounts {
  readonly buy: Decimal
  readonly sell: Decimal
}

/** Every order of one bot that is not ended, and the last ones that are. */
export class Orders {
  readonly #botId: string
  readonly #keepEnded: number
  readonly #placed: PlacedTimes
  readonly #open = new Map<string, Order>()
  readonly #ended = new Map<string, Order>()
  /** Client order id of the latest order of a name. */
  readonly #latest = new Map<string, string>()
  #sequence = 0
  #anomalies = 0
  #openOrders: readonly Order[] | undefined
  #openViews: readonly OrderView[] | undefined
  readonly #lacking = new Map<string, Order>()
  #lackingOrders: readonly Order[] | undefined

  constructor({ botId, keepEnded = 1_000 }: OrdersOptions, left?: OrdersSnapshot) {
    this.#botId = botId
    this.#keepEnded = keepEnded
    this.#placed = new PlacedTimes(left?.placedAt)
    if (left === undefined) return
    for (const order of [...left.ended, ...left.open]) this.#keep(order)
    this.#sequence = left.sequence
    this.#anomalies = left.anomalies
  }

  static restore(snapshot: OrdersSnapshot, options: OrdersOptions): Orders {
    return new Orders(options, snapshot)
  }

  /** The number of the next order. */
  get nextSequence(): number {
    return this.#sequence + 1
  }

  /** Inputs that contradicted what was known. */
  get anomalies(): number {
    return this.#anomalies
  }

  /** Oldest first. The same array until one of them changes. */
  get open(): readonly Order[] {
    this.#openOrders ??= [...this.#open.values()]
    return this.#openOrders
  }

  get openViews(): readonly OrderView[] {
    this.#openViews ??= this.open.map(orderView)
    return this.#openViews
  }

  /** Orders of which the venue has told more than the fills say: those fills are still to come. */
  get lackingFills(): readonly Order[] {
    this.#lackingOrders ??= [...this.#lacking.values()]
    return this.#lackingOrders
  }

  /** `undefined`: not an order of the bot, or one that ended long ago. */
  get(clientOrderId: string): Order | undefined {
    return this.#open.get(clientOrderId) ?? this.#ended.get(clientOrderId)
  }

  /** The latest of that name, ended or not. */
  latest(ref: string): Order | undefined {
    const clientOrderId = this.#latest.get(ref)
    return clientOrderId === undefined ? undefined : this.get(clientOrderId)
  }

  /** What a strategy sees of the latest of that name. */
  view(ref: string): OrderView | undefined {
    const order = this.latest(ref)
    return order === undefined ? undefined : orderView(order)
  }

  /**
   * One of this bot's, remembered or not. `undefined`: of another bot, or placed by hand. An order that is not
   * remembered is recognised where the venue takes ids in our own format.
   */
  ownerOf(clientOrderId: string): { readonly sequence: number } | undefined {
    return this.get(clientOrderId) ?? parseClientOrderId(clientOrderId, this.#botId)
  }

  /** Writes a new order down under the next number. @throws InvalidInputError while another of its name has not ended */
  add(draft: OrderDraft): Order {
    const order = intendedOrder(draft, this.nextSequence)
    this.put(order)
    return order
  }

  /** An order that has its number already: from the journal, or adopted. @throws InvalidInputError as `add` */
  put(order: Order): void {
    const { clientOrderId } = order.request
    if (this.get(clientOrderId) !== undefined)
      throw new InvalidInputError('client order id', clientOrderId, 'one that no order of the bot has')
    const namesake = this.latest(order.ref)
    if (namesake !== undefined && !ENDED.has(namesake.status))
      throw new InvalidInputError(
        'order name',
        order.ref,
        `${namesake.request.clientOrderId} has it and is ${namesake.status}`,
      )
    this.#sequence = Math.max(this.#sequence, order.sequence)
    this.#placed.add(order.createdAt)
    this.#keep(order)
  }

  /** `undefined`: not an order that is remembered. */
  apply(input: OrderInput): OrderChange | undefined {
    const previous = this.get(clientOrderIdOf(input))
    if (previous === undefined) return undefined
    const next = advance(previous, input)
    if (next.anomaly !== undefined) this.#anomalies += 1
    if (next.changed) this.#replace(next.order)
    return { ...next, previous }
  }

  /** @throws InvalidInputError for an order that is not remembered */
  markCancelling(clientOrderId: string): Order {
    const order = this.get(clientOrderId)
    if (order === undefined)
      throw new InvalidInputError('client order id', clientOrderId, 'that of an order of the bot')
    const next = withNews(order, { cancelling: true })
    if (next !== order) this.#replace(next)
    return next
  }

  /** The most that may still be bought and sold, unknown orders included; all purposes unless one is given. */
  pending({ exchange, symbol }: Market, purpose?: Purpose): PendingAmounts {
    const sums = { buy: ZERO, sell: ZERO }
    for (const { filled, purpose: its, request } of this.open) {
      if (request.exchange !== exchange || request.symbol !== symbol) continue
      if (purpose !== undefined && its !== purpose) continue
      sums[request.side] = sums[request.side].plus(request.amount).minus(filled)
    }
    return { buy: toDecimal(sums.buy), sell: toDecimal(sums.sell) }
  }

  /** @param now engine time */
  placedLastMinute(now: number): number {
    return this.#placed.count(now)
  }

  snapshot(): OrdersSnapshot {
    return {
      sequence: this.#sequence,
      anomalies: this.#anomalies,
      placedAt: this.#placed.snapshot(),
      open: this.open,
      ended: [...this.#ended.values()],
    }
  }

  #replace(order: Order): void {
    const { clientOrderId } = order.request
    if (ENDED.has(order.status)) this.#open.delete(clientOrderId)
    const kept = ENDED.has(order.status) ? this.#ended : this.#open
    kept.set(clientOrderId, order)
    if (lacksFills(order)) this.#setLacking(clientOrderId, order)
    else if (this.#lacking.has(clientOrderId)) this.#setLacking(clientOrderId, undefined)
    this.#changed()
    this.#forget()
  }

  #keep(order: Order): void {
    const latest = this.latest(order.ref)
    if (latest === undefined || latest.sequence < order.sequence)
      this.#latest.set(order.ref, order.request.clientOrderId)
    this.#replace(order)
  }

  #changed(): void {
    this.#openOrders = undefined
    this.#openViews = undefined
  }

  #setLacking(clientOrderId: string, order: Order | undefined): void {
    if (order === undefined) this.#lacking.delete(clientOrderId)
    else this.#lacking.set(clientOrderId, order)
    this.#lackingOrders = undefined
  }

  #forget(): void {
    for (const [clientOrderId, { ref }] of this.#ended) {
      if (this.#ended.size <= this.#keepEnded) return
      this.#ended.delete(clientOrderId)
      this.#setLacking(clientOrderId, undefined)
      if (this.#latest.get(ref) === clientOrderId) this.#latest.delete(ref)
    }
  }
}

/** Mostly they are the same text, and nothing has to be computed. */
const lacksFills = ({ booked, filled }: Order): boolean => booked !== filled && exact(booked).lt(filled)
