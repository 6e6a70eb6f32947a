/** What goes on, where somebody may watch: a line that is written over, on a terminal alone. */
export class Progress {
  readonly #write: (text: string) => void
  readonly #isTerminal: boolean
  #shown = false

  constructor(write: (text: string) => void, isTerminal: boolean) {
    this.#write = write
    this.#isTerminal = isTerminal
  }

  /** A line that stays. */
  note(line: string): void {
    this.clear()
    this.#write(`${line}\n`)
  }

  show(line: string): void {
    if (!this.#isTerminal) return
    this.#write(`\r\u001b[K${line}`)
    this.#shown = true
  }

  clear(): void {
    if (this.#shown) this.#write('\r\u001b[K')
    this.#shown = false
  }
}
