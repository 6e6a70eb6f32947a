import { badFrames } from './bad-frames.ts'
import { books } from './books.ts'
import { candles } from './candles.ts'
import { connecting } from './connecting.ts'
import { data } from './data.ts'
import type { AdapterHarness } from './harness.ts'
import { lifecycle } from './lifecycle.ts'
import { limits } from './limits.ts'
import { rest } from './rest.ts'
import { rotation } from './rotation.ts'
import { perform } from './scenario.ts'
import { silence } from './silence.ts'
import { subscribing } from './subscribing.ts'
import { trades } from './trades.ts'

/** One thing that every adapter does, and what rejects when this one does not. */
export interface AdapterPromise {
  readonly name: string
  /** It measures time, so nothing else should run beside it. */
  readonly alone: boolean
  run(): Promise<void>
}

const CHAPTERS = [
  connecting,
  subscribing,
  data,
  candles,
  books,
  trades,
  badFrames,
  silence,
  rotation,
  lifecycle,
  rest,
  limits,
]

/**
 * What an adapter promises, each put to the test over real sockets against a simulated exchange of its own.
 * For any test runner; those that are not to be run alone may be run all at the same time.
 */
export function adapterPromises(harness: AdapterHarness): readonly AdapterPromise[] {
  return CHAPTERS.flat()
    .filter(({ where }) => where?.(harness) ?? true)
    .map((scenario) => ({ name: scenario.name, alone: scenario.alone ?? false, run: () => perform(scenario, harness) }))
}
