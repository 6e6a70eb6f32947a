import assert from 'node:assert/strict'
import type { Balance, ExecutionVenue, Fill, OrderRequest, OrderState, Outcome, VenueEvent } from '../../execution.ts'
import type { Level } from '../../order-book.ts'
import type { PublicTrade, VenueSetting, VenueUnderTest } from './harness.ts'
import { ASKS, BIDS, SYMBOL } from './setting.ts'

/** Time is let pass in steps of this, ms. */
const STEP_MS = 20

/** Steps until something has to have happened. */
const PATIENCE = 500

/** How long everything that is under way may take to be told, ms. */
const QUIET_MS = 2_000

/** Where one promise is kept: a venue, and what it told. */
export class Stage {
  readonly told: VenueEvent[] = []
  readonly setting: VenueSetting
  readonly #under: VenueUnderTest
  #sequence = 0

  constructor(under: VenueUnderTest, setting: VenueSetting) {
    this.#under = under
    this.setting = setting
  }

  get venue(): ExecutionVenue {
    return this.#under.venue
  }

  get now(): number {
    return this.#under.now()
  }

  async connect(): Promise<void> {
    await this.settled(this.venue.connect((event) => this.told.push(event)))
  }

  /** An order with an id of its own: a limit buy of 1 at 99.5, unless told otherwise. A price of `undefined` is none. */
  order(particulars: Partial<OrderRequest> = {}): OrderRequest {
    this.#sequence += 1
    const clientOrderId = this.venue.clientOrderId('contract', 1, this.#sequence)
    const { exchange } = this.setting.instrument
    const isLimit = (particulars.type ?? 'limit') === 'limit'
    const price = isLimit ? { price: '99.5' } : {}
    return {
      exchange,
      symbol: SYMBOL,
      clientOrderId,
      side: 'buy',
      type: 'limit',
      amount: '1',
      ...price,
      ...particulars,
    }
  }

  async place(particulars: Partial<OrderRequest> = {}): Promise<{ readonly id: string; readonly outcome: Outcome }> {
    const order = this.order(particulars)
    const outcome = await this.settled(this.venue.place(order))
    return { id: order.clientOrderId, outcome }
  }

  /** Places an order that has to be accepted; resolves with its id once everything is told. */
  async accepted(particulars: Partial<OrderRequest> = {}): Promise<string> {
    const { id, outcome } = await this.place(particulars)
    assert.equal(outcome.outcome, 'accepted', `${JSON.stringify(outcome)}`)
    await this.quiet()
    return id
  }

  /** Places an order that has to be rejected. Nothing may come of it. */
  async rejected(particulars: Partial<OrderRequest>, code: string): Promise<void> {
    const { id, outcome } = await this.place(particulars)
    await this.quiet()
    assert.equal(outcome.outcome, 'rejected', `${JSON.stringify(particulars)} was ${outcome.outcome}`)
    assert.equal(outcome.outcome === 'rejected' ? outcome.code : '', code, JSON.stringify(outcome))
    assert.ok(outcome.outcome === 'rejected' && outcome.message.length > 0, 'a rejection says why')
    if (code !== 'duplicate') assert.deepEqual(this.fillsOf(id), [], 'a rejected order is never filled')
  }

  cancel(id: string): Promise<Outcome> {
    return this.settled(this.venue.cancel(SYMBOL, id))
  }

  find(id: string): Promise<OrderState | undefined> {
    return this.settled(this.venue.find(SYMBOL, id))
  }

  showBook(bids: readonly Level[] = BIDS, asks: readonly Level[] = ASKS): void {
    this.#under.showBook(bids, asks)
  }

  trade(trade: PublicTrade): void {
    this.#under.trade(trade)
  }

  loseNext(what: 'request' | 'answer'): void {
    this.#under.loseNext(what)
  }

  pass(ms: number): Promise<void> {
    return this.#under.pass(ms)
  }

  /** What `work` resolves to, while time passes. */
  async settled<T>(work: Promise<T>): Promise<T> {
    let isDone = false
    const done = (): void => {
      isDone = true
    }
    work.then(done, done)
    for (let step = 0; step < PATIENCE; step++) {
      await Promise.resolve()
      if (isDone) return work
      await this.pass(STEP_MS)
    }
    return assert.fail(`there was no answer within ${STEP_MS * PATIENCE} ms`)
  }

  /** Everything that is under way is told. */
  quiet(): Promise<void> {
    return this.pass(QUIET_MS)
  }

  /** What was told of one order, oldest first. */
  statesOf(id: string): readonly OrderState[] {
    return this.told.flatMap(({ type, data }) => (type === 'order' && data.clientOrderId === id ? [data] : []))
  }

  stateOf(id: string): OrderState {
    return this.statesOf(id).at(-1) ?? assert.fail(`nothing was told of order ${id}`)
  }

  /** Every fill that was told, each once. */
  get fills(): readonly Fill[] {
    const fills = this.told.flatMap(({ type, data }) => (type === 'fill' ? [data] : []))
    return [...new Map(fills.map((fill) => [fill.tradeId, fill])).values()]
  }

  fillsOf(id: string): readonly Fill[] {
    return this.fills.filter(({ clientOrderId }) => clientOrderId === id)
  }

  /** Price and amount of each fill of an order. */
  dealsOf(id: string): readonly string[] {
    return this.fillsOf(id).map(({ amount, price }) => `${amount} at ${price}`)
  }

  async balance(asset: string): Promise<Balance> {
    const balances = await this.settled(this.venue.balances())
    return balances.find((balance) => balance.asset === asset) ?? assert.fail(`there is no balance of ${asset}`)
  }
}
