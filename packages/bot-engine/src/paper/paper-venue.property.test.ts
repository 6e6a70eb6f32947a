import type { OrderRequest, Side } from '@md/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PaperStage } from '../../test/paper-stage.ts'
import { exact } from '../decimal/exact.ts'
import type { PaperVenueOptions } from './options.ts'

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
  balances: fc.constant({ BTC: '4', USDT: '400' }),
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

const steps = fc.array(step, { maxLength: 60 })

test('what is held is what was there and what the fills and their fees made of it, to the digit', async () => {
  await fc.assert(
    fc.asyncProperty(steps, options, async (played, chosen) => {
      const { stage } = await play(played, chosen)
      const { balances, fills } = stage.venue.snapshot()
      for (const [asset, before] of [
        ['BTC', '4'],
        ['USDT', '400'],
      ] as const) {
        const expected = fills.reduce((sum, fill) => {
          const sign = fill.side === 'buy' ? 1 : -1
          const traded = asset === 'BTC' ? exact(fill.amount).mul(sign) : exact(fill.amount).mul(fill.price).mul(-sign)
          return sum.plus(traded).minus(fill.feeAsset === asset ? fill.fee : 0)
        }, exact(before))
        const held = balances.find((balance) => balance.asset === asset)
        expect(
          exact(held?.free ?? 0)
            .plus(held?.locked ?? 0)
            .eq(expected),
        ).toBe(true)
        expect(exact(held?.free ?? 0).gte(0) && exact(held?.locked ?? 0).gte(0)).toBe(true)
      }
    }),
    { numRuns: 300 },
  )
})

test('no order is filled beyond its amount or worse than its price, and nothing stays locked once none is open', async () => {
  await fc.assert(
    fc.asyncProperty(steps, options, async (played, chosen) => {
      const { stage } = await play(played, chosen)
      for (const { request, remaining } of stage.venue.snapshot().orders) {
        const fills = stage.venue
          .snapshot()
          .fills.filter(({ clientOrderId }) => clientOrderId === request.clientOrderId)
        const filled = fills.reduce((sum, fill) => sum.plus(fill.amount), exact(0))
        expect(filled.plus(remaining).eq(request.amount) && filled.lte(request.amount)).toBe(true)
        for (const fill of fills) {
          const worse = exact(fill.price).minus(request.price ?? fill.price)
          expect(request.side === 'buy' ? worse.lte(0) : worse.gte(0)).toBe(true)
        }
      }
      for (const { clientOrderId, symbol } of await settled(stage)) void stage.venue.cancel(symbol, clientOrderId)
      stage.clock.advance(1_000)
      expect(stage.venue.snapshot().balances.every(({ locked }) => locked === '0')).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('a taker never deals better than the book', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom('proportional' as const, 'pessimistic' as const), async (played, queue) => {
      const { stage, best } = await play(played, { queue, balances: { BTC: '4', USDT: '400' } })
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
      const taken = new Map<string, number>()
      for (const { price: at, amount: of, liquidity } of stage.venue.snapshot().fills) {
        if (liquidity === 'taker') taken.set(at, (taken.get(at) ?? 0) + Number(of))
      }
      const shown: Record<string, number> = { '99.9': 1, '100.1': 2, '100.2': 1 }
      for (const [at, sum] of taken) expect(sum).toBeLessThanOrEqual((shown[at] ?? 0) + 1e-9)
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
