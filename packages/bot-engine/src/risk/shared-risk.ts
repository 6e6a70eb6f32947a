import { type Clock, type Decimal, InvalidInputError } from '@md/types'
import { type Exact, exact, toDecimal, ZERO } from '../decimal/exact.ts'
import type { Purpose } from '../orders/order.ts'
import { DayPnl } from './day-pnl.ts'
import type { SharedRiskLimits } from './limits.ts'
import { decimalOf } from './number-of.ts'
import { OrderRate } from './order-rate.ts'
import type { Refusal, RefusalCode } from './refusal.ts'

/** What a bot tells of itself whenever its orders or positions have changed. Values in quote currency. */
export interface BotFigures {
  /** Positions and everything on its way that would add to them. */
  readonly grossExposure: Decimal
  readonly openOrders: number
  /** Since midnight UTC, realised and unrealised. Negative: a loss. */
  readonly dayPnl: number
}

/** An order that asks to leave. */
export interface Reservation {
  /** What it would add to the exposure of its bot, quote currency. */
  readonly value: Decimal
  readonly purpose: Purpose
  /** Engine time, ms since the epoch. */
  readonly now: number
}

export interface SharedRiskOptions {
  readonly scope: 'account' | 'process'
  /** Account id; `''` for the process. */
  readonly id: string
  readonly limits: SharedRiskLimits
  /** Tells when the day ends. Unset: a loss counts until its bot tells another, or ends. */
  readonly clock?: Clock
}

/** One bot's part, with what has been let through since it last told. */
interface Part {
  readonly figures: BotFigures
  readonly exposure: Exact
  readonly reservedOrders: number
}

const NOTHING: Part = {
  figures: { grossExposure: '0', openOrders: 0, dayPnl: 0 },
  exposure: ZERO,
  reservedOrders: 0,
}

export interface SharedRiskTotals extends BotFigures {
  readonly bots: number
}

/**
 * Limits that several bots live under together. An order that is let through counts from that moment on, so two bots
 * can not both take the last of what is left. Keeps one entry a bot, and as many order times as the limit allows.
 */
export class SharedRisk {
  readonly scope: 'account' | 'process'
  readonly id: string
  readonly #limits: SharedRiskLimits
  readonly #parts = new Map<string, Part>()
  /** Bots whose last figures are no numbers. */
  readonly #unreadable = new Map<string, BotFigures>()
  readonly #rate: OrderRate
  readonly #dayPnl: DayPnl
  #exposure = ZERO
  #openOrders = 0

  constructor({ clock, scope, id, limits }: SharedRiskOptions) {
    this.scope = scope
    this.id = id
    this.#limits = readable(limits)
    this.#rate = new OrderRate(limits.maxOrdersPerMinute)
    this.#dayPnl = new DayPnl(clock)
  }

  /** Takes the place of everything the bot told before, and of what was reserved for it. */
  update(botId: string, figures: BotFigures): void {
    if (isReadable(figures)) this.#unreadable.delete(botId)
    else this.#unreadable.set(botId, figures)
    this.#dayPnl.told(botId, figures.dayPnl)
    this.#set(botId, { figures, exposure: decimalOf(figures.grossExposure) ?? ZERO, reservedOrders: 0 })
  }

  /** Lets an order through and counts it, or says why not. An exit is counted and never refused. */
  reserve(botId: string, order: Reservation): Refusal | undefined {
    const refusal = this.refusalOf(order)
    if (refusal === undefined) this.#count(botId, order)
    return refusal
  }

  /** What `reserve` would say, counting nothing. */
  refusalOf({ purpose, value, now }: Reservation): Refusal | undefined {
    return purpose === 'exit' ? undefined : (this.#uncertain(value) ?? this.#exceeded(value, now))
  }

  /** The bot has ended, and what it held is nobody's concern any more. What it lost today is. */
  release(botId: string): void {
    this.#set(botId, NOTHING)
    this.#parts.delete(botId)
    this.#dayPnl.ended(botId)
    this.#unreadable.delete(botId)
  }

  totals(): SharedRiskTotals {
    return {
      bots: this.#parts.size,
      grossExposure: toDecimal(this.#exposure),
      openOrders: this.#openOrders,
      dayPnl: this.#dayPnl.sum(),
    }
  }

  #set(botId: string, part: Part): void {
    const before = this.#parts.get(botId) ?? NOTHING
    this.#exposure = this.#exposure.minus(before.exposure).plus(part.exposure)
    this.#openOrders += ordersOf(part) - ordersOf(before)
    this.#parts.set(botId, part)
  }

  #count(botId: string, { value, purpose, now }: Reservation): void {
    const { figures, exposure, reservedOrders } = this.#parts.get(botId) ?? NOTHING
    const added = purpose === 'exit' ? ZERO : exact(value)
    this.#set(botId, { figures, exposure: exposure.plus(added), reservedOrders: reservedOrders + 1 })
    this.#rate.count(now)
  }

