import type { Clock } from '@md/types'

/** JSON: processes that are given the same pace agree on the time. */
export interface Pace {
  /** When it was the same time here and everywhere, ms since the epoch. */
  readonly origin: number
  /** How many times as fast as the world's. */
  readonly speed: number
}

export const paceFromNow = (speed: number): Pace => ({ origin: Date.now(), speed })

/** Time that goes faster, so that waiting for a venue does not mean waiting. */
export const fastClock = ({ origin, speed }: Pace): Clock => ({
  now: () => origin + (Date.now() - origin) * speed,
  monotonic: () => performance.now() * speed,
  after: (ms, task) => {
    const timer = setTimeout(task, ms / speed)
    return () => clearTimeout(timer)
  },
})
