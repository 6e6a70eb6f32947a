import type { Decimal } from '@md/types'
import type { OrderView } from '../orders/order.ts'
import type { CircuitStatus } from '../risk/circuit-breaker.ts'
import type { TradingState } from '../risk/limits.ts'
import type { Refusal } from '../risk/refusal.ts'
import type { Standing } from '../risk/view.ts'
import type { PositionView } from '../strategy/context.ts'
import type { BotCore } from './bot-core.ts'
import type { LifeState } from './life.ts'
import type { BotOptions } from './options.ts'

export interface BotCounters {
  readonly hooks: number
  readonly slowHooks: number
  readonly refusals: number
  readonly orders: number
  readonly anomalies: number
  readonly duplicateFills: number
  /** Orders and fills that are not the bot's. */
  readonly strays: number
  readonly invalidPrices: number
  /** Prices older than the last one. */
  readonly olderPrices: number
  /** Market events pushed out of a full mailbox. */
  readonly dropped: number
}

/** What an operator wants to know of a bot; JSON. */
export interface BotStatus {
  readonly id: string
  readonly strategy: string
  readonly state: LifeState
  /** What is wrong, why it is paused, or why it failed. */
  readonly reason: string | undefined
  readonly trading: TradingState
  readonly markets: readonly {
    readonly exchange: string
    readonly symbol: string
    readonly price: number | undefined
    readonly priceAt: number | undefined
    readonly bookStatus: string | undefined
  }[]
  readonly positions: readonly (PositionView & { readonly unrealised: Decimal | undefined })[]
  /** Quote currency, exact, and its marked-to-market number. */
  readonly realised: Decimal
  readonly standing: Standing | undefined
  readonly fees: Readonly<Record<string, Decimal>>
  readonly openOrders: readonly OrderView[]
  readonly exits: Readonly<Record<string, string>>
  readonly circuit: CircuitStatus | undefined
  readonly lastRefusal: { readonly ref: string; readonly refusal: Refusal; readonly at: number } | undefined
  readonly counters: BotCounters
}

export function statusOf(
  state: LifeState,
  { id, strategy }: Pick<BotOptions, 'id' | 'strategy'>,
  core: BotCore | undefined,
  dropped: number,
): BotStatus {
  return {
    id,
    strategy: strategy.name,
    state,
    ...(core === undefined ? nothingYet(dropped) : detailsOf(core, dropped)),
  }
}

type Details = Omit<BotStatus, 'id' | 'strategy' | 'state'>

function detailsOf(core: BotCore, dropped: number): Details {
  const { bot, placement } = core
  const watches = [...bot.watches.values()]
  return {
    reason: bot.life.failedBecause ?? bot.life.pausedBecause ?? bot.life.trouble,
    trading: bot.trading,
    markets: watches.map(({ book, market, price, priceAt }) => ({
      ...market,
      price,
      priceAt,
      bookStatus: book?.status,
    })),
    positions: watches.map(({ market, price }) => ({
      ...bot.ledger.position(market),
      unrealised: price === undefined ? undefined : bot.ledger.unrealised(market, price),
    })),
    realised: bot.ledger.realised(),
    standing: bot.equity.standing(bot.recorder.now),
    fees: bot.ledger.fees(),
    openOrders: bot.orders.openViews,
    exits: Object.fromEntries([...bot.exits].map(([key, { phase, reason }]) => [key, `${reason} (${phase})`])),
    circuit: bot.breaker.status(bot.recorder.now),
    lastRefusal: placement.lastRefusal,
    counters: countersOf(core, dropped),
  }
}

function countersOf({ bot, faults, market, orders, placement }: BotCore, dropped: number): BotCounters {
  const watches = [...bot.watches.values()]
  return {
    hooks: bot.hooks.calls,
    slowHooks: bot.hooks.slow,
    refusals: placement.refusals,
    orders: bot.orders.nextSequence - 1,
    anomalies: bot.orders.anomalies + faults.unreadable,
    duplicateFills: orders.duplicateFills,
    strays: orders.strays + market.strays,
    invalidPrices: watches.reduce((sum, { invalidPrices }) => sum + invalidPrices, 0),
    olderPrices: watches.reduce((sum, { olderPrices }) => sum + olderPrices, 0),
    dropped,
  }
}

/** Of a bot that is not put together yet, or not any more. */
export const NOT_BEGUN: Omit<Details, 'reason'> = {
  trading: 'halted',
  markets: [],
  positions: [],
  realised: '0',
  standing: undefined,
  fees: {},
  openOrders: [],
  exits: {},
  circuit: undefined,
  lastRefusal: undefined,
  counters: {
    hooks: 0,
    slowHooks: 0,
    refusals: 0,
    orders: 0,
    anomalies: 0,
    duplicateFills: 0,
    strays: 0,
    invalidPrices: 0,
    olderPrices: 0,
    dropped: 0,
  },
}

const nothingYet = (dropped: number): Details => ({
  ...NOT_BEGUN,
  reason: undefined,
  counters: { ...NOT_BEGUN.counters, dropped },
})
