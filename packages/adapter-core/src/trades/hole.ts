/** The trades between two that we have: `before` is unset while nothing later has arrived. */
export interface MissingTrades {
  readonly after: number
  readonly afterTimestamp: number | undefined
  readonly before: number | undefined
}

/** Trades that are missing, while there is hope for them. */
export interface Hole {
  readonly cause: 'drop' | 'sequence'
  readonly from: number
  /** What of it was fetched: first and last id, and how many. */
  filled: { readonly from: number; to: number; count: number } | undefined
  fetches: number
  /** The fetch that is under way: the answer to an earlier one is not about this hole. */
  asked: MissingTrades | undefined
  readonly cancelDeadline: () => void
  cancelPatience: () => void
}

export function noteFilled(hole: Hole, id: number): void {
  hole.filled ??= { from: id, to: id, count: 0 }
  hole.filled.to = id
  hole.filled.count += 1
}
