import type { BookMessage, BookRules } from '@md/adapter-core'

/**
 * Where an update stands to a book that includes everything up to `last`.
 *
 * Binance Spot API documentation, "How to manage a local order book correctly":
 * 1. open the stream, 2. buffer its events, 3. fetch a snapshot with its `lastUpdateId`, then
 * 4. drop every event whose `u` is not above `lastUpdateId`: `'old'`;
 * 5. the first event kept has `U <= lastUpdateId + 1 <= u`: `'next'`, anything later is a `'gap'`;
 * 6. from then on each event's `U` is the previous event's `u + 1`.
 * Steps 7 to 9 say that quantities are absolute, that 0 removes a level, and that removing an unknown level is normal.
 *
 * A newer wording of step 5, "lastUpdateId is within [U;u]", refuses good books: in recordings from 2021 and 2026 the
 * first event kept has `U === lastUpdateId + 1`. One rule serves both steps, since a book that has just started and
 * one that goes on both stand at `last`.
 */
export function chain(last: number, { first, last: newest }: BookMessage): 'next' | 'old' | 'gap' {
  if (first === undefined || newest === undefined) return 'gap'
  if (newest <= last) return 'old'
  return first <= last + 1 ? 'next' : 'gap'
}

/** Binance numbers its updates; the diff stream carries no snapshot and is not limited to a depth. */
export const bookRules: BookRules = {
  integrity: 'sequence',
  startsFrom: 'rest',
  marked: false,
  subscribedDepth: () => undefined,
  chain,
}
