import type { Clock, Instrument, VenueEvent } from '@md/types'
import { type Exact, exact, toDecimal, ZERO } from '../decimal/exact.ts'
import type { Account } from './account.ts'
import { coverFactor, feeOf, type PaperFees } from './fees.ts'
import type { History } from './history.ts'
import { isOpen, type PaperOrder, stateOf } from './paper-order.ts'

export interface SettlementOptions {
  readonly account: Account
  readonly history: History
  readonly fees: PaperFees
  readonly clock: Clock
  /** Of the next trade. */
  readonly tradeId: () => string
  readonly allowShort: boolean
}

/**
 * What orders do to the account, and what is told of it. Of one step of the venue it tells, order by order: that it was
 * accepted, its fills, what it has become; then every balance that changed, once.
 */
export class Settlement {
  readonly #options: SettlementOptions
  #events: VenueEvent[] = []

  constructor(options: SettlementOptions) {
    this.#options = options
  }

  /** How much more has to be free for the order to be accepted; undefined: it is covered. `cost`: of what a market order would take. */
  shortOf(order: PaperOrder, instrument: Instrument, cost?: Exact): { asset: string; need: Exact } | undefined {
    const { account, allowShort, fees } = this.#options
    if (order.request.side === 'sell' && allowShort) return undefined
    const asset = lockAsset(order, instrument)
    const isLocked = cost === undefined || order.request.side === 'sell'
    const need = isLocked ? this.#lockOf(order) : cost.mul(coverFactor(fees, 'taker'))
    return account.free(asset).plus(order.locked).gte(need) ? undefined : { asset, need }
  }

  accept(order: PaperOrder): void {
    this.#options.history.add(order)
    this.#tell(order)
  }

  /** Locks what the rest of the order may cost. */
  lock(order: PaperOrder, instrument: Instrument): void {
    this.#relock(order, instrument, isOpen(order) ? this.#lockOf(order) : ZERO)
  }

  unlock(order: PaperOrder, instrument: Instrument): void {
    this.#relock(order, instrument, ZERO)
  }

  fill(
    order: PaperOrder,
    deal: { readonly price: Exact; readonly amount: Exact; readonly liquidity: 'maker' | 'taker' },
    instrument: Instrument,
  ): void {
    const { account, clock, fees, history } = this.#options
    const { side, clientOrderId, exchange, symbol } = order.request
    const { price, amount, liquidity } = deal
    order.remaining = order.remaining.minus(amount)
    order.status = order.remaining.isZero() ? 'filled' : 'partially-filled'
    if (!order.locked.isZero()) this.lock(order, instrument)
    const fee = feeOf({ side, ...deal }, fees, instrument)
    const sign = side === 'buy' ? 1 : -1
    account.add(instrument.base, amount.mul(sign))
    account.add(instrument.quote, amount.mul(price).mul(-sign))
    account.add(fee.asset, fee.amount.neg())
    const fill = {
      exchange,
      symbol,
      tradeId: this.#options.tradeId(),
      clientOrderId,
      side,
      price: toDecimal(price),
      amount: toDecimal(amount),
      fee: toDecimal(fee.amount),
      feeAsset: fee.asset,
      liquidity,
      timestamp: clock.now(),
    }
    history.addFill(fill)
    this.#events.push({ type: 'fill', data: fill })
  }

  /** After the fills of a step. */
  filled(order: PaperOrder): void {
    if (!isOpen(order)) this.#forget(order)
    this.#tell(order)
  }

  end(order: PaperOrder, status: 'cancelled' | 'expired', instrument: Instrument): void {
    order.status = status
    this.unlock(order, instrument)
    this.#forget(order)
    this.#tell(order)
  }

  get hasNews(): boolean {
    return this.#events.length > 0
  }

  takeNews(): readonly VenueEvent[] {
    for (const data of this.#options.account.takeChanges()) this.#events.push({ type: 'balance', data })
    const news = this.#events
    this.#events = []
    return news
  }

  /** It stands nowhere any more; what it has become can still be asked for. */
  #forget(order: PaperOrder): void {
    order.queue = undefined
    order.candle = undefined
    this.#options.history.end(order)
  }

  #tell(order: PaperOrder): void {
    this.#events.push({ type: 'order', data: stateOf(order) })
  }

  /** What the rest may cost at worst. A market order locks nothing, for it does not last. */
  #lockOf({ request, remaining, price, stopPrice }: PaperOrder): Exact {
    if (request.side === 'sell') return remaining
    return remaining.mul(price ?? stopPrice ?? exact(0)).mul(coverFactor(this.#options.fees))
  }

  #relock(order: PaperOrder, instrument: Instrument, locked: Exact): void {
    this.#options.account.lock(lockAsset(order, instrument), locked.minus(order.locked))
    order.locked = locked
  }
}

const lockAsset = ({ request }: PaperOrder, { base, quote }: Instrument): string =>
  request.side === 'buy' ? quote : base
