import type {
  Balance,
  ExecutionVenue,
  Fill,
  Instrument,
  MarketEvent,
  OrderRequest,
  OrderState,
  Outcome,
  VenueEvent,
} from '@md/types'
import { clientOrderIdFor } from '../orders/client-order-id.ts'
import { Account } from './account.ts'
import { assumptionsOf } from './assumptions.ts'
import { Evidence } from './evidence.ts'
import type { PaperFault } from './faults.ts'
import { History } from './history.ts'
import { PaperMarket } from './market.ts'
import { type PaperSettings, type PaperVenueOptions, settingsOf } from './options.ts'
import { isOpen, newOrder, stateOf } from './paper-order.ts'
import { Settlement } from './settlement.ts'
import { type PaperSnapshot, restoreInto, snapshotOf } from './snapshot.ts'
import { Subscriptions } from './subscriptions.ts'
import { type Rejection, termsOf } from './terms.ts'
import { Traffic } from './traffic.ts'
import { wantsOf } from './wants.ts'

/**
 * A venue that trades with paper money on the live market: books, quotes and prices of a feed, orders and balances of
 * its own. What its fills rest on, `assumptions()` says. Without latency everything happens before `place` returns.
 */
export class PaperVenue implements ExecutionVenue {
  readonly #settings: PaperSettings
  readonly #account: Account
  readonly #history = new History()
  readonly #settlement: Settlement
  readonly #traffic: Traffic
  readonly #subscriptions: Subscriptions
  readonly #instruments: ReadonlyMap<string, Instrument>
  readonly #markets = new Map<string, PaperMarket>()
  readonly #ids: { prefix: string; orders: number; trades: number }

