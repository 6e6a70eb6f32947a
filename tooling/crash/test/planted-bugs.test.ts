import { expect, test } from 'vitest'
import type { Bug } from '../src/bot/plan.ts'
import { type PlannedPoint, runPlan } from '../src/plan.ts'
import { performRun } from '../src/run.ts'

/** A mistake shows where chance puts it to the test: a few worlds, and not always the first. */
const MOST_RUNS = 8

const CASES: readonly (readonly [bug: Bug, point: PlannedPoint, lives: number, fault: RegExp])[] = [
  ['sends-again', 'ask-cancel:after', 2, /was sent 2 times/],
  ['sends-before-writing', 'place:after', 1, /was sent, and never written down/],
  ['counts-fills-twice', 'hear-fill:after', 2, /amount of .* here and .* by the venue's fills/],
  ['takes-unknown-for-rejected', 'place:after', 3, /rejected here, and the venue had it/],
  ['asks-for-no-fills', 'place:after', 2, /cash of .* here and .* by the venue's fills/],
  ['forgets-halts', 'halt:after', 1, /was sent after the halt was acknowledged/],
]

test.each(CASES)(
  'notices bots with the mistake %s',
  async (bug, point, lives, fault) => {
    const found: string[] = []
    for (let index = 0; index < MOST_RUNS && !found.some((one) => fault.test(one)); index++)
      found.push(...(await performRun(runPlan(3, index, { bug, lives, points: [point] }))).faults)
    expect(found).toContainEqual(expect.stringMatching(fault))
  },
  240_000,
)
