import type { AdapterMetrics } from '../adapter.ts'

/** The metrics of an adapter that has done nothing. */
export const idleAdapterMetrics = (): AdapterMetrics => ({
  framesReceived: 0,
  bytesReceived: 0,
  framesSent: 0,
  events: 0,
  skipped: {},
  errors: 0,
  connections: 0,
  subscriptions: 0,
  connects: 0,
  reconnects: 0,
  failedAttempts: 0,
  rotations: 0,
  resubscriptions: 0,
  trades: { duplicates: 0, backfilled: 0, missed: 0 },
  books: {
    live: 0,
    syncing: 0,
    stale: 0,
    sequenceGaps: 0,
    checksumFailures: 0,
    crossed: 0,
    resyncs: 0,
    lastTimeToLive: undefined,
  },
})
