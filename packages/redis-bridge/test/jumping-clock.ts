import { systemClock } from '@md/runtime'
import type { Clock } from '@md/types'

/** The machine's time, whose calendar can be set to another hour: what is measured goes on as before. */
export class JumpingClock implements Clock {
  #offset = 0

  jump(ms: number): void {
    this.#offset += ms
  }

  now(): number {
    return systemClock.now() + this.#offset
  }

  monotonic(): number {
    return systemClock.monotonic()
  }

  after(ms: number, task: () => void): () => void {
    return systemClock.after(ms, task)
  }
}
