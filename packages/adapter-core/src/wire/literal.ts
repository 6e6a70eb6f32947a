/** Bytes in a word. */
export const WORD = 4

/** A text to be skipped, four bytes at a time. */
export interface Literal {
  readonly length: number
  readonly words: Int32Array
  /** Those that make no full word. */
  readonly rest: Uint8Array
}

export function literal(text: string): Literal {
  const bytes = Buffer.from(text, 'latin1')
  const words = new Int32Array(Math.floor(bytes.length / WORD))
  for (let i = 0; i < words.length; i++) words[i] = bytes.readInt32LE(i * WORD)
  return { length: bytes.length, words, rest: bytes.subarray(words.length * WORD) }
}
