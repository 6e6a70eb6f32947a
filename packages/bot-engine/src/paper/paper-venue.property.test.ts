import type { Decimal, Fill, OrderRequest, Side } from '@md/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PaperStage } from '../../test/paper-stage.ts'
import { exact } from '../decimal/exact.ts'
import type { PaperVenueOptions } from './options.ts'

const BALANCES = { BTC: '4', USDT: '400' }

type Step =
  | { readonly kind: 'book'; readonly middle: number; readonly amounts: readonly number[] }
  | { readonly kind: 'trade'; readonly price: number; readonly amount: number; readonly side: Side }
  | { readonly kind: 'place'; readonly order: Partial<OrderRequest> }
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'wait'; readonly ms: number }

const price = fc.integer({ min: 9_900, max: 10_100 }).map((ticks) => ticks / 100)
const amount = fc.integer({ min: 1, max: 30_000 }).map((steps) => steps / 10_000)
const side = fc.constantFrom<Side>('buy', 'sell')

const order = fc.oneof(
  fc.record({ type: fc.constant('market' as const), side, amount: amount.map(String) }),
  fc.record({
    type: fc.constant('limit' as const),
    side,
    amount: amount.map(String),
    price: price.map(String),
    timeInForce: fc.constantFrom('GTC' as const, 'IOC' as const, 'FOK' as const),
  }),
  fc.record({
    type: fc.constant('limit' as const),
    side,
    amount: amount.map(String),
    price: price.map(String),
    postOnly: fc.constant(true),
  }),
  fc.record({ type: fc.constant('stop' as const), side, amount: amount.map(String), stopPrice: price.map(String) }),
)

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('book' as const),
    middle: fc.integer({ min: 9_920, max: 10_080 }),
    amounts: fc.array(amount, { minLength: 6, maxLength: 6 }),
  }),
  fc.record({ kind: fc.constant('trade' as const), price, amount, side }),
  fc.record({ kind: fc.constant('place' as const), order }),
  fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(20) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(50) }),
)

const options: fc.Arbitrary<Partial<PaperVenueOptions>> = fc.record({
  fees: fc.record({
    maker: fc.constantFrom(0, 0.001, -0.0001),
    taker: fc.constantFrom(0, 0.0025),
    asset: fc.constantFrom('quote' as const, 'received' as const),
  }),
  latency: fc.constantFrom({}, { orderMs: 10, cancelMs: 7, jitterMs: 5 }),
  queue: fc.constantFrom('proportional' as const, 'pessimistic' as const),
  balances: fc.constant(BALANCES),
})

interface Run {
  readonly stage: PaperStage
  /** Best price a taker could have had when an order was filled, by order of fills. */
  readonly best: readonly number[]
}

async function play(steps: readonly Step[], chosen: Partial<PaperVenueOptions>): Promise<Run> {
  let seed = 1
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647
    return seed / 2_147_483_647
  }
  const stage = new PaperStage({ ...chosen, random })
  const best: number[] = []
  await stage.venue.connect((event) => {
    stage.told.push(event)
    if (event.type === 'fill')
      best.push(event.data.side === 'buy' ? stage.feed.book.asks.price(0) : stage.feed.book.bids.price(0))
  })
  stage.feed.showBook([[99.9, 1]], [[100.1, 1]])
  for (const one of steps) {
    stage.clock.advance(1)
    perform(stage, one)
  }
  stage.clock.advance(1_000)
  return { stage, best }
}

function perform(stage: PaperStage, one: Step): void {
  if (one.kind === 'book') {
    const level = (i: number, at: number): [number, number] => [(one.middle + at) / 100, one.amounts[i] ?? 1]
    stage.feed.showBook([level(0, -1), level(1, -3), level(2, -9)], [level(3, 1), level(4, 3), level(5, 9)])
  } else if (one.kind === 'trade') stage.feed.trade(one.price, one.amount, one.side)
  else if (one.kind === 'place') void stage.outcome(one.order)
  else if (one.kind === 'cancel') void stage.venue.cancel('BTC/USDT', `o${one.which}`)
  else stage.clock.advance(one.ms)
}

const steps = fc.array(step, { minLength: 20, maxLength: 60 })

