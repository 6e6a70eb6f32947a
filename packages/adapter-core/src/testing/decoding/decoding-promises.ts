import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import type { DecodeContext, ExchangeProtocol } from '../../protocol.ts'
import { damaged } from './damaged.ts'
import { Dice } from './dice.ts'
import { relaid } from './relaid.ts'

/** The two decoders of a venue, and frames to compare them with. */
export interface DecodersUnderTest {
  /** As the adapter decodes: in one pass where that is possible. */
  readonly decode: ExchangeProtocol['decode']
  /** By way of `JSON.parse`. */
  readonly decodePlain: ExchangeProtocol['decode']
  /** What can be read in one pass; `undefined`: it is left to the plain decoder. */
  scan(frame: Buffer, context: DecodeContext): unknown
  readonly context: DecodeContext
  /** A frame laid out as the venue does, of any kind. */
  frame(dice: Dice): string
  /** How many frames to make. */
  readonly frames: number
}

export interface DecodingPromise {
  readonly name: string
  run(): void
}

/** What one pass promises: to mean what the plain decoder means, whatever comes. */
export const decodingPromises = (under: DecodersUnderTest): readonly DecodingPromise[] => [
  {
    name: 'frames of the venue mean the same, and many are read in one pass',
    run: () => asTheVenueWrites(under),
  },
  { name: 'frames in any other layout mean the same', run: () => inAnyLayout(under) },
  { name: 'damaged frames mean the same, and nothing throws', run: () => damagedOnes(under) },
]

/** What share has to be read in one pass for the comparison to say something. The rest has numbers that no venue sends. */
const LEAST = 0.25

function asTheVenueWrites(under: DecodersUnderTest): void {
  const dice = new Dice(1)
  const count = under.frames / 2
  let scanned = 0
  for (let i = 0; i < count; i++) {
    const frame = Buffer.from(under.frame(dice))
    if (under.scan(frame, under.context) !== undefined) scanned += 1
    compare(under, frame)
  }
  assert(scanned > count * LEAST, `only ${scanned} of ${count} frames were read in one pass`)
}

function inAnyLayout(under: DecodersUnderTest): void {
  const dice = new Dice(2)
  for (let i = 0; i < under.frames / 2; i++) compare(under, Buffer.from(relaid(under.frame(dice), dice)))
}

/** Frames are dear to make, and can be damaged in many ways. */
const DAMAGES_OF_EACH = 10

function damagedOnes(under: DecodersUnderTest): void {
  const dice = new Dice(3)
  for (let i = 0; i < under.frames * 0.07; i++) {
    const frame = Buffer.from(under.frame(dice))
    for (let j = 0; j < DAMAGES_OF_EACH; j++) compare(under, damaged(frame, dice))
  }
}

function compare({ context, decode, decodePlain }: DecodersUnderTest, frame: Buffer): void {
  const fast = decode(frame, context)
  const plain = decodePlain(frame, context)
  if (isDeepStrictEqual(fast, plain)) return
  assert.deepStrictEqual(fast, plain, frame.toString('latin1'))
}
