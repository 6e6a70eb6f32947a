import type { FrameFaults } from './faults/frame-faults.ts'
import type { DataFrame, Form } from './frame.ts'

/** The way from a venue to its clients; what goes wrong with market data goes wrong here and nowhere else. */
export class Wire {
  readonly #faults: FrameFaults
  readonly #muted: boolean

  /** Muted: the venue's own data goes nowhere, because a recording is played in its place. */
  constructor(faults: FrameFaults, { muted }: { muted: boolean }) {
    this.#faults = faults
    this.#muted = muted
  }

  send(frame: DataFrame): void {
    if (!this.#muted) this.transmit(frame)
  }

  transmit(frame: DataFrame): void {
    if (!this.#faults.active) {
      toEach(frame.forms)
      return
    }
    for (const altered of this.#faults.alter(frame)) toEach(altered.forms)
  }
}

function toEach(forms: readonly Form[]): void {
  for (const { text, to } of forms) {
    // Encoded once, however many read it.
    const frame = to.size > 1 ? Buffer.from(text) : text
    for (const connection of to) connection.send(frame)
  }
}