test('what is held is what was there and what the fills and their fees made of it, to the digit', async () => {
  let fillCount = 0
  await fc.assert(
    fc.asyncProperty(steps, options, async (played, chosen) => {
      const { stage } = await play(played, chosen)
      const { balances, fills } = stage.venue.snapshot()
      fillCount += fills.length
      for (const [asset, before] of Object.entries(BALANCES)) {
        const { free, locked } = balances.find((balance) => balance.asset === asset) ?? { free: 'NaN', locked: 'NaN' }
        const expected = fills.reduce((sum, fill) => sum.plus(changeBy(fill, asset)), exact(before))
        expect(exact(free).plus(locked).eq(expected)).toBe(true)
        expect(exact(free).gte(0) && exact(locked).gte(0)).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
  expect(fillCount).toBeGreaterThan(300)
})

test('no order is filled beyond its amount or worse than its price', async () => {
  await fc.assert(
    fc.asyncProperty(steps, options, async (played, chosen) => {
      const { fills, orders } = (await play(played, chosen)).stage.venue.snapshot()
      for (const { request, remaining } of orders) {
        const own = fills.filter(({ clientOrderId }) => clientOrderId === request.clientOrderId)
        const filled = own.reduce((sum, fill) => sum.plus(fill.amount), exact(0))
        expect(filled.plus(remaining).eq(request.amount) && filled.lte(request.amount)).toBe(true)
        expect(own.filter((fill) => isWorse(fill, request.price))).toEqual([])
      }
    }),
    { numRuns: 200 },
  )
})

test('nothing stays locked once no order is open', async () => {
  await fc.assert(
    fc.asyncProperty(steps, options, async (played, chosen) => {
      const { stage } = await play(played, chosen)
      for (const { clientOrderId, symbol } of await settled(stage)) void stage.venue.cancel(symbol, clientOrderId)
      stage.clock.advance(1_000)
      expect(stage.venue.snapshot().balances.filter(({ locked }) => locked !== '0')).toEqual([])
    }),
    { numRuns: 200 },
  )
})

test('a taker never deals better than the book', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom('proportional' as const, 'pessimistic' as const), async (played, queue) => {
      const { stage, best } = await play(played, { queue, balances: BALANCES })
      const fills = stage.told.flatMap(({ type, data }) => (type === 'fill' ? [data] : []))
      for (const [i, fill] of fills.entries()) {
        if (fill.liquidity === 'maker') continue
        const limit = best[i] ?? Number.NaN
        expect(fill.side === 'buy' ? Number(fill.price) >= limit : Number(fill.price) <= limit).toBe(true)
      }
    }),
    { numRuns: 200 },
  )
})

test('of one book no more is taken than it shows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(order, { maxLength: 20 }), async (orders) => {
      const stage = await new PaperStage({ balances: { BTC: 1_000, USDT: 100_000 } }).begin()
      stage.feed.showBook(
        [[99.9, 1]],
        [
          [100.1, 2],
          [100.2, 1],
        ],
      )
      for (const one of orders) await stage.outcome(one)
      const { fills } = stage.venue.snapshot()
      for (const [at, shown] of [
        ['99.9', 1],
        ['100.1', 2],
        ['100.2', 1],
      ] as const) {
        const taken = fills.filter(({ liquidity, price: of }) => liquidity === 'taker' && of === at)
        expect(taken.reduce((sum, fill) => sum.plus(fill.amount), exact(0)).lte(shown)).toBe(true)
      }
    }),
    { numRuns: 200 },
  )
})

test('the same seed gives the same events', async () => {
  await fc.assert(
    fc.asyncProperty(steps, options, async (played, chosen) => {
      const first = await play(played, chosen)
      const second = await play(played, chosen)
      expect(second.stage.told).toEqual(first.stage.told)
    }),
    { numRuns: 100 },
  )
})

async function settled(stage: PaperStage) {
  const asking = stage.venue.openOrders()
  stage.clock.advance(1_000)
  return asking
}

function changeBy({ amount: traded, fee, feeAsset, price: at, side: of }: Fill, asset: string) {
  const bought = of === 'buy' ? exact(traded) : exact(traded).neg()
  const change = asset === 'BTC' ? bought : bought.mul(at).neg()
  return feeAsset === asset ? change.minus(fee) : change
}

function isWorse(fill: Fill, limit: Decimal | undefined): boolean {
  if (limit === undefined) return false
  return fill.side === 'buy' ? exact(fill.price).gt(limit) : exact(fill.price).lt(limit)
}
