import type { Socket } from 'node:net'
import type { Clock } from '@md/types'

interface Piece {
  readonly bytes: Buffer
  /** On the monotonic clock, ms. */
  readonly due: number
}

export interface FlowParts {
  readonly from: Socket
  readonly to: Socket
  readonly clock: Clock
  readonly delayMs: () => number
  /** Called for what is about to go out: how many bytes of it are the last, or nothing when more may come. */
  readonly lastOf: (bytes: number) => number | undefined
  /** Called when the last byte has gone out. */
  readonly onLast: () => void
  readonly onPassed: (bytes: number) => void
}

/** One direction of a connection: everything comes out in order, some time later, unless it is held. */
export class DelayedFlow {
  readonly #parts: FlowParts
  readonly #pieces: Piece[] = []
  #cancel: (() => void) | undefined
  #held = false
  #ended = false
  #isOver = false

  constructor(parts: FlowParts) {
    this.#parts = parts
    const { from, to } = parts
    from.on('data', (bytes: Buffer) => this.#take(bytes))
    from.once('end', () => {
      this.#ended = true
      this.#pour()
    })
    to.on('drain', () => this.#regulate())
  }

  /** Holds everything back, as a network does that has stopped to carry anything: nothing is lost. */
  hold(held: boolean): void {
    this.#held = held
    this.#regulate()
    this.#pour()
  }

  stop(): void {
    this.#isOver = true
    this.#cancel?.()
  }

  #take(bytes: Buffer): void {
    const { clock, delayMs } = this.#parts
    this.#pieces.push({ bytes, due: clock.monotonic() + delayMs() })
    this.#pour()
  }

  /** Lets out what is due, and comes back for the rest. Nothing overtakes the first, even if it is due before. */
  #pour(): void {
    this.#cancel?.()
    this.#cancel = undefined
    const { clock, to } = this.#parts
    while (!this.#held && !this.#isOver) {
      const [next] = this.#pieces
      if (next === undefined) break
      const waitMs = next.due - clock.monotonic()
      if (waitMs > 0) {
        this.#cancel = clock.after(waitMs, () => this.#pour())
        return
      }
      this.#pieces.shift()
      this.#emit(next.bytes)
    }
    if (this.#ended && this.#pieces.length === 0 && !this.#held && !this.#isOver) to.end()
  }

  #emit(bytes: Buffer): void {
    const { lastOf, onLast, onPassed, to } = this.#parts
    const last = lastOf(bytes.length)
    onPassed(last ?? bytes.length)
    if (last === undefined) {
      to.write(bytes)
      this.#regulate()
    } else {
      this.stop()
      to.write(bytes.subarray(0, last), onLast)
    }
  }

  /** Reads on only while the other end keeps up. */
  #regulate(): void {
    const { from, to } = this.#parts
    if (this.#held || to.writableNeedDrain) from.pause()
    else from.resume()
  }
}
