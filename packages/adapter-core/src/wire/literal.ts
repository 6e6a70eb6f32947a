/** A text to be skipped. */
export type Literal = Uint8Array

export const literal = (text: string): Literal => Buffer.from(text, 'latin1')
