/** When what happens, in seconds since the start. A long soak takes no more samples than a short one. */
export interface Schedule {
  readonly seconds: number
  /** Until then faults come fast, so that every path has run, and been compiled, before anything is watched. */
  readonly warmUp: number
  readonly sampleEvery: number
  /** Seconds from a fault at one moment to the next fault. */
  faultAfter(moment: number): number
}

const WARM_UP_SHARE = 0.25
const LONGEST_WARM_UP = 300
const SAMPLES = 120
const WARM_UP_FAULT_EVERY = 0.4

export function scheduleOf({
  faultEvery,
  seconds,
}: {
  readonly faultEvery: number
  readonly seconds: number
}): Schedule {
  const warmUp = Math.min(seconds * WARM_UP_SHARE, LONGEST_WARM_UP)
  return {
    seconds,
    warmUp,
    sampleEvery: Math.max(1, (seconds - warmUp) / SAMPLES),
    faultAfter: (moment) => (moment < warmUp ? Math.min(WARM_UP_FAULT_EVERY, faultEvery) : faultEvery),
  }
}
