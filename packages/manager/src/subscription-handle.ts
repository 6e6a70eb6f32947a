import type { Handle } from '@md/types'
import { quietIfAbandoned } from './quiet-if-abandoned.ts'
import type { Lease } from './shared-subscription.ts'

/**
 * A subscription that is being made. Await it for the exchange's answer; release it at any time, also before that:
 * then it is rejected with an `AbandonedError`.
 */
export type PendingHandle = Promise<Handle> & Handle

/** Releasing is done when the call returns: it never waits for the exchange. */
const handleOf = (release: () => void): Handle => ({
  unsubscribe: async () => release(),
  [Symbol.asyncDispose]: async () => release(),
})

export function pendingHandle(lease: Lease): PendingHandle {
  const handle = handleOf(() => lease.release())
  const answered = quietIfAbandoned(lease.ready.then(() => handle))
  return Object.assign(answered, handle)
}

export const refusedHandle = (error: unknown): PendingHandle =>
  Object.assign(
    Promise.reject(error),
    handleOf(() => undefined),
  )