  /** @throws InvalidInputError for options that cannot be used */
  constructor(options: PaperVenueOptions) {
    const settings = settingsOf(options)
    const { clock, exchange, fees, allowShort, feed, logger, restore } = settings
    this.#settings = settings
    this.#account = new Account(settings.balances)
    // Accounts that begin at different times never share an id: what counts fills by it would drop one. Nor does one that
    // is taken up with what happened last, whose ids were told, missing from what was kept.
    this.#ids = { orders: 0, trades: 0, ...restore?.ids, prefix: Math.floor(clock.now()).toString(36) }
    this.#settlement = new Settlement({
      account: this.#account,
      history: this.#history,
      fees,
      clock,
      allowShort,
      tradeId: () => this.#nextId('trades'),
    })
    this.#traffic = new Traffic({ ...settings, news: () => this.#settlement.takeNews() })
    this.#subscriptions = new Subscriptions(feed, logger)
    this.#instruments = new Map(
      settings.instruments.filter((one) => one.exchange === exchange).map((one) => [one.symbol, one]),
    )
    if (restore !== undefined) this.#restore(restore)
  }

  clientOrderId(botId: string, fence: number, sequence: number): string {
    return clientOrderIdFor(botId, fence, sequence)
  }

  /** Never waits for the feed. A second listener takes the place of the first. */
  async connect(listener: (event: VenueEvent) => void): Promise<void> {
    const wasOpen = this.#traffic.isOpen
    this.#traffic.open(listener)
    if (!wasOpen) {
      for (const market of [...this.#markets.values()]) this.#subscribe(market)
      for (const symbol of this.#settings.markets) this.#market(symbol)
    }
    this.#traffic.tell([{ type: 'connectivity', data: { connected: true, reason: 'the paper venue is ready' } }])
  }

  /** Orders stay, and are not matched until the next `connect`. What is under way is lost: its outcome is unknown. */
  async disconnect(): Promise<void> {
    this.#traffic.close()
    for (const { evidence } of this.#markets.values()) evidence.forget()
    await this.#subscriptions.releaseAll()
  }

  place(order: OrderRequest): Promise<Outcome> {
    const fault = this.#settings.faults({ kind: 'place', order })
    return this.#send('order', fault, () => this.#place(order))
  }

  cancel(symbol: string, clientOrderId: string): Promise<Outcome> {
    const fault = this.#settings.faults({ kind: 'cancel', symbol, clientOrderId })
    return this.#send('cancel', fault, () => this.#cancel(symbol, clientOrderId))
  }

  /** Rejected orders are not remembered; of those that ended, the last 10,000 are. */
  find(symbol: string, clientOrderId: string): Promise<OrderState | undefined> {
    return this.#ask(() => {
      const order = this.#history.find(clientOrderId)
      return order?.request.symbol === symbol ? stateOf(order) : undefined
    })
  }

  openOrders(): Promise<readonly OrderState[]> {
    return this.#ask(() => this.#history.open.map(stateOf))
  }

  /** Of the last 10,000. */
  fills(symbol: string, since: number): Promise<readonly Fill[]> {
    return this.#ask(() => this.#history.fills(symbol, since))
  }

  balances(): Promise<readonly Balance[]> {
    return this.#ask(() => this.#account.balances)
  }

  /** What the fills rest on, a sentence each: to be printed with every result. */
  assumptions(): readonly string[] {
    return assumptionsOf(this.#settings, this.#subscriptions.refused)
  }

  /** Everything but the places in the queues, as JSON; see the option `restore`. */
  snapshot(): PaperSnapshot {
    return snapshotOf(this.#account, this.#history, this.#ids)
  }

  #send(kind: 'order' | 'cancel', fault: PaperFault | undefined, arrive: () => Outcome): Promise<Outcome> {
    if (!this.#traffic.isOpen) return Promise.resolve(rejected('other', 'the paper venue is not connected'))
    const lost = fault === 'lost-request' ? 'request' : fault === 'lost-ack' ? 'answer' : undefined
    return this.#traffic.request({
      kind,
      lost,
      arrive: fault === 'reject' ? () => rejected('other', 'refused by a fault that was asked for') : arrive,
      abandoned: () => ({ outcome: 'unknown', settledBy: this.#settings.clock.now() + this.#settings.settleMs }),
    })
  }

  #ask<T>(look: () => T): Promise<T> {
    return this.#traffic.request({ kind: 'order', arrive: look, abandoned: look })
  }

  #place(request: OrderRequest): Outcome {
    const { clientOrderId, exchange, symbol } = request
    if (this.#history.find(clientOrderId) !== undefined) {
      return rejected('duplicate', `there is an order ${clientOrderId} already`)
    }
    const market = exchange === this.#settings.exchange ? this.#market(symbol) : undefined
    if (market === undefined) return rejected('filter', `${exchange} ${symbol} is not traded here`)
    const terms = termsOf(request, market.instrument, market.evidence.reference)
    if ('code' in terms) return rejected(terms.code, terms.message)

    const order = newOrder(request, terms, `${this.#ids.prefix}-o${this.#ids.orders + 1}`)
    const fault = market.place(order)
    if (fault !== undefined) return rejected(fault.code, fault.message)
    this.#ids.orders += 1
    return { outcome: 'accepted', venueOrderId: order.venueOrderId }
  }

  #cancel(symbol: string, clientOrderId: string): Outcome {
    const order = this.#history.find(clientOrderId)
    if (order === undefined || order.request.symbol !== symbol) {
      return rejected('unknown-order', `there is no order ${clientOrderId} in ${symbol}`)
    }
    if (!isOpen(order)) return rejected('unknown-order', `order ${clientOrderId} is ${order.status} already`)
    this.#market(symbol)?.cancel(order)
    return { outcome: 'accepted', venueOrderId: order.venueOrderId }
  }

  /** Undefined: no such instrument. A market that is new is subscribed to. */
  #market(symbol: string): PaperMarket | undefined {
    const known = this.#markets.get(symbol)
    const instrument = this.#instruments.get(symbol)
    if (known !== undefined || instrument === undefined) return known
    const { clock, evidence: use, feed, queue, quoteDepth, slippage } = this.#settings
    const evidence = new Evidence({ feed, instrument, use, quoteDepth, slippage })
    const market = new PaperMarket({ instrument, evidence, settlement: this.#settlement, clock, queue })
    this.#markets.set(symbol, market)
    if (this.#traffic.isOpen) this.#subscribe(market)
    return market
  }

  #subscribe(market: PaperMarket): void {
    const hear = (event: MarketEvent): void => {
      market.hear(event)
      if (this.#settlement.hasNews) this.#traffic.report()
    }
    for (const want of wantsOf(market.instrument, this.#settings)) this.#subscriptions.add(want, hear)
  }

  #restore(snapshot: PaperSnapshot): void {
    restoreInto(this.#account, this.#history, snapshot)
    for (const order of this.#history.open) {
      order.restedAt = this.#settings.clock.now()
      this.#market(order.request.symbol)?.reinstate(order)
    }
  }

  #nextId(of: 'orders' | 'trades'): string {
    this.#ids[of] += 1
    return `${this.#ids.prefix}-${of === 'orders' ? 'o' : 't'}${this.#ids[of]}`
  }
}

const rejected = (code: Rejection['code'], message: string): Outcome => ({ outcome: 'rejected', code, message })
