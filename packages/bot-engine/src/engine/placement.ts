import type { Market, OrderRequest } from '@md/types'
import { exact, toDecimal } from '../decimal/exact.ts'
import type { Order, OrderView } from '../orders/order.ts'
import { checkOrder } from '../risk/check-order.ts'
import { type Closable, closable } from '../risk/closable.ts'
import { exposureAdded, grossExposure } from '../risk/exposure.ts'
import type { Refusal } from '../risk/refusal.ts'
import type { BotFigures } from '../risk/shared-risk.ts'
import type { Proposal, RiskView } from '../risk/view.ts'
import type { PlaceIntent } from '../strategy/intent.ts'
import type { Bot } from './bot.ts'
import type { FollowUps } from './follow-ups.ts'
import { marketKey } from './market-watch.ts'
import { isRefusal, proposalOf } from './proposal.ts'

/** From an intent to an order that is written down, or a refusal that says why not. */
export class Placement {
  readonly #bot: Bot
  readonly #followUps: FollowUps
  readonly #onRefused: (order: OrderView) => void
  /** What leaves once this step is durable. */
  #outgoing: Order[] = []
  lastRefusal: { readonly ref: string; readonly refusal: Refusal; readonly at: number } | undefined
  refusals = 0
  readonly #refusedBefore = new Map<string, string>()

  constructor(bot: Bot, followUps: FollowUps, onRefused: (order: OrderView) => void) {
    this.#bot = bot
    this.#followUps = followUps
    this.#onRefused = onRefused
  }

  /** What limits shared with other bots are told. `undefined`: something on its way has no price. */
  figures(): BotFigures | undefined {
    const { config, context, equity, orders, recorder } = this.#bot
    const grossNow = grossExposure({ view: this.#view({ market: context.market }, 'told'), limits: config.limits })
    if (grossNow === undefined) return undefined
    const { dayStartEquity, equity: worth } = equity.standing(recorder.now)
    return { grossExposure: grossNow, openOrders: orders.open.length, dayPnl: worth - dayStartEquity }
  }

  takeOutgoing(): readonly Order[] {
    const outgoing = this.#outgoing
    this.#outgoing = []
    return outgoing
  }

  /** Returns the refusal, after telling it; `undefined`: the order is on its way. */
  place(intent: PlaceIntent): Refusal | undefined {
    const { config, context, instruments, orders } = this.#bot
    const { ref } = intent
    const market = intent.market ?? context.market
    const key = marketKey(market)
    const instrument = instruments.get(key)
    if (instrument === undefined) return this.refuse(intent, unknownMarket(intent.ref, key))
    const position = context.position(market)
    const { buy, sell } = orders.pending(market, 'exit')
    const closing = exact(position.amount).isPositive() ? sell : buy
    const proposal = proposalOf(intent, market, instrument, { amount: position.amount, closing })
    if (isRefusal(proposal)) return this.refuse(intent, proposal)
    const view = this.#view(proposal)
    const refusal =
      this.#notReady(ref) ??
      this.#beingEnded(proposal, key) ??
      checkOrder(proposal, view, config.limits) ??
      this.#askOthers(proposal, view)
    if (refusal !== undefined) return this.refuse(intent, refusal)
    this.#write(proposal, intent.because)
    return undefined
  }

  /** What an exit could close of the position now. */
  closable(market: Market): Closable {
    return closable(this.#view({ market }))
  }

  #write(proposal: Proposal, because: string): void {
    const { breaker, effects, orders, recorder } = this.#bot
    const { market, price, purpose, ref, stopPrice, timeInForce } = proposal
    const sequence = orders.nextSequence
    const request: OrderRequest = {
      exchange: market.exchange,
      symbol: market.symbol,
      clientOrderId: effects.clientOrderId(market.exchange, sequence),
      side: proposal.side,
      type: proposal.type,
      amount: proposal.amount,
      ...(price === undefined ? {} : { price }),
      ...(stopPrice === undefined ? {} : { stopPrice }),
      ...(timeInForce === undefined ? {} : { timeInForce }),
      ...(proposal.postOnly ? { postOnly: true } : {}),
    }
    const order = orders.add({ ref, request, purpose, because, createdAt: recorder.now })
    if (purpose === 'exposure') breaker.left(recorder.now)
    recorder.decision({ type: 'intent', order })
    this.#refusedBefore.delete(ref)
    this.#outgoing.push(order)
  }

  #askOthers(proposal: Proposal, view: RiskView): Refusal | undefined {
    const { config, effects, orders, recorder } = this.#bot
    // Without a price of everything on its way there is no sum, and what is no number passes no limit.
    const value = () => exposureAdded(proposal, { view, limits: config.limits }) ?? 'NaN'
    const refusal = effects.sharedRefusal(orders.nextSequence, proposal.market.exchange, value, proposal.purpose)
    if (refusal !== undefined) recorder.input({ type: 'shared-refusal', sequence: orders.nextSequence, refusal })
    return refusal
  }

  /** What the venue has is not known: not even an exit may leave, it might be there already. */
  #notReady(ref: string): Refusal | undefined {
    if (this.#bot.reconciled) return undefined
    return {
      code: 'not-ready',
      message: `order ${ref} waits: orders and fills are not reconciled with the venue yet`,
      numbers: {},
      scope: 'bot',
    }
  }

  /**
   * Bought while the rest is being sold, a position would never end. Nor would one for which the strategy has an order
   * of its own, at a price that the market has left: what closes it would be on its way for ever.
   */
  #beingEnded({ purpose, ref }: Proposal, key: string): Refusal | undefined {
    const exit = this.#bot.exits.get(key)
    if (exit === undefined || exit.phase === 'dust' || ref === exit.ref) return undefined
    return {
      code: purpose === 'exit' ? 'insufficient-balance' : 'reducing-only',
      message: `order ${ref} is in the way: the position of ${key} is being ended: ${exit.reason}`,
      numbers: {},
      scope: 'bot',
    }
  }

