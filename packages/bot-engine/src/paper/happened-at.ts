import type { Trade } from '@md/types'

/**
 * By our clock, as far as it is known. A trade that was fetched to close a hole came late; the venue's own time is nearer
 * to the truth, and without one it is as if it had been long ago.
 */
export function happenedAt({ origin, receivedAt, timestamp }: Trade): number {
  return origin === 'live' ? receivedAt : Math.min(receivedAt, timestamp ?? Number.NEGATIVE_INFINITY)
}
