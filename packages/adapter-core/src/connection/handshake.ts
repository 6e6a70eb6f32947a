const END_OF_HEAD = '\r\n\r\n'
const LONGEST_HEAD = 64 * 1024

/** Holds back what follows the head of an HTTP answer: the first frames may come in the same read. */
export class HandshakeReader {
  #held: Buffer = Buffer.alloc(0)

  /** Takes what was read; returns the head with all before it as soon as it is whole, or is too long to be one. */
  head(bytes: Buffer): Buffer | undefined {
    this.#held = Buffer.concat([this.#held, bytes])
    const end = this.#held.indexOf(END_OF_HEAD)
    if (end < 0 && this.#held.length < LONGEST_HEAD) return undefined
    const length = end < 0 ? this.#held.length : end + END_OF_HEAD.length
    const head = this.#held.subarray(0, length)
    this.#held = this.#held.subarray(length)
    return head
  }

  /** What came behind the head. */
  get rest(): Buffer {
    return this.#held
  }
}
