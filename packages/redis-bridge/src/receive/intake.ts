import type { Settings } from '../settings.ts'

interface Arrived {
  readonly channel: string
  readonly text: string
}

/** How long one turn may keep everything else in the process waiting. */
const TURN_MS = 10
/** What was taken is let go of in one piece, not one by one. */
const COMPACT_AT = 1_024

/**
 * Messages between the decoder of node-redis and us: nothing of ours runs inside it, where an error would be the end of
 * the subscription. Bounded; what does not fit is counted, and missed like anything that is lost on the way.
 */
export class Intake {
  readonly #settings: Settings
  readonly #take: (channel: string, text: string) => void
  #queue: Arrived[] = []
  #next = 0
  #bytes = 0
  #draining = false
  #dropped = 0

  constructor(settings: Settings, take: (channel: string, text: string) => void) {
    this.#settings = settings
    this.#take = take
  }

  get size(): number {
    return this.#queue.length - this.#next
  }

  get dropped(): number {
    return this.#dropped
  }

  readonly push = (text: string, channel: string): void => {
    const { maxQueue, maxQueueBytes } = this.#settings.backpressure
    if (this.size >= maxQueue || this.#bytes + text.length > maxQueueBytes) {
      this.#dropped += 1
      return
    }
    this.#queue.push({ channel, text })
    this.#bytes += text.length
    if (this.#draining) return
    this.#draining = true
    // Runs as soon as the socket's data are decoded.
    queueMicrotask(this.#drain)
  }

  clear(): void {
    this.#queue = []
    this.#next = 0
    this.#bytes = 0
  }

  /** While there is always something left, what was taken must not stay. */
  #compact(): void {
    this.#queue = this.#queue.slice(this.#next)
    this.#next = 0
  }

  readonly #drain = (): void => {
    const { clock, soon } = this.#settings
    const until = clock.monotonic() + TURN_MS
    for (let i = 0; this.#next < this.#queue.length; i++) {
      if (i % 32 === 31 && clock.monotonic() > until) {
        soon(this.#drain)
        return
      }
      const arrived = this.#queue[this.#next]
      this.#next += 1
      if (arrived === undefined) continue
      this.#bytes -= arrived.text.length
      if (this.#next > COMPACT_AT && this.#next * 2 > this.#queue.length) this.#compact()
      this.#take(arrived.channel, arrived.text)
    }
    this.clear()
    this.#draining = false
  }
}