  /** Compared with a limit, what is no number would pass. */
  #uncertain(value: Decimal): Refusal | undefined {
    if (!isValue(value)) return this.#refusal('invalid-number', `the value of the order is ${value}`, { value })
    for (const [botId, { dayPnl, grossExposure, openOrders }] of this.#unreadable) {
      const message = `bot ${botId} tells an exposure of ${grossExposure}, ${openOrders} open orders and ${dayPnl} won today`
      const numbers = { grossExposure, openOrders: String(openOrders), dayPnl: String(dayPnl) }
      return this.#refusal('invalid-number', message, numbers)
    }
    return undefined
  }

  #exceeded(value: Decimal, now: number): Refusal | undefined {
    const { maxDailyLoss, maxGrossExposure, maxOpenOrders, maxOrdersPerMinute } = this.#limits
    const gross = this.#exposure.plus(value)
    // An order that adds nothing is welcome even where too much is held already.
    if (maxGrossExposure !== undefined && gross.gt(maxGrossExposure) && !gross.eq(this.#exposure))
      return this.#over('max-gross-exposure', 'exposure would be', toDecimal(gross), { maxGrossExposure })
    if (maxOpenOrders !== undefined && this.#openOrders >= maxOpenOrders)
      return this.#over('max-open-orders', 'orders open are', this.#openOrders, { maxOpenOrders })
    if (maxOrdersPerMinute !== undefined && this.#rate.isFull(now))
      return this.#over('max-orders-per-minute', 'orders within the last minute are', maxOrdersPerMinute, {
        maxOrdersPerMinute,
      })
    if (maxDailyLoss === undefined) return undefined
    const loss = -this.#dayPnl.sum()
    return loss < Number(maxDailyLoss)
      ? undefined
      : this.#over('daily-loss', 'lost since midnight UTC is', loss, { maxDailyLoss })
  }

  #over(code: RefusalCode, what: string, value: string | number, limit: Readonly<Record<string, string | number>>) {
    return this.#refusal(code, `${what} ${value}, and ${Object.values(limit).join()} is allowed`, { value, ...limit })
  }

  #refusal(code: RefusalCode, message: string, numbers: Refusal['numbers']): Refusal {
    const whose = this.scope === 'process' ? 'Over all bots' : `Over all bots of account ${this.id}`
    return { code, message: `${whose}: ${message}`, numbers, scope: this.scope }
  }
}

/** A limit that is no number would never be reached. @throws InvalidInputError */
function readable(limits: SharedRiskLimits): SharedRiskLimits {
  for (const [name, value] of Object.entries(limits)) {
    const isLimit = typeof value === 'number' ? isCount(value) : value === undefined || isValue(value)
    if (!isLimit) throw new InvalidInputError(name, value, 'write a limit that is a number from 0')
  }
  return limits
}

const ordersOf = ({ figures: { openOrders }, reservedOrders }: Part): number =>
  (isCount(openOrders) ? openOrders : 0) + reservedOrders

const isValue = (text: Decimal): boolean => decimalOf(text)?.isNegative() === false

const isCount = (value: number): boolean => Number.isFinite(value) && value >= 0

const isReadable = ({ dayPnl, grossExposure, openOrders }: BotFigures): boolean =>
  isValue(grossExposure) && isCount(openOrders) && Number.isFinite(dayPnl)

/** Asks all of them before any counts the order: what one refuses takes nothing from the others. */
export function reserveInAll(all: readonly SharedRisk[], botId: string, order: Reservation): Refusal | undefined {
  for (const shared of all) {
    const refusal = shared.refusalOf(order)
    if (refusal !== undefined) return refusal
  }
  for (const shared of all) shared.reserve(botId, order)
  return undefined
}
