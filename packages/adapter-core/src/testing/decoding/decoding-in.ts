import assert from 'node:assert/strict'
import type { Inbound } from '../../inbound.ts'
import type { DecodeContext, ExchangeProtocol } from '../../protocol.ts'

/** What frames mean, given as text or as what the text says. */
export interface Decoding {
  decoded(frame: string | object): readonly Inbound[]
  /** Of a frame that has one meaning. */
  only(frame: string | object): Inbound
}

export function decodingIn(context: DecodeContext, decode: ExchangeProtocol['decode']): Decoding {
  const decoded: Decoding['decoded'] = (frame) =>
    decode(Buffer.from(typeof frame === 'string' ? frame : JSON.stringify(frame)), context)
  return {
    decoded,
    only: (frame) => {
      const [inbound, ...more] = decoded(frame)
      assert(inbound !== undefined && more.length === 0, 'expected one meaning')
      return inbound
    },
  }
}
