import { sleep } from '@md/runtime'
import type { Balance, Clock, Fill, OrderRequest, OrderState, Outcome, VenueEvent } from '@md/types'
import { chance } from '../chance.ts'
import { product, text, units } from '../digits.ts'
import { INSTRUMENT, priceAt } from '../market.ts'
import { cancelFate, fillFate, placeFate } from './fates.ts'
import { BALANCES, isWorking, type Truth } from './truth.ts'
import type { ServedVenue } from './venue-server.ts'

export interface HostileVenueOptions {
  readonly seed: number
  readonly clock: Clock
  readonly truth: Truth
}

/** An order that comes later than this after it was sent is not taken, ms: what is not there by then never comes. */
const ARRIVES_WITHIN_MS = 3_500

const TICK_MS = 100
const FEE = units('0.001')

interface Working {
  readonly request: OrderRequest
  state: OrderState
  cancels: number
}

interface Listed {
  readonly fill: Fill
  readonly visibleAt: number
}

type Listener = (event: VenueEvent) => void

/**
 * The worst venue that keeps its word: answers get lost or come late, orders arrive seconds after they were sent, fills
 * are told twice, late or not at all. What it has become by the end is the truth.
 */
export class HostileVenue implements ServedVenue {
  readonly #options: HostileVenueOptions
  readonly #orders = new Map<string, Working>()
  readonly #listed: Listed[] = []
  readonly #feeInBase: boolean
  #listener: Listener | undefined
  #stop: () => void = () => undefined
  #trades = 0

  constructor(options: HostileVenueOptions) {
    this.#options = options
    this.#feeInBase = feeInBase(options.seed)
    this.#tick()
  }

  close(): void {
    this.#stop()
  }

  async connect(listener: Listener): Promise<void> {
    this.#listener = listener
    listener({ type: 'connectivity', data: { connected: true, reason: 'welcome' } })
  }

  async disconnect(): Promise<void> {
    this.#listener = undefined
  }

  async place(request: OrderRequest, sentAt: number): Promise<Outcome> {
    const { clock, seed, truth } = this.#options
    const { clientOrderId } = request
    truth.receive(request)
    const { answersAfterMs, arrivesAfterMs, reject } = placeFate(seed, clientOrderId)
    const arrival = this.#arrive(request, sentAt, { afterMs: arrivesAfterMs, reject })
    if (answersAfterMs === undefined) return never()
    if (answersAfterMs > 0) await sleep(clock, answersAfterMs)
    return arrival
  }

  async cancel(_symbol: string, clientOrderId: string): Promise<Outcome> {
    const { clock, seed } = this.#options
    const order = this.#orders.get(clientOrderId)
    if (order === undefined || !isWorking(order.state.status))
      return { outcome: 'rejected', code: 'unknown-order', message: `${clientOrderId} is not open` }
    const { answersAfterMs, worksAfterMs } = cancelFate(seed, clientOrderId, order.cancels++)
    if (worksAfterMs === 0) this.#end(order)
    else if (worksAfterMs !== undefined) clock.after(worksAfterMs, () => this.#end(order))
    if (answersAfterMs === undefined) return never()
    if (answersAfterMs > 0) await sleep(clock, answersAfterMs)
    return { outcome: 'accepted', venueOrderId: order.state.venueOrderId }
  }

  async find(_symbol: string, clientOrderId: string): Promise<OrderState | undefined> {
    return this.#orders.get(clientOrderId)?.state
  }

  async openOrders(): Promise<readonly OrderState[]> {
    return [...this.#orders.values()].flatMap(({ state }) => (isWorking(state.status) ? [state] : []))
  }

  async fills(_symbol: string, since: number): Promise<readonly Fill[]> {
    const now = this.#options.clock.now()
    return this.#listed.flatMap(({ fill, visibleAt }) => (visibleAt <= now && fill.timestamp >= since ? [fill] : []))
  }

  async balances(): Promise<readonly Balance[]> {
    const free = new Map(Object.entries(BALANCES).map(([asset, amount]) => [asset, units(amount)]))
    const add = (asset: string, amount: bigint): void => void free.set(asset, (free.get(asset) ?? 0n) + amount)
    for (const { amount, fee, feeAsset, price, side } of this.#options.truth.fills) {
      const sign = side === 'buy' ? 1n : -1n
      add('BTC', sign * units(amount))
      add('USDT', -sign * product(units(amount), units(price)))
      add(feeAsset, -units(fee))
    }
    return [...free].map(([asset, amount]) => ({ asset, free: text(amount), locked: '0' }))
  }

  async #arrive(
    request: OrderRequest,
    sentAt: number,
    { afterMs, reject }: { readonly afterMs: number | undefined; readonly reject: string | undefined },
  ): Promise<Outcome> {
    const { clock } = this.#options
    const { clientOrderId } = request
    if (afterMs === undefined) return never()
    if (afterMs > 0) await sleep(clock, afterMs)
    if (clock.now() > sentAt + ARRIVES_WITHIN_MS) return never()
    if (this.#orders.has(clientOrderId)) return { outcome: 'rejected', code: 'duplicate', message: clientOrderId }
    if (reject !== undefined) return { outcome: 'rejected', code: 'other', message: `${reject}: the venue says so` }
    const { amount, exchange, price, side, symbol } = request
    const venueOrderId = `v${this.#orders.size + 1}`
    const order: Working = {
      request,
      state: {
        exchange,
        symbol,
        clientOrderId,
        venueOrderId,
        status: 'open',
        side,
        amount,
        filled: '0',
        ...(price === undefined ? {} : { price }),
      },
      cancels: 0,
    }
    this.#orders.set(clientOrderId, order)
    this.#become(order, order.state, chance(this.#options.seed, 'told', clientOrderId) < 0.7)
    this.#match(order)
    return { outcome: 'accepted', venueOrderId }
  }

  #tick(): void {
    this.#stop = this.#options.clock.after(TICK_MS, () => {
      for (const order of this.#orders.values()) this.#match(order)
      this.#tick()
    })
  }