  /** Kept once until it changes: what is refused on every price would fill the journal. */
  refuse({ market, ref, side }: Pick<PlaceIntent, 'market' | 'ref' | 'side'>, refusal: Refusal): Refusal {
    const { context, effects, recorder } = this.#bot
    this.refusals += 1
    this.lastRefusal = { ref, refusal, at: recorder.now }
    const entry = { type: 'refusal', ref, refusal } as const
    if (this.#refusedBefore.get(ref) === refusal.code) recorder.remark(entry)
    else recorder.decision(entry)
    this.#rememberRefusal(ref, refusal)
    effects.tell('refusal', this.lastRefusal)
    const { exchange, symbol } = market ?? context.market
    const view: OrderView = {
      ref,
      market: { exchange, symbol },
      clientOrderId: '',
      side,
      status: 'refused',
      amount: '0',
      filled: '0',
      price: undefined,
      because: refusal.message,
      reason: `${refusal.code}: ${refusal.message}`,
    }
    this.#onRefused(view)
    this.#followUps.add('order', view)
    return refusal
  }

  #rememberRefusal(ref: string, { code }: Refusal): void {
    if (this.#refusedBefore.size >= 1_000) this.#refusedBefore.clear()
    this.#refusedBefore.set(ref, code)
  }

  /** @param use what is only told to others is no decision, and leaves no trace in the journal */
  #view({ market }: Pick<Proposal, 'market'>, use: 'decides' | 'told' = 'decides'): RiskView {
    const { balances, breaker, config, context, equity, guards, instruments, ledger, life, orders, recorder, watches } =
      this.#bot
    const key = marketKey(market)
    const watch = watches.get(key)
    const instrument = instruments.get(key)
    if (watch === undefined || instrument === undefined) throw new Error(`${key} is not a market of ${config.botId}`)
    return {
      now: recorder.now,
      trading: this.#bot.trading,
      feedDown: life.trouble,
      circuitOpenUntil: breaker.openUntil(recorder.now),
      instrument,
      price: watch.price,
      priceAt: watch.priceAt,
      book: use === 'decides' ? watch.look() : watch.book,
      position: context.position(market),
      otherExposure: toDecimal(ledger.exposureBut(market)),
      openOrders:
        orders.lackingFills.length === 0 ? orders.open : [...new Set([...orders.open, ...orders.lackingFills])],
      ordersLastMinute: orders.placedLastMinute(recorder.now),
      standing: equity.standing(recorder.now),
      free: (asset) => balances.free(market.exchange, asset),
      allowShort: config.allowShort,
      takerFee: config.takerFee,
      feeInBase: config.feeInBase,
      stopLoss: guards.get(key)?.barriers.stopLoss ?? config.barriers?.stopLoss,
      positionIn: (other) => ledger.position(other).amount,
      priceIn: (other) => watches.get(marketKey(other))?.price,
    }
  }
}

const unknownMarket = (ref: string, key: string): Refusal => ({
  code: 'unsupported',
  message: `order ${ref} is for ${key}, which the strategy does not subscribe to`,
  numbers: { market: key },
  scope: 'bot',
})
