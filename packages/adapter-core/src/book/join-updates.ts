import type { BookMessage } from '../inbound.ts'
import type { BookRules } from '../protocol.ts'

export interface Joined {
  /** The venue's number of the last update; `undefined` when snapshot and updates do not meet. */
  readonly last: number | undefined
  /** Joined: those to apply after the snapshot. Not joined: those to keep for the next snapshot. */
  readonly updates: readonly BookMessage[]
}

/** Which buffered updates continue a snapshot that includes everything up to `last`. */
export function joinUpdates({ chain }: BookRules, last: number, buffered: readonly BookMessage[]): Joined {
  const updates: BookMessage[] = []
  let end = last
  for (const [i, update] of buffered.entries()) {
    const place = chain?.(end, update) ?? 'next'
    // Nothing from before a hole can be continued by any later snapshot.
    if (place === 'gap') return { last: undefined, updates: buffered.slice(i) }
    if (place === 'old') continue
    updates.push(update)
    end = update.last ?? end
  }
  return { last: end, updates }
}
