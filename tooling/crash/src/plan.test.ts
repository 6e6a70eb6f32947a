import { expect, test } from 'vitest'
import { PLANNED_POINTS, runPlan } from './plan.ts'

const plans = (seed: number, count: number) => Array.from({ length: count }, (_, index) => runPlan(seed, index, {}))

test('the same seed is the same plan, and another seed is another', () => {
  expect(plans(7, 5)).toEqual(plans(7, 5))
  expect(plans(7, 5)).not.toEqual(plans(8, 5))
})

test('every point has its turn before any comes again', () => {
  const runs = Math.ceil(PLANNED_POINTS.length / 3)
  const planned = plans(7, runs).flatMap(({ lives }) => lives.map(({ point }) => point))
  expect(new Set(planned)).toEqual(new Set(PLANNED_POINTS))
})

test('bots that are halted live once more, and would like to trade', () => {
  const { lives } = runPlan(7, 0, { lives: 1, points: ['latch:after'] })
  expect(lives.map(({ point }) => point)).toEqual(['latch:after', 'random'])
  expect(lives.map(({ haltAfterMs }) => haltAfterMs !== undefined)).toEqual([true, false])
})
