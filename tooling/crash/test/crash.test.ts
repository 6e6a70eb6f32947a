import { expect, test } from 'vitest'
import { PLANNED_POINTS } from '../src/plan.ts'
import { runAll } from '../src/run-all.ts'

const SEED = 7

test('bots that are killed at 27 moments place no order twice, lose none, and end with the books of the venue', async () => {
  const options = { seed: SEED, runs: 9, from: 0, jobs: 2, points: PLANNED_POINTS, bug: undefined, keep: false }
  const results = await runAll(options)
  expect(results.flatMap(({ faults, index }) => faults.map((fault) => `run ${index}: ${fault}`))).toEqual([])
  const crashes = results.flatMap((result) => result.crashes)
  expect(crashes.filter(({ asPlanned }) => asPlanned).length).toBeGreaterThanOrEqual(25)
  // Otherwise nothing was put to the test.
  expect(results.reduce((sum, { orders }) => sum + orders, 0)).toBeGreaterThan(100)
  expect(results.reduce((sum, { fills }) => sum + fills, 0)).toBeGreaterThan(100)
}, 240_000)
