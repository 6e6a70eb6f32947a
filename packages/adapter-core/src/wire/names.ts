/** A stranger who invents names must not fill the memory. */
const MOST = 10_000

interface Name {
  readonly bytes: Uint8Array
  readonly text: string
}

/** Names that have come in frames, so that each is made a string once. */
export class Names {
  readonly #known = new Map<number, Name>()
  #last: Name = { bytes: Buffer.alloc(0), text: '' }

  /** The name asked for last, empty before. */
  get last(): string {
    return this.#last.text
  }

  /** Whether it is the last name that begins at `start`: mostly one market speaks several times in a row. */
  isLast(frame: Buffer, start: number): boolean {
    return isAt(this.#last.bytes, frame, start)
  }

  /** The name from `start` to before `end`, which is ASCII. */
  at(frame: Buffer, start: number, end: number): string {
    let hash = 0
    for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + (frame[at] ?? 0)) | 0
    const known = this.#known.get(hash)
    const isKnown = known !== undefined && known.bytes.length === end - start && isAt(known.bytes, frame, start)
    this.#last = isKnown ? known : this.#learn(hash, frame, start, end)
    return this.#last.text
  }

  #learn(hash: number, frame: Buffer, start: number, end: number): Name {
    // A copy: a slice would keep the whole frame, and see it change.
    const bytes = Buffer.from(frame.subarray(start, end))
    const learnt = { bytes, text: bytes.toString('latin1') }
    if (this.#known.size < MOST) this.#known.set(hash, learnt)
    return learnt
  }
}

function isAt(bytes: Uint8Array, frame: Buffer, start: number): boolean {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== frame[start + i]) return false
  return true
}
