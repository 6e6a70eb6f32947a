import type { Position } from '../wire/envelope.ts'

interface Mark {
  readonly at: Position
  /** Monotonic ms. */
  readonly madeAt: number
}

/** When what was written: a place a second, which is exact enough to forget by. */
export class TrimMarks {
  #marks: readonly Mark[] = []

  note(mark: Mark): void {
    const last = this.#marks.at(-1)
    if (last === undefined || mark.madeAt - last.madeAt >= 1_000) this.#marks = [...this.#marks, mark]
  }

  /** Up to where it is older than this; told until something newer is. However long nobody asks, one mark is enough. */
  olderThan(madeAt: number): Position | undefined {
    const old = this.#marks.findLastIndex((mark) => mark.madeAt < madeAt)
    this.#marks = this.#marks.slice(Math.max(0, old))
    return old < 0 ? undefined : this.#marks[0]?.at
  }

  clear(): void {
    this.#marks = []
  }
}
