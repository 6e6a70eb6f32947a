import type { Clock } from '@md/types'

/** A loop that was held up runs its timers before it reads what has come meanwhile. */
const GRACE_MS = 20

/** The promise, or a rejection once it has taken too long. node-redis 4 itself waits for ever. */
export function withDeadline<T>(clock: Clock, ms: number, promise: Promise<T>, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    let cancel = clock.after(ms, () => {
      cancel = clock.after(GRACE_MS, () => reject(late()))
    })
    promise.then(resolve, reject).finally(() => cancel())
  })
}