  #match(order: Working): void {
    const { clock, seed } = this.#options
    const { amount, clientOrderId, filled, side, status } = order.state
    if (!isWorking(status)) return
    const price = priceAt(seed, clock.now())
    const limit = Number(order.request.price ?? price)
    if (side === 'buy' ? price > limit : price < limit) return
    const left = units(amount) - units(filled)
    const share = chance(seed, 'share', clientOrderId, filled)
    const part = share < 0.4 ? left : (left * BigInt(Math.floor(share * 100))) / 100n
    const step = units(INSTRUMENT.stepSize)
    const rounded = (part / step) * step
    this.#fill(order, rounded > 0n ? rounded : left, price)
  }

  #fill(order: Working, amount: bigint, price: number): void {
    const { clock, seed, truth } = this.#options
    const { clientOrderId, exchange, side, symbol } = order.request
    this.#trades += 1
    const tradeId = `t${this.#trades}`
    const value = product(amount, units(String(price)))
    const isInBase = this.#feeInBase && side === 'buy'
    const fill: Fill = {
      exchange,
      symbol,
      tradeId,
      clientOrderId,
      side,
      price: String(price),
      amount: text(amount),
      fee: text(product(isInBase ? amount : value, FEE)),
      feeAsset: isInBase ? INSTRUMENT.base : INSTRUMENT.quote,
      liquidity: 'taker',
      timestamp: clock.now(),
    }
    truth.fill(fill)
    const { listedAfterMs, stateFirst, toldAfterMs } = fillFate(seed, `${clientOrderId}/${tradeId}`)
    this.#listed.push({ fill, visibleAt: clock.now() + listedAfterMs })
    const filled = text(units(order.state.filled) + amount)
    const state: OrderState = {
      ...order.state,
      filled,
      status: filled === order.state.amount ? 'filled' : 'partially-filled',
    }
    const tell = (): void => {
      for (const ms of toldAfterMs) this.#tellAfter(ms, { type: 'fill', data: fill })
    }
    if (!stateFirst) tell()
    this.#become(order, state)
    if (stateFirst) tell()
  }

  #end(order: Working): void {
    if (isWorking(order.state.status)) this.#become(order, { ...order.state, status: 'cancelled' })
  }

  #become(order: Working, state: OrderState, isTold = true): void {
    order.state = state
    this.#options.truth.book(state)
    if (isTold) this.#tell({ type: 'order', data: state })
  }

  #tellAfter(ms: number, event: VenueEvent): void {
    if (ms === 0) this.#tell(event)
    else this.#options.clock.after(ms, () => this.#tell(event))
  }

  #tell(event: VenueEvent): void {
    this.#listener?.(event)
  }
}

export const feeInBase = (seed: number): boolean => chance(seed, 'fee in base') < 0.5

const never = (): Promise<never> => new Promise(() => undefined)
