import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aBook, anExit, anInstrument, anOrder, aPosition, aProposal, aView, NOW } from '../../test/risk-kit.ts'
import type { Order } from '../orders/order.ts'
import { checkOrder } from './check-order.ts'
import { closable } from './closable.ts'
import type { RiskLimits } from './limits.ts'
import type { Proposal, RiskView } from './view.ts'

/** Whole numbers throughout (prices in USDT, amounts in thousandths of a BTC), so that the test sums without a slip. */
const LIMITS = {
  maxOrderValue: '600',
  maxPositionValue: '1000',
  maxGrossExposure: '1200',
  maxOpenOrders: 6,
  maxOrdersPerMinute: 8,
  priceCollar: 0.1,
} satisfies RiskLimits

const BEST = { bid: 99, ask: 101, last: 100 }

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('propose' as const),
      ref: fc.nat(12),
      side: fc.constantFrom('buy' as const, 'sell' as const),
      type: fc.constantFrom('market' as const, 'limit' as const, 'limit' as const),
      price: fc.integer({ min: 80, max: 120 }),
      milli: fc.integer({ min: 1, max: 7_000 }),
      arrives: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('fill' as const), which: fc.nat(9), part: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('end' as const), which: fc.nat(9), booksLater: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 30_000 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('exit' as const), reducing: fc.boolean(), broken: fc.boolean() }),
  },
)

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
type Propose = Extract<Step, { do: 'propose' }>

const decimal = (milli: number): string => String(milli / 1_000)
const milliOf = (text: string): number => Math.round(Number(text) * 1_000)

/** A bot whose orders fill, in part, late or not at all, and a plain account of what it holds. */
class Run {
  readonly #withBook: boolean
  readonly #allowShort: boolean
  #orders: Order[] = []
  #milli = 0
  /** Thousandths of a USDT the position cost. */
  #cost = 0
  #now = NOW
  #sequence = 0
  readonly #left: number[] = []
  passed = 0

  constructor(withBook: boolean, allowShort: boolean) {
    this.#withBook = withBook
    this.#allowShort = allowShort
  }

  do(one: Step): void {
    if (one.do === 'propose') this.#propose(one)
    if (one.do === 'fill') this.#fill(one.which, one.part)
    if (one.do === 'end') this.#end(one.which, one.booksLater)
    if (one.do === 'wait') this.#now += one.ms
    if (one.do === 'exit') this.#exit(one.reducing, one.broken)
    this.#expectWithinLimits()
  }

