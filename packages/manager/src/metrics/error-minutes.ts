const MINUTE_MS = 60_000
const MINUTES_KEPT = 6

export interface RecentErrors {
  /** In this minute and the one before. */
  readonly recent: number
  /** Consecutive minutes with errors, this one included if it has any: at most 5. */
  readonly minutesInARow: number
}

/** Errors by the minute, for telling a passing one from a lasting trouble. */
export class ErrorMinutes {
  readonly #counts = new Map<number, number>()

  count(now: number): void {
    const minute = Math.floor(now / MINUTE_MS)
    this.#counts.set(minute, (this.#counts.get(minute) ?? 0) + 1)
    for (const old of this.#counts.keys()) if (old <= minute - MINUTES_KEPT) this.#counts.delete(old)
  }

  read(now: number): RecentErrors {
    const minute = Math.floor(now / MINUTE_MS)
    const at = (back: number) => this.#counts.get(minute - back) ?? 0
    const start = at(0) > 0 ? 0 : 1
    let minutesInARow = 0
    while (minutesInARow < MINUTES_KEPT - 1 && at(start + minutesInARow) > 0) minutesInARow += 1
    return { recent: at(0) + at(1), minutesInARow }
  }
}
