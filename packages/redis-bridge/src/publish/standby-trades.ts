import type { Outgoing } from './outgoing.ts'

interface Kept {
  readonly to: Outgoing
  readonly id: string
  readonly body: string
  /** Monotonic ms. */
  readonly at: number
}

const MAX_KEPT = 100_000

/** The trades a standby has seen of late: when the leader dies, it goes on behind the last one in the log. */
export class StandbyTrades {
  readonly #keepMs: number
  #kept: Kept[] = []
  #start = 0

  constructor(keepMs: number) {
    this.#keepMs = keepMs
  }

  get size(): number {
    return this.#kept.length - this.#start
  }

  keep(to: Outgoing, id: string, body: string, at: number): void {
    this.#kept.push({ to, id, body, at })
    for (;;) {
      const oldest = this.#kept[this.#start]
      if (oldest === undefined || (at - oldest.at <= this.#keepMs && this.size <= MAX_KEPT)) break
      this.#start += 1
    }
    if (this.#start > 1_024 && this.#start * 2 > this.#kept.length) {
      this.#kept = this.#kept.slice(this.#start)
      this.#start = 0
    }
  }

  /** Takes out what comes behind the last id of each channel; everything of a channel that the log does not know. */
  takeBehind(lastIds: ReadonlyMap<string, string>): readonly Pick<Kept, 'to' | 'body'>[] {
    const kept = this.#kept.slice(this.#start)
    this.#kept = []
    this.#start = 0
    const lastAt = new Map<string, number>()
    kept.forEach(({ id, to }, index) => {
      if (lastIds.get(to.channel.name) === id) lastAt.set(to.channel.name, index)
    })
    return kept.filter(({ id, to: { channel } }, index) => {
      const at = lastAt.get(channel.name)
      if (at !== undefined) return index > at
      const last = lastIds.get(channel.name)
      return last === undefined || isAfter(id, last)
    })
  }
}

/** Where ids are not numbers nothing can be said of their order: rather missing, which is announced, than twice. */
const isAfter = (id: string, last: string): boolean =>
  /^\d+$/.test(id) && /^\d+$/.test(last) && BigInt(id) > BigInt(last)
