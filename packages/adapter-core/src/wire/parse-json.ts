import { isUtf8 } from 'node:buffer'

/** The value, or `undefined` for what is not JSON (which can never be `undefined`). */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The same of a frame that says `text`, whose bytes nobody has looked at: RFC 6455 (8.1) wants them to be UTF-8. */
export const parseFrame = (frame: Buffer, text: string): unknown => (isUtf8(frame) ? parseJson(text) : undefined)
