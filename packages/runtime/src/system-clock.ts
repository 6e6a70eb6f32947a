import type { Clock } from '@md/types'

/** The longest wait a timer knows, in ms; it takes more for none at all. */
const LONGEST = 2 ** 31 - 1

/** Read once: the getter costs more than the clock. */
const { timeOrigin } = performance

/** The machine's own time. `now` has fractions of a millisecond. */
export const systemClock: Clock = {
  now: () => timeOrigin + performance.now(),
  monotonic: () => performance.now(),
  after: (ms, task) => {
    let timer: NodeJS.Timeout
    const wait = (left: number): void => {
      timer = left > LONGEST ? setTimeout(() => wait(left - LONGEST), LONGEST) : setTimeout(task, left)
    }
    wait(ms)
    return () => clearTimeout(timer)
  },
}
