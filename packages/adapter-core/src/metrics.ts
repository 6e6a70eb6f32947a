import type { AdapterMetrics } from '@md/types'
import type { Shards } from './connection/shards.ts'
import type { Counters } from './counters.ts'
import type { Feeds } from './feeds/feeds.ts'

/** A copy of what was counted, with what stands now. */
export function metricsOf(counters: Counters, feeds: Feeds, shards: Shards, subscriptions: number): AdapterMetrics {
  const books = { live: 0, syncing: 0, stale: 0 }
  for (const { book } of feeds.books) books[book.status] += 1
  return {
    ...counters,
    skipped: { ...counters.skipped },
    trades: { ...counters.trades },
    books: { ...counters.books, ...books },
    connections: shards.openSockets,
    subscriptions,
  }
}
