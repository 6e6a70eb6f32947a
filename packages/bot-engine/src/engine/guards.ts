import type { Market } from '@md/types'
import type { Barriers } from '../positions/barriers.ts'
import { PositionGuard } from '../positions/position-guard.ts'
import type { PositionView } from '../strategy/context.ts'
import type { Bot } from './bot.ts'
import type { Exits } from './exits.ts'
import { jsonCopy } from './json-copy.ts'
import { marketKey } from './market-watch.ts'

export const GUARD_TIMER = '@guard/'

/** Watches the bot's positions: on every price, and when the time of one is up. */
export class Guards {
  readonly #bot: Bot
  readonly #exits: Exits

  constructor(bot: Bot, exits: Exits) {
    this.#bot = bot
    this.#exits = exits
  }

  check(key: string, market: Market, price: number): void {
    const { guards, life, recorder } = this.#bot
    const hit = guards.get(key)?.check(price, recorder.now)
    if (hit === undefined || !life.guardsPositions || this.#exits.isActive(key)) return
    this.#exits.begin(market, hit.reason)
  }

  changed(position: PositionView): void {
    const key = marketKey(position.market)
    this.#guard(key).changed(position, this.#bot.recorder.now)
    this.#schedule(key)
  }

  /** @throws InvalidInputError for barriers that mean nothing; the old ones stay */
  protect(market: Market, barriers: Barriers | undefined): void {
    const key = marketKey(market)
    this.#guard(key).protect(jsonCopy(barriers ?? {}, 'barriers'))
    this.#bot.protects.add(key)
    this.#schedule(key)
  }

  timer(key: string): void {
    const watch = this.#bot.watches.get(key)
    if (watch?.price !== undefined) this.check(key, watch.market, watch.price)
  }

  /** Positions that nobody watches any more are watched again. */
  rearm(): void {
    const { context, guards, watches } = this.#bot
    for (const { key, market } of watches.values()) if (!guards.has(key)) this.changed(context.position(market))
  }

  disarm(): void {
    for (const key of this.#bot.guards.keys()) this.#bot.timers.cancel(GUARD_TIMER + key)
    this.#bot.guards.clear()
  }

  #guard(key: string): PositionGuard {
    const { config, guards } = this.#bot
    const guard = guards.get(key) ?? new PositionGuard(config.barriers)
    guards.set(key, guard)
    return guard
  }

  #schedule(key: string): void {
    const { guards, timers } = this.#bot
    const dueAt = guards.get(key)?.dueAt
    if (dueAt === undefined) timers.cancel(GUARD_TIMER + key)
    else timers.set(GUARD_TIMER + key, dueAt)
  }
}
