import {
  type Balance,
  type Clock,
  type ExecutionVenue,
  type Fill,
  MdError,
  type OrderRequest,
  type OrderState,
  type Outcome,
  type RejectCode,
  type VenueEvent,
} from '@md/types'
import { exact, toDecimal } from '../decimal/exact.ts'
import { clientOrderIdFor } from '../orders/client-order-id.ts'

/**
 * What the venue makes of a request. `lost-answer`: done, and answered as unknown. `lost-request`: not done, and
 * answered as unknown. `hang`: not done and never answered. A `throws` is what a venue may not do. `holds`: done once
 * the promise is resolved.
 */
export type FakeAnswer =
  | 'accept'
  | 'lost-answer'
  | 'lost-request'
  | 'hang'
  | { readonly rejects: RejectCode }
  | { readonly throws: Error }
  | { readonly answers: unknown }
  | { readonly holds: Promise<void> }

export type FakeRequest = 'place' | 'cancel' | 'find' | 'openOrders' | 'fills' | 'balances'

/** What a venue says which cannot be asked. */
export class FakeVenueError extends MdError {
  readonly code = 'FAKE_VENUE'
  readonly recovery = 'stop'
}

/** A venue without a market: it does what a script says, and otherwise takes every order and leaves it open. */
export class FakeVenue implements ExecutionVenue {
  /** Everything it was asked, such as `place bot-1-1`. */
  readonly calls: string[] = []
  settleMs = 5_000
  /** Whether a cancel that is accepted ends the order at once; otherwise `told` has to. */
  endsOnCancel = true
  readonly #clock: Clock
  readonly #orders = new Map<string, OrderState>()
  readonly #fills: Fill[] = []
  readonly #scripts = new Map<FakeRequest, FakeAnswer[]>()
  #balances: readonly Balance[] = []
  #listener: ((event: VenueEvent) => void) | undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The next requests of the kind are answered so; those after them are accepted. */
  script(request: FakeRequest, ...answers: readonly FakeAnswer[]): void {
    this.#scripts.set(request, [...(this.#scripts.get(request) ?? []), ...answers])
  }

  /** How often it was asked for something of one kind, of one order or of all. */
  asked(request: FakeRequest, clientOrderId?: string): number {
    const line = clientOrderId === undefined ? request : `${request} ${clientOrderId}`
    return this.calls.filter((call) => call === line || call.startsWith(`${line} `)).length
  }

  state(clientOrderId: string): OrderState | undefined {
    return this.#orders.get(clientOrderId)
  }

  /** An order gets another state, or one appears that nobody placed. Listeners hear of it. */
  tell(state: OrderState): void {
    this.#orders.set(state.clientOrderId, state)
    this.#listener?.({ type: 'order', data: state })
  }

  /** A venue that remembers nothing of an order. */
  forget(clientOrderId: string): void {
    this.#orders.delete(clientOrderId)
  }

  holdBalances(...balances: readonly Balance[]): void {
    this.#balances = balances
  }

  /** A fill of an order it has, or of one it has never heard of. `told` false: only `fills` knows of it. */
  fill(fill: Fill, told = true): void {
    this.#fills.push(fill)
    if (told) this.#listener?.({ type: 'fill', data: fill })
    const order = this.#orders.get(fill.clientOrderId)
    if (order === undefined) return
    const filled = exact(order.filled).plus(fill.amount)
    const status = filled.gte(order.amount) ? 'filled' : 'partially-filled'
    const next = { ...order, filled: toDecimal(filled), status: isEnded(order) ? order.status : status } as const
    if (told) this.tell(next)
    else this.#orders.set(order.clientOrderId, next)
  }

  clientOrderId(botId: string, fence: number, sequence: number): string {
    return clientOrderIdFor(botId, fence, sequence)
  }

  async connect(listener: (event: VenueEvent) => void): Promise<void> {
    this.#listener = listener
  }

  async disconnect(): Promise<void> {
    this.#listener = undefined
  }

  place(request: OrderRequest): Promise<Outcome> {
    const { amount, clientOrderId, exchange, price, side, symbol } = request
    return this.#answer('place', clientOrderId, () => {
      const venueOrderId = `v-${clientOrderId}`
      const state = {
        exchange,
        symbol,
        clientOrderId,
        venueOrderId,
        status: 'open',
        side,
        amount,
        filled: '0',
      } as const
      this.tell(price === undefined ? state : { ...state, price })
      return { outcome: 'accepted', venueOrderId }
    })
  }

  cancel(symbol: string, clientOrderId: string): Promise<Outcome> {
    return this.#answer('cancel', clientOrderId, () => {
      const order = this.#orders.get(clientOrderId)
      if (order === undefined || isEnded(order) || order.symbol !== symbol)
        return { outcome: 'rejected', code: 'unknown-order', message: `no open order ${clientOrderId}` }
      if (this.endsOnCancel) this.tell({ ...order, status: 'cancelled' })
      return { outcome: 'accepted', venueOrderId: order.venueOrderId }
    })
  }

  find(symbol: string, clientOrderId: string): Promise<OrderState | undefined> {
    return this.#tellAbout('find', clientOrderId, () => {
      const order = this.#orders.get(clientOrderId)
      return order?.symbol === symbol ? order : undefined
    })
  }

  openOrders(): Promise<readonly OrderState[]> {
    return this.#tellAbout('openOrders', undefined, () => [...this.#orders.values()].filter((order) => !isEnded(order)))
  }

  fills(symbol: string, since: number): Promise<readonly Fill[]> {
    return this.#tellAbout('fills', `${symbol} ${since}`, () =>
      this.#fills.filter((fill) => fill.symbol === symbol && fill.timestamp >= since),
    )
  }

  balances(): Promise<readonly Balance[]> {
    return this.#tellAbout('balances', undefined, () => this.#balances)
  }

  async #answer(request: 'place' | 'cancel', clientOrderId: string, act: () => Outcome): Promise<Outcome> {
    const answer = this.#next(request, clientOrderId)
    if (answer === 'accept') return act()
    if (answer === 'hang') return never()
    if (answer === 'lost-answer') act()
    if (answer === 'lost-answer' || answer === 'lost-request')
      return { outcome: 'unknown', settledBy: this.#clock.now() + this.settleMs }
    if ('rejects' in answer)
      return { outcome: 'rejected', code: answer.rejects, message: `scripted: ${answer.rejects}` }
    if ('throws' in answer) throw answer.throws
    // What a venue may not answer is what some tests are about.
    if ('answers' in answer) return answer.answers as Outcome
    await answer.holds
    return act()
  }

  async #tellAbout<T>(request: FakeRequest, about: string | undefined, known: () => T): Promise<T> {
    const answer = this.#next(request, about)
    if (answer === 'accept') return known()
    if (answer === 'hang') return never()
    if (typeof answer === 'object' && 'throws' in answer) throw answer.throws
    if (typeof answer === 'object' && 'answers' in answer) return answer.answers as T
    throw new FakeVenueError(`${request} cannot be answered now`)
  }

  #next(request: FakeRequest, about: string | undefined): FakeAnswer {
    this.calls.push(about === undefined ? request : `${request} ${about}`)
    return this.#scripts.get(request)?.shift() ?? 'accept'
  }
}

const isEnded = ({ status }: OrderState): boolean => status !== 'open' && status !== 'partially-filled'

const never = <T>(): Promise<T> => new Promise<T>(() => undefined)
