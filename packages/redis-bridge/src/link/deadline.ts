import type { Clock } from '@md/types'

/** The promise, or a rejection once it has taken too long. node-redis 4 itself waits for ever. */
export function withDeadline<T>(clock: Clock, ms: number, promise: Promise<T>, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(ms, () => reject(late()))
    promise.then(resolve, reject).finally(cancel)
  })
}
