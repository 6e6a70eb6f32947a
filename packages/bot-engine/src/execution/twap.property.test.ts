import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aRun } from '../../test/twap-run.ts'
import { type Exact, exact, ZERO } from '../decimal/exact.ts'
import { floorTo, isMultipleOf } from '../decimal/steps.ts'

type Fate = 'filled' | 'half' | 'nothing' | 'unknown'

interface Size {
  readonly cents: number
  readonly minCents: number
  readonly slices: number
}

const OUTCOME = { filled: 'filled', half: 'cancelled', nothing: 'rejected' } as const

const inBase = (cents: number): string => exact(cents).div(100).toFixed()

/** Runs it to the end and says what it sent, and what came of each of them. */
function ran({ cents, minCents, slices }: Size, fates: readonly Fate[]) {
  const instrument = { stepSize: '0.01', minAmount: inBase(minCents) }
  const run = aRun({ amount: inBase(cents), slices, overMs: slices * 100, instrument }, 0)
  const sent: { readonly size: Exact; readonly mayBe: Exact; readonly slice: number }[] = []
  for (let slice = 0; slice < slices; slice++) {
    if (slice > 0) run.timer(slice * 100)
    const amount = run.amounts()[sent.length]
    if (amount === undefined) continue
    const size = exact(amount)
    const fate = fates[slice] ?? 'filled'
    const share = { filled: size, unknown: size, half: floorTo(size.div(2), '0.01'), nothing: ZERO }[fate]
    sent.push({ size, mayBe: share, slice })
    if (fate !== 'unknown') run.order(`big/${sent.length}`, OUTCOME[fate], share.toFixed())
  }
  return { sent, done: run.done() }
}

const sizes = fc.record({
  cents: fc.integer({ min: 1, max: 500 }),
  minCents: fc.integer({ min: 0, max: 60 }),
  slices: fc.integer({ min: 1, max: 12 }),
})
const fates = fc.array(fc.constantFrom<Fate>('filled', 'half', 'nothing', 'unknown'), { maxLength: 12 })

test('a TWAP never has more filled or on its way than the amount, and keeps to step and minimum', () => {
  fc.assert(
    fc.property(sizes, fates, (size, fate) => {
      let mayBe = ZERO
      for (const order of ran(size, fate).sent) {
        expect(isMultipleOf(order.size, '0.01')).toBe(true)
        if (order.slice < size.slices - 1) expect(order.size.gte(inBase(size.minCents))).toBe(true)
        expect(mayBe.plus(order.size).lte(inBase(size.cents))).toBe(true)
        mayBe = mayBe.plus(order.mayBe)
      }
    }),
  )
})

test('a TWAP whose slices are all filled ends with the whole amount', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      expect(ran(size, []).done?.filled).toBe(inBase(size.cents))
    }),
  )
})
