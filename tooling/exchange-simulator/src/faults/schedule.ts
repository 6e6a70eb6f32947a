import type { Clock } from '@md/types'
import type { Fault } from './fault.ts'
import type { PlannedFault } from './plan.ts'

/** Injects each fault of a plan at its time; returns what stops it. */
export function scheduleFaults(
  plan: readonly PlannedFault[],
  clock: Clock,
  inject: (fault: Fault, planned: PlannedFault) => void,
): () => void {
  const cancels = new Map<PlannedFault, () => void>()
  const schedule = (planned: PlannedFault): void => {
    const cancel = clock.after(planned.afterMs, () => {
      inject(planned.fault, planned)
      if (planned.repeats) schedule(planned)
    })
    cancels.set(planned, cancel)
  }
  for (const planned of plan) schedule(planned)
  return () => {
    for (const cancel of cancels.values()) cancel()
  }
}
