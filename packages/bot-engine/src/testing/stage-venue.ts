import type { Fill, Market } from '@md/types'
import { exact, toDecimal } from '../decimal/exact.ts'
import type { OrderView } from '../orders/order.ts'
import type { Barriers } from '../positions/barriers.ts'
import { hasEnded } from '../strategies/parts/own-orders.ts'
import type { Intent, PlaceIntent, ReplaceIntent } from '../strategy/intent.ts'
import type { Answer, Hooks, TimerInput } from '../strategy/strategy.ts'
import { checkIntent } from './check-intent.ts'
import type { StageContext } from './stage-context.ts'
import { keyOf } from './stage-market.ts'
import type { StageOrders } from './stage-orders.ts'
import { shaped } from './stage-shape.ts'

/** More hooks than this after one event: the strategy answers itself. */
const ENDLESS = 1_000

/** Does at once what a strategy asks for, and asks the hooks that follow from it one after the other. */
export class StageVenue<P, S, I> {
  readonly intents: Intent[] = []
  readonly guards = new Map<string, Barriers | undefined>()
  stopped: string | undefined
  readonly #hooks: Hooks<P, S, I>
  readonly #ctx: StageContext<P, S, I>
  readonly #orders: StageOrders
  readonly #refuses: (intent: PlaceIntent) => string | undefined
  readonly #timers = new Map<string, number>()
  readonly #due: (() => Answer)[] = []

  constructor(
    hooks: Hooks<P, S, I>,
    ctx: StageContext<P, S, I>,
    orders: StageOrders,
    refuses: (intent: PlaceIntent) => string | undefined = () => undefined,
  ) {
    this.#hooks = hooks
    this.#ctx = ctx
    this.#orders = orders
    this.#refuses = refuses
  }

  play(ask: () => Answer): void {
    this.#due.push(ask)
    for (let done = 0; this.#due.length > 0; done++) {
      if (done > ENDLESS)
        throw new Error(`the strategy answers itself without end: ${JSON.stringify(this.intents.at(-1))}`)
      const answer = this.#due.shift()?.() ?? []
      for (const intent of Array.isArray(answer) ? (answer as readonly Intent[]) : [answer as Intent]) this.#act(intent)
    }
  }

  fill(fill: Fill, orderFirst: boolean): void {
    const before = this.#orders.byId(fill.clientOrderId)
    const filled = exact(before.filled).plus(fill.amount)
    const unfinished = hasEnded(before) ? before.status : 'partially-filled'
    const told = { status: filled.gte(before.amount) ? 'filled' : unfinished, filled: toDecimal(filled) } as const
    if (orderFirst) this.change(fill.clientOrderId, told)
    this.#ctx.at(fill).position.apply(fill, this.#ctx.now)
    const order = this.#orders.change(fill.clientOrderId, told)
    this.#due.push(() => this.#hooks.fill?.(this.#ctx, fill))
    if (!orderFirst) this.#due.push(() => this.#hooks.order?.(this.#ctx, order))
    this.play(() => this.#hooks.position?.(this.#ctx, this.#ctx.position(fill)))
  }

  change(clientOrderId: string, particulars: Partial<Pick<OrderView, 'status' | 'filled' | 'reason'>>): void {
    const order = this.#orders.change(clientOrderId, particulars)
    this.play(() => this.#hooks.order?.(this.#ctx, order))
  }

  /** The earliest timer that is due by then, taken off. */
  takeTimer(by: number): TimerInput | undefined {
    const [first] = [...this.#timers].filter(([, dueAt]) => dueAt <= by).sort(([, a], [, b]) => a - b)
    if (first === undefined) return undefined
    this.#timers.delete(first[0])
    return { name: first[0], dueAt: first[1] }
  }

  #act(intent: Intent): void {
    checkIntent(intent)
    this.intents.push(intent)
    if (intent.kind === 'place') this.#place(intent)
    else if (intent.kind === 'cancel') this.#cancel(intent.ref)
    else if (intent.kind === 'replace') this.#replace(intent)
    else if (intent.kind === 'close') this.#close(intent.market, intent.because)
    else if (intent.kind === 'protect') this.#protect(intent)
    else if (intent.kind === 'timer') this.#time(intent.name, intent.afterMs)
    else if (intent.kind === 'stop') this.stopped ??= intent.because
  }

  #place(intent: PlaceIntent): void {
    const market = intent.market ?? this.#ctx.market
    const shape = shaped(intent, this.#ctx)
    const current = this.#orders.get(intent.ref)
    const isDuplicate = current !== undefined && !hasEnded(current)
    const reason = isDuplicate ? `duplicate: ${intent.ref} is open` : (this.#refuses(intent) ?? shape.reason)
    if (reason !== undefined) this.#refuse(intent, market, reason)
    else this.#tell(this.#orders.add(intent, market, shape.amount, shape.price))
  }

  #refuse({ because, ref, side }: PlaceIntent, market: Market, reason: string): void {
    const nothing = { clientOrderId: '', status: 'refused', amount: '0', filled: '0', price: undefined } as const
    this.#tell({ ref, market, side, because, reason, ...nothing })
  }

  #cancel(ref: string): void {
    const order = this.#orders.get(ref)
    if (order === undefined || hasEnded(order)) return
    this.#tell(this.#orders.change(order.clientOrderId, { status: 'cancelled' }))
  }

  #replace({ amount, because, price, ref }: ReplaceIntent): void {
    const order = this.#orders.get(ref)
    if (order === undefined || hasEnded(order)) return
    this.#tell(this.#orders.change(order.clientOrderId, { status: 'cancelled' }))
    const rest = toDecimal(exact(amount ?? order.amount).minus(order.filled))
    if (!(Number(rest) > 0)) return
    const asked = price ?? order.price
    const anew = { kind: 'place', ref, side: order.side, type: 'limit', amount: rest, because } as const
    this.#place({ ...anew, market: order.market, ...(asked === undefined ? {} : { price: asked }) })
  }

  #close(market: Market = this.#ctx.market, because: string): void {
    const ref = `exit/${keyOf(market)}`
    const { amount } = this.#ctx.position(market)
    const current = this.#orders.get(ref)
    if (amount === '0' || (current !== undefined && !hasEnded(current))) return
    const side = exact(amount).isPositive() ? 'sell' : 'buy'
    const whole = exact(amount).abs().toFixed()
    this.#place({ kind: 'place', ref, market, side, type: 'market', amount: whole, reduceOnly: true, because })
  }

  #protect({ barriers, market = this.#ctx.market, position }: Extract<Intent, { kind: 'protect' }>): void {
    this.guards.set(keyOf(market), barriers)
    if (position === undefined) return
    const { at, now } = { at: this.#ctx.at(market), now: this.#ctx.now }
    const side = exact(position.amount).isPositive() ? 'buy' : 'sell'
    const opened = { side, price: `${position.entry}`, amount: exact(position.amount).abs().toFixed() } as const
    const nobody = { tradeId: 'adopted', clientOrderId: '', fee: '0', feeAsset: at.instrument.quote } as const
    at.position.apply({ ...market, ...opened, ...nobody, liquidity: 'maker', timestamp: now }, now)
    this.#due.push(() => this.#hooks.position?.(this.#ctx, this.#ctx.position(market)))
  }

  #time(name: string, afterMs: number | undefined): void {
    if (afterMs === undefined) this.#timers.delete(name)
    else this.#timers.set(name, this.#ctx.now + afterMs)
  }

  #tell(order: OrderView): void {
    this.#due.push(() => this.#hooks.order?.(this.#ctx, order))
  }
}
