import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GuardModel } from '../../test/guard-model.ts'
import { BTC, NOON } from '../../test/ledger-fills.ts'
import type { PositionView } from '../strategy/context.ts'
import type { Barriers } from './barriers.ts'
import { checkBarriers } from './check-barriers.ts'
import { type BarrierHit, PositionGuard } from './position-guard.ts'

const thousandths = (min: number, max: number) => fc.integer({ min, max }).map((units) => units / 1_000)

const someBarriers: fc.Arbitrary<Barriers> = fc.record(
  {
    stopLoss: thousandths(1, 200),
    takeProfit: thousandths(1, 300),
    trailing: fc.record({ activation: fc.oneof(fc.constant(0), thousandths(1, 80)), distance: thousandths(1, 100) }),
    timeLimitMs: fc.integer({ min: 1, max: 120 }),
    breakEven: fc
      .tuple(fc.integer({ min: 1, max: 80 }), fc.nat(79))
      .map(([trigger, offset]) => ({ trigger: trigger / 1_000, offset: (offset % trigger) / 1_000 })),
  },
  { requiredKeys: [] },
)

/** In cents around 100: coarse enough for thresholds to be touched exactly. */
const aPrice = fc
  .oneof(fc.integer({ min: 8_000, max: 12_000 }), fc.integer({ min: 1, max: 30_000 }))
  .map((cents) => cents / 100)

type Step = { readonly price: number } | { readonly entry: number } | 'restart'

const someSteps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.record({ price: aPrice }) },
    { weight: 2, arbitrary: fc.record({ entry: aPrice }) },
    { weight: 1, arbitrary: fc.constant('restart' as const) },
  ),
  { maxLength: 60, size: 'max' },
)

const aView = (side: 'long' | 'short', entry: number): PositionView => ({
  market: BTC,
  amount: '1',
  size: side === 'long' ? 1 : -1,
  averageEntry: `${entry}`,
  realised: '0',
  openedAt: NOON,
})

const side = fc.constantFrom('long' as const, 'short' as const)

test('says what a guard says that works everything out anew, whatever happens to price, entry and process', () => {
  fc.assert(
    fc.property(someBarriers, side, aPrice, someSteps, (barriers, direction, entry, steps) => {
      const model = new GuardModel(barriers, direction, entry, NOON)
      let guard = new PositionGuard(barriers)
      guard.opened(aView(direction, entry), NOON)
      for (const [i, step] of steps.entries()) {
        if (step === 'restart') guard = PositionGuard.restore(JSON.parse(JSON.stringify(guard.snapshot())))
        else if ('price' in step)
          expect(guard.check(step.price, NOON + i)?.reason).toBe(model.check(step.price, NOON + i))
        else {
          guard.changed(aView(direction, step.entry), NOON + i)
          model.reenter(step.entry)
        }
      }
    }),
    { numRuns: 2_000 },
  )
})

test('fires at the price seen, which is at its threshold or beyond it', () => {
  const isBeyond = ({ price, reason, threshold }: BarrierHit, direction: 'long' | 'short') =>
    (reason === 'take-profit') === (direction === 'long') ? price >= threshold : price <= threshold
  fc.assert(
    fc.property(someBarriers, side, aPrice, fc.array(aPrice), (barriers, direction, entry, prices) => {
      const guard = new PositionGuard({ ...barriers, timeLimitMs: 1e9 })
      guard.opened(aView(direction, entry), NOON)
      const hits = prices.map((price, i) => ({ price, hit: guard.check(price, NOON + i) }))
      for (const { hit, price } of hits)
        if (hit !== undefined) expect([hit.price, isBeyond(hit, direction)]).toEqual([price, true])
    }),
  )
})

test('a guard without a position survives a restart', () => {
  fc.assert(
    fc.property(someBarriers, (barriers) => {
      checkBarriers(barriers)
      const guard = PositionGuard.restore(JSON.parse(JSON.stringify(new PositionGuard(barriers).snapshot())))
      expect(guard.snapshot()).toEqual({ barriers })
      expect(guard.check(1, NOON)).toBeUndefined()
    }),
  )
})
