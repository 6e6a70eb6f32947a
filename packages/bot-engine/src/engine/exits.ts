import type { Market } from '@md/types'
import { exact } from '../decimal/exact.ts'
import { ENDED, type Order } from '../orders/order.ts'
import type { Bot, Exit } from './bot.ts'
import type { Cancels } from './cancels.ts'
import { marketKey } from './market-watch.ts'
import type { Placement } from './placement.ts'

/** How long the next attempt waits after the n-th that did not end the position, ms. */
const RETRY_MS = [500, 1_000, 2_000, 5_000, 10_000, 30_000] as const

/** How long an exit waits for orders that hold the balance to be cancelled, ms. */
const CANCEL_MS = 5_000

export const EXIT_TIMER = '@exit/'

/**
 * Ends positions: one exit at a time per market, whoever asks for it. Orders of the market are cancelled first, since
 * on a spot market they hold the balance; then the rest is sold at market, again and again until nothing is left that
 * the venue would take.
 */
export class Exits {
  readonly #bot: Bot
  readonly #placement: Placement
  readonly #cancels: Cancels

  constructor(bot: Bot, placement: Placement, cancels: Cancels) {
    this.#bot = bot
    this.#placement = placement
    this.#cancels = cancels
  }

  get isAnyActive(): boolean {
    return [...this.#bot.exits.values()].some(({ phase }) => phase !== 'dust')
  }

  isActive(key: string): boolean {
    const exit = this.#bot.exits.get(key)
    return exit !== undefined && exit.phase !== 'dust'
  }

  /** Does nothing where there is no position, or one is being ended already. Dust is tried again once it is worth more. */
  begin(market: Market, reason: string): void {
    const { context, effects, exits, recorder } = this.#bot
    const key = marketKey(market)
    if (this.isActive(key) || isFlat(context.position(market).amount)) return
    if (exits.has(key) && this.#placement.closable(market).because === 'dust') return
    const price = context.price(market)
    exits.set(key, { reason, ref: undefined, attempts: 0, phase: 'waiting' })
    recorder.decision({ type: 'exit', market: key, reason, price })
    effects.tell('exit', { market: key, reason, price, at: recorder.now })
    this.#proceed(market, key)
  }

  /** An order of the market has ended, or was cancelled. */
  orderEnded(market: Market): void {
    const key = marketKey(market)
    const exit = this.#bot.exits.get(key)
    if (exit === undefined || exit.phase === 'dust') return
    if (exit.phase === 'sent' && !this.#hasEnded(exit)) return
    if (isFlat(this.#bot.context.position(market).amount)) this.#done(key)
    else if (exit.phase === 'sent') this.#again(key, exit)
    else this.#proceed(market, key)
  }

  /** The position has another size: dust may have grown, and what is gone needs no exit. */
  positionChanged(market: Market): void {
    const key = marketKey(market)
    const exit = this.#bot.exits.get(key)
    if (exit === undefined) return
    if (exit.phase === 'dust') this.#bot.exits.delete(key)
    else if (isFlat(this.#bot.context.position(market).amount) && exit.phase === 'waiting') this.#done(key)
  }

  /** The time of a retry has come, or that of the orders that were to be cancelled has passed. */
  timer(key: string): void {
    const exit = this.#bot.exits.get(key)
    const market = this.#bot.watches.get(key)?.market
    if (exit === undefined || market === undefined || exit.phase !== 'waiting') return
    if (isFlat(this.#bot.context.position(market).amount)) this.#done(key)
    else this.#send(market, key, exit)
  }

  #proceed(market: Market, key: string): void {
    const { exits, orders, recorder, replacements, timers } = this.#bot
    const exit = exits.get(key)
    if (exit === undefined) return
    const resting = orders.open.filter((order) => isOf(order, market) && order.ref !== exit.ref)
    for (const order of resting) {
      replacements.delete(order.ref)
      this.#cancels.cancel(order, `the position is ended: ${exit.reason}`)
    }
    if (!resting.some(({ status }) => status !== 'unknown')) this.#send(market, key, exit)
    // However many there are, and however slowly they go, the first cancel says how long is waited for all of them.
    else if (!timers.has(EXIT_TIMER + key)) timers.set(EXIT_TIMER + key, recorder.now + CANCEL_MS)
  }

  #send(market: Market, key: string, exit: Exit): void {
    const { context, exits, timers } = this.#bot
    const { amount, because } = this.#placement.closable(market)
    const attempts = exit.attempts + 1
    timers.cancel(EXIT_TIMER + key)
    if (because === 'dust') {
      this.#giveUp(market, key, exit)
      return
    }
    if (because !== undefined) {
      // Orders are there for all of it, or hold it: their end, or time, will show.
      this.#again(key, { ...exit, attempts })
      return
    }
    const ref = `${EXIT_TIMER}${key}/${attempts}`
    exits.set(key, { ...exit, ref, attempts, phase: 'sent' })
    const refusal = this.#placement.place({
      kind: 'place',
      ref,
      market,
      side: exact(context.position(market).amount).isPositive() ? 'sell' : 'buy',
      type: 'market',
      amount,
      reduceOnly: true,
      because: exit.reason,
    })
    if (refusal !== undefined) this.#again(key, { ...exit, attempts })
  }

  /** No attempt will change it: the venue takes nothing so small. */
  #giveUp(market: Market, key: string, exit: Exit): void {
    const { context, exits, recorder } = this.#bot
    exits.set(key, { ...exit, ref: undefined, phase: 'dust' })
    const { amount } = context.position(market)
    recorder.decision({ type: 'note', message: `${amount} of ${key} is too small for the venue, and is left there` })
  }

  #again(key: string, exit: Exit): void {
    const { exits, recorder, timers } = this.#bot
    const delay = RETRY_MS[Math.min(exit.attempts, RETRY_MS.length) - 1] ?? RETRY_MS[0]
    exits.set(key, { ...exit, ref: undefined, phase: 'waiting' })
    timers.set(EXIT_TIMER + key, recorder.now + delay)
  }

  #done(key: string): void {
    this.#bot.exits.delete(key)
    this.#bot.timers.cancel(EXIT_TIMER + key)
  }

  #hasEnded({ ref }: Exit): boolean {
    const order = ref === undefined ? undefined : this.#bot.orders.latest(ref)
    return order === undefined || ENDED.has(order.status)
  }
}

const isFlat = (amount: string): boolean => exact(amount).isZero()

const isOf = ({ request }: Order, { exchange, symbol }: Market): boolean =>
  request.exchange === exchange && request.symbol === symbol
