import type { Fill, RejectCode } from '@md/types'
import { asJournalled } from '../journal/as-journalled.ts'
import { lockOf } from '../ledger/lock-of.ts'
import { received } from '../ledger/received.ts'
import { ENDED, type Order, type OrderStatus } from '../orders/order.ts'
import type { OrderInput } from '../orders/order-input.ts'
import { orderView } from '../orders/order-view.ts'
import type { PositionView } from '../strategy/context.ts'
import { booked } from './booked.ts'
import type { Bot } from './bot.ts'
import type { Executions } from './executions.ts'
import type { Exits } from './exits.ts'
import type { FollowUps } from './follow-ups.ts'
import type { Guards } from './guards.ts'
import { marketKey } from './market-watch.ts'
import type { Replacements } from './replacements.ts'

/** Rejections that say nothing about the venue's or the bot's health. */
const HARMLESS: ReadonlySet<RejectCode> = new Set<RejectCode>(['post-only', 'unknown-order'])

/** What an order in these held is free once it has ended; of any other the venue may not have told that it held it. */
const RESTED: ReadonlySet<OrderStatus> = new Set<OrderStatus>(['open', 'partially-filled'])

export interface OrderInputParts {
  readonly bot: Bot
  readonly exits: Exits
  readonly guards: Guards
  readonly executions: Executions
  readonly replacements: Replacements
  readonly followUps: FollowUps
}

/** What the venue says of the bot's orders. */
export class OrderInputs {
  readonly #parts: OrderInputParts
  /** Things that should not happen, such as a rejection after a fill: told, counted, and survived. */
  anomalies = 0
  /** Of orders the bot does not have. */
  strays = 0
  duplicateFills = 0

  constructor(parts: OrderInputParts) {
    this.#parts = parts
  }

  handle(input: OrderInput): void {
    if (input.type === 'fill') this.#fill(asJournalled(input.fill))
    else this.#advance(input)
  }

  #advance(input: Exclude<OrderInput, { readonly type: 'fill' }>): void {
    const change = this.#parts.bot.orders.apply(input)
    if (change === undefined) {
      this.strays += 1
      return
    }
    const { anomaly, changed, order, previous, stray } = change
    if (stray) this.#parts.bot.effects.cancelStray(order)
    if (anomaly !== undefined) this.#anomaly(anomaly)
    if (input.type === 'outcome' && input.of === 'place') this.#judge(order)
    if (changed) this.#changed(previous, order)
  }

  #fill(fill: Fill): void {
    const { bot, followUps } = this.#parts
    if (bot.orders.get(fill.clientOrderId) === undefined) {
      this.strays += 1
      return
    }
    const applied = booked(bot.ledger, fill, bot.recorder.now)
    if (typeof applied === 'string') {
      this.#anomaly(applied)
      return
    }
    if (applied.outcome === 'duplicate') {
      this.duplicateFills += 1
      return
    }
    const change = bot.orders.apply({ type: 'fill', fill })
    if (change?.anomaly !== undefined) this.#anomaly(change.anomaly)
    const { closed, position } = applied
    this.#receive(fill)
    bot.equity.filled(position, closed, bot.recorder.now, bot.watches.get(marketKey(fill))?.price)
    bot.effects.tell('fill', fill)
    if (closed !== undefined) bot.effects.tell('round-trip', closed)
    this.#position(position)
    followUps.tell('fill', fill)
    followUps.tell('position', position)
    if (change?.changed === true) this.#changed(change.previous, change.order)
  }

  #receive(fill: Fill): void {
    const { balances, instruments } = this.#parts.bot
    const instrument = instruments.get(marketKey(fill))
    if (instrument === undefined) return
    const { amount, asset } = received(fill, instrument)
    balances.receive(fill.exchange, asset, amount)
  }

  #position(position: PositionView): void {
    const { bot, exits, guards } = this.#parts
    guards.changed(position)
    exits.positionChanged(position.market)
    bot.effects.tell('position', position)
  }

  #changed(before: Order, order: Order): void {
    const { bot, executions, exits, followUps, replacements } = this.#parts
    const view = orderView(order)
    bot.effects.orderChanged(order)
    bot.effects.tell('order', view)
    followUps.tell('order', view)
    executions.orderChanged(view)
    const hasEnded = !ENDED.has(before.status) && ENDED.has(order.status)
    if (hasEnded && RESTED.has(before.status)) this.#release(order)
    replacements.orderChanged(order)
    if (hasEnded) exits.orderEnded(order.request)
  }

  /** What a resting order held, an exit or a replacement may use at once. */
  #release(order: Order): void {
    const { balances, instruments } = this.#parts.bot
    const instrument = instruments.get(marketKey(order.request))
    const held = instrument && lockOf(order, instrument)
    if (held !== undefined) balances.release(order.request.exchange, held.asset, held.amount)
  }

  /** Only what adds exposure is judged: an exit is tried whatever the breaker says. */
  #judge({ purpose, reject, status }: Order): void {
    const { breaker, recorder } = this.#parts.bot
    if (purpose === 'exit') return
    if (status === 'unknown') breaker.failed(recorder.now, 'the outcome of an order is unknown')
    else if (status !== 'rejected') breaker.succeeded()
    else if (reject !== undefined && !HARMLESS.has(reject.code)) breaker.failed(recorder.now, reject.message)
  }

  #anomaly(message: string): void {
    const { effects, recorder } = this.#parts.bot
    this.anomalies += 1
    recorder.decision({ type: 'note', message })
    effects.tell('note', { message, at: recorder.now })
  }
}