  #view(particulars: Partial<RiskView> = {}): RiskView {
    const { ask, bid, last } = BEST
    const entry = this.#milli === 0 ? '0' : (this.#cost / Math.abs(this.#milli)).toFixed(12)
    return aView({
      now: this.#now,
      price: last,
      priceAt: this.#now,
      book: this.#withBook
        ? aBook({
            bids: [[bid, 50]],
            asks: [
              [ask, 2],
              [105, 50],
            ],
          })
        : undefined,
      instrument: anInstrument({ minAmount: '0.002', minNotional: '1' }),
      position: aPosition(decimal(this.#milli), entry),
      otherExposure: '50',
      openOrders: this.#orders,
      ordersLastMinute: this.#left.filter((at) => this.#now - at < 60_000).length,
      free: () => undefined,
      allowShort: this.#allowShort,
      ...particulars,
    })
  }

  #propose({ arrives, milli, price, ref, side, type }: Propose): void {
    const proposal = aProposal({
      ref: `r${ref}`,
      side,
      type,
      amount: decimal(milli),
      price: type === 'limit' ? String(price) : undefined,
    })
    if (checkOrder(proposal, this.#view(), LIMITS) !== undefined) return
    this.passed++
    const open = this.#orders.filter(({ status }) => status !== 'cancelled')
    expect(open.map((order) => order.ref)).not.toContain(proposal.ref)
    expect(this.#worth(proposal, milli)).toBeLessThanOrEqual(600_000)
    this.#leave(proposal, arrives)
    expect(this.#left.filter((at) => this.#now - at < 60_000).length).toBeLessThanOrEqual(8)
    expect(open.length).toBeLessThan(6)
  }

  #leave({ amount, price, purpose, ref, side, type }: Proposal, arrives: boolean): void {
    const request = { side, type, amount, ...(price !== undefined && { price }) }
    const { price: _, ...order } = anOrder().request
    this.#orders.push({
      ...anOrder({ ref, sequence: this.#sequence++, purpose, status: arrives ? 'open' : 'unknown' }),
      request: { ...order, ...request },
    })
    this.#left.push(this.#now)
  }

  /** The most a venue may make of a part of an order while the market stands still, in thousandths of a USDT. */
  #worth(
    { side, price, type }: Pick<Proposal, 'side' | 'type'> & { readonly price?: string | undefined },
    milli: number,
  ) {
    const bid = this.#withBook ? BEST.bid : BEST.last
    if (side === 'sell') return milli * Math.max(Number(price ?? 0), bid)
    if (type === 'limit') return milli * Number(price)
    if (!this.#withBook) return milli * 110
    const cheap = Math.min(2_000, milli)
    return cheap * BEST.ask + (milli - cheap) * 105
  }

  #fill(which: number, part: number): void {
    const order = this.#orders[which % Math.max(1, this.#orders.length)]
    if (order === undefined) return
    const left = milliOf(order.request.amount) - milliOf(order.booked)
    const taken = order.status === 'cancelled' ? milliOf(order.filled) - milliOf(order.booked) : Math.ceil(left / part)
    this.#book(order, taken)
    const booked = decimal(milliOf(order.booked) + taken)
    const ended = order.status === 'cancelled' || taken === left
    const status = order.status === 'unknown' ? 'unknown' : 'partially-filled'
    const others = this.#orders.filter((other) => other !== order)
    this.#orders = ended ? others : [...others, { ...order, booked, filled: booked, status }]
  }

  #book({ request }: Order, taken: number): void {
    const worth = this.#worth(request, taken)
    const signed = request.side === 'buy' ? taken : -taken
    const opens = this.#milli === 0 || Math.sign(this.#milli) === Math.sign(signed)
    const price = worth / Math.max(1, taken)
    if (opens) this.#cost += worth
    else if (Math.abs(signed) <= Math.abs(this.#milli)) this.#cost *= 1 - Math.abs(signed) / Math.abs(this.#milli)
    else this.#cost = (Math.abs(signed) - Math.abs(this.#milli)) * price
    this.#milli += signed
  }

  /** A cancel; of what had filled before, the fills may still be to come. */
  #end(which: number, booksLater: boolean): void {
    const order = this.#orders[which % Math.max(1, this.#orders.length)]
    if (order === undefined || order.status === 'cancelled') return
    const others = this.#orders.filter((other) => other !== order)
    const missing = milliOf(order.request.amount) - milliOf(order.booked)
    const filled = decimal(milliOf(order.booked) + Math.floor(missing / 2))
    this.#orders = booksLater && missing > 1 ? [...others, { ...order, status: 'cancelled', filled }] : others
  }

  #exit(reducing: boolean, broken: boolean): void {
    const doubts: Partial<RiskView> = broken
      ? { feedDown: 'down', circuitOpenUntil: this.#now + 1, priceAt: 0, takerFee: Number.NaN, ordersLastMinute: 999 }
      : {}
    const view = this.#view({ trading: reducing ? 'reducing' : 'active', ...doubts })
    const { amount } = closable(view)
    // A sale of unknown fate is not waited for. Where no balance stands in between, both may fill: that is not tested here.
    if (amount === '0' || this.#orders.some(({ status }) => status === 'unknown')) return
    const exit = anExit({ ref: `x${this.#sequence}`, side: this.#milli > 0 ? 'sell' : 'buy', amount })
    expect(checkOrder(exit, view, { ...LIMITS, maxPositionValue: '0', maxOpenOrders: 0 })).toBeUndefined()
    this.#leave(exit, true)
  }

  #expectWithinLimits(): void {
    expect(this.#cost).toBeLessThanOrEqual(1_000_000.001)
    expect(this.#cost + 50_000).toBeLessThanOrEqual(1_200_000.001)
    if (!this.#allowShort) expect(this.#milli).toBeGreaterThanOrEqual(0)
  }
}

test('whatever is proposed and however it fills, nothing over a limit leaves, and an exit always does', () => {
  let passed = 0
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }),
      fc.boolean(),
      fc.boolean(),
      (steps, withBook, allowShort) => {
        const run = new Run(withBook, allowShort)
        for (const one of steps) run.do(one)
        passed += run.passed
      },
    ),
    { numRuns: 300 },
  )
  expect(passed).toBeGreaterThan(1_000)
})
