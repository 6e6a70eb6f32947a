import type { Clock } from '@md/types'

/** A moment of the wall clock on the one that nobody sets: what is waited for comes no sooner and no later for it. */
export const steadyTime = (clock: Clock, at: number): number => clock.monotonic() + (at - clock.now())
