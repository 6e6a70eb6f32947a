import assert from 'node:assert/strict'
import { sleep, systemClock } from '@md/runtime'
import type { Clock } from '@md/types'

/** How often a condition is looked at, in ms. */
const LOOK_EVERY = 5

/** In ms: far more than anything here takes, on a machine that is busy with other things. */
const PATIENCE = 10_000

export interface UntilOptions {
  /** ms. */
  readonly within?: number
  /** Done after every look in vain. */
  readonly meanwhile?: () => void
  readonly clock?: Clock
}

/** Waits until `condition` holds. Fails at the deadline and says what was waited for. */
export async function until(
  what: string | (() => string),
  condition: () => boolean,
  { within = PATIENCE, meanwhile, clock = systemClock }: UntilOptions = {},
): Promise<void> {
  const deadline = clock.monotonic() + within
  while (!condition()) {
    if (clock.monotonic() > deadline) {
      assert.fail(`not within ${within} ms: ${typeof what === 'string' ? what : what()}`)
    }
    meanwhile?.()
    await sleep(clock, LOOK_EVERY)
  }
}

/** What `work` resolves to. Fails when that takes longer than `ms`. */
export async function within<T>(ms: number, what: string, work: Promise<T>, clock: Clock = systemClock): Promise<T> {
  let cancel = () => {}
  const late = new Promise<never>((_, reject) => {
    cancel = clock.after(ms, () => reject(new assert.AssertionError({ message: `not within ${ms} ms: ${what}` })))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    cancel()
  }
}
