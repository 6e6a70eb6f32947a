import { asking } from './asking.ts'
import { cancelling } from './cancelling.ts'
import { connecting } from './connecting.ts'
import type { VenueHarness } from './harness.ts'
import { losing } from './losing.ts'
import { refusing } from './refusing.ts'
import { resting } from './resting.ts'
import { perform } from './scenario.ts'
import { taking } from './taking.ts'

/** One thing that every venue does, and what rejects when this one does not. */
export interface VenuePromise {
  readonly name: string
  run(): Promise<void>
}

const CHAPTERS = [connecting, resting, taking, cancelling, asking, refusing, losing]

/**
 * What a venue promises, each put to the test with a venue of its own. For any test runner; all may run at the same time.
 * After each, fills told, fills asked for, orders and balances agree to the digit, and nothing is told after the end.
 */
export function venuePromises(harness: VenueHarness): readonly VenuePromise[] {
  return CHAPTERS.flat()
    .filter(({ needs }) => needs === undefined || harness.features.includes(needs))
    .map((scenario) => ({ name: scenario.name, run: () => perform(scenario, harness) }))
}
