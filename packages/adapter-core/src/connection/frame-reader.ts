/** Where the bytes of a WebSocket go. */
export interface FrameSink {
  /** One whole message. Its memory is used again as soon as this returns. */
  message(data: Buffer, binary: boolean): void
  /** Bytes, in their order, of all that is not a message in one frame: of control frames, of fragments, of what breaks a rule. */
  other(bytes: Buffer): void
}

const FINAL = 0x80
const OPCODE = 0x0f
const RESERVED = 0x70
const MASKED = 0x80
const LENGTH = 0x7f

const CONTINUATION = 0
const TEXT = 1
const BINARY = 2
const PING = 9
const PONG = 10

const SHORTEST_HEADER = 2
const LONGEST_HEADER = 10
const LENGTH_OF_16_BITS = 126
const LENGTH_OF_64_BITS = 127
const TWO_TO_THE_32 = 2 ** 32

/**
 * Cuts what a server sends into messages, in the memory it was read into (RFC 6455, 5.2). Only messages in one frame,
 * which are all that market data is made of, are read here; the rest is left whole to somebody who knows every rule.
 */
export class FrameReader {
  readonly #sink: FrameSink
  readonly #maxPayload: number
  /** A message that has begun in one read and ends in a later one, header included. */
  #begun: Buffer | undefined
  #filled = 0
  /** The first bytes of a header that did not come whole. */
  readonly #head = Buffer.alloc(LONGEST_HEADER)
  #headLength = 0
  /** Bytes of the current frame that are still to be handed on. */
  #leaving = 0
  #fragmented = false
  /** The far end has closed, or has broken a rule: from here on there are no messages. */
  #over = false

  constructor(maxPayload: number, sink: FrameSink) {
    this.#maxPayload = maxPayload
    this.#sink = sink
  }

  /** Takes what one read has brought; the memory may be used again afterwards. */
  read(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) {
      if (this.#over || this.#leaving > 0) at = this.#leave(chunk, at)
      else if (this.#begun !== undefined) at = this.#fill(this.#begun, chunk, at)
      else if (this.#headLength > 0) at = this.#completeHead(chunk, at)
      else at = this.#frame(chunk, at)
    }
  }

  /** Reads the frame that begins at `at`; returns where the reading goes on. */
  #frame(chunk: Buffer, at: number): number {
    if (chunk.length - at < SHORTEST_HEADER) return this.#hold(chunk, at)
    const first = chunk[at] as number
    const second = chunk[at + 1] as number
    if (!this.#isFit(first, second)) return at

    const header = headerLength(second)
    if (chunk.length - at < header) return this.#hold(chunk, at)
    const length = header + payloadLength(chunk, at)
    if (isMessage(first)) return this.#message(chunk, at, header, length)
    this.#fragmented = isFragment(first) ? first < FINAL : this.#fragmented
    this.#leaving = length
    return at
  }

  /** Whether the frame may stand here; after one that may not, and after a close, the reading is over. */
  #isFit(first: number, second: number): boolean {
    const opcode = first & OPCODE
    const isControl = (opcode === PING || opcode === PONG) && first >= FINAL && second < LENGTH_OF_16_BITS
    const isData = this.#fragmented ? opcode === CONTINUATION : opcode === TEXT || opcode === BINARY
    this.#over = (first & RESERVED) !== 0 || second >= MASKED || !(isData || isControl)
    return !this.#over
  }

  #message(chunk: Buffer, at: number, header: number, length: number): number {
    const end = at + length
    if (length - header > this.#maxPayload) {
      this.#over = true
      return at
    }
    if (end <= chunk.length) {
      this.#sink.message(chunk.subarray(at + header, end), isBinary(chunk[at]))
      return end
    }
    this.#begun = Buffer.allocUnsafeSlow(length)
    this.#filled = chunk.copy(this.#begun, 0, at)
    return chunk.length
  }

  #leave(chunk: Buffer, at: number): number {
    const end = this.#over ? chunk.length : Math.min(chunk.length, at + this.#leaving)
    this.#leaving -= end - at
    this.#sink.other(chunk.subarray(at, end))
    return end
  }

  #fill(begun: Buffer, chunk: Buffer, at: number): number {
    const copied = chunk.copy(begun, this.#filled, at)
    this.#filled += copied
    if (this.#filled === begun.length) {
      this.#begun = undefined
      this.#sink.message(begun.subarray(headerLength(begun[1] as number)), isBinary(begun[0]))
    }
    return at + copied
  }

  #hold(chunk: Buffer, at: number): number {
    this.#headLength = chunk.copy(this.#head, 0, at)
    return chunk.length
  }

  #completeHead(chunk: Buffer, at: number): number {
    const head = this.#head
    const wanted = this.#headLength < SHORTEST_HEADER ? SHORTEST_HEADER : headerLength(head[1] as number)
    const copied = chunk.copy(head, this.#headLength, at, at + wanted - this.#headLength)
    const known = Buffer.from(head.subarray(0, this.#headLength + copied))
    this.#headLength = 0
    this.read(known)
    return at + copied
  }
}

const isMessage = (first: number) => first >= FINAL && (first & OPCODE) !== CONTINUATION && isFragment(first)
/** A part of a message, be it all of it. */
const isFragment = (first: number) => (first & OPCODE) <= BINARY
const isBinary = (first = 0) => (first & OPCODE) === BINARY

/** Bytes before the payload, which the second of them tells. */
function headerLength(second: number): number {
  const length = second & LENGTH
  return length < LENGTH_OF_16_BITS ? SHORTEST_HEADER : length === LENGTH_OF_16_BITS ? 4 : LONGEST_HEADER
}

function payloadLength(bytes: Buffer, at: number): number {
  const length = (bytes[at + 1] as number) & LENGTH
  if (length < LENGTH_OF_16_BITS) return length
  if (length < LENGTH_OF_64_BITS) return bytes.readUInt16BE(at + 2)
  return bytes.readUInt32BE(at + 2) * TWO_TO_THE_32 + bytes.readUInt32BE(at + 6)
}
