import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as ws from 'ws'
import { FrameReader } from './frame-reader.ts'

const MAX_PAYLOAD = 70_000

/** The part of `ws` that reads: exported, though the types do not know it. */
const { Receiver } = ws as unknown as {
  readonly Receiver: new (options: { readonly maxPayload: number; readonly skipUTF8Validation: boolean }) => Writable
}

interface Frame {
  readonly opcode: number
  readonly final: boolean
  readonly payload: Buffer
}

const CONTINUATION = 0
const TEXT = 1
const BINARY = 2
const PING = 9
const PONG = 10

/** As a server sends it. `first` and `second` are added to the two bytes every header begins with. */
function encoded({ opcode, final, payload }: Frame, first = 0, second = 0): Buffer {
  const { length } = payload
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = (final ? 0x80 : 0) | opcode | first
  head[1] = (length < 126 ? length : length < 65_536 ? 126 : 127) | second
  if (head.length === 4) head.writeUInt16BE(length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, payload])
}

const text = (words: string, final = true, opcode = TEXT): Frame => ({ opcode, final, payload: Buffer.from(words) })

const shown = (kind: string, data: Buffer) => `${kind} ${data.length} ${createHash('sha1').update(data).digest('hex')}`

interface Listening {
  readonly events: string[]
  /** Does nothing once `ws` has refused what it heard. */
  write(bytes: Buffer): void
}

function listening(): Listening {
  const events: string[] = []
  const receiver = new Receiver({ maxPayload: MAX_PAYLOAD, skipUTF8Validation: true })
  receiver.on('message', (data: Buffer, binary: boolean) => events.push(shown(binary ? 'binary' : 'text', data)))
  receiver.on('ping', (data: Buffer) => events.push(shown('ping', data)))
  receiver.on('pong', (data: Buffer) => events.push(shown('pong', data)))
  receiver.on('conclude', (code: number) => events.push(`close ${code}`))
  receiver.on('error', (error: Error) => events.push(error.message))
  const write = (bytes: Buffer) => {
    if (receiver.errored === null) receiver.write(Buffer.from(bytes))
  }
  return { events, write }
}

/** An error is told in a later turn. */
const told = async ({ events }: Listening) => {
  await new Promise(setImmediate)
  return events
}

/** What `ws` makes of bytes that come in these pieces. */
async function readByWs(pieces: readonly Buffer[]): Promise<readonly string[]> {
  const reference = listening()
  for (const piece of pieces) reference.write(piece)
  return told(reference)
}

/** The same by a `FrameReader` in front of a `ws`, out of memory that is used again for every read. */
async function readInFront(pieces: readonly Buffer[]): Promise<readonly string[]> {
  const reference = listening()
  const reader = new FrameReader(MAX_PAYLOAD, {
    message: (data, binary) => reference.events.push(shown(binary ? 'binary' : 'text', data)),
    other: reference.write,
  })
  const memory = Buffer.alloc(Math.max(...pieces.map(({ length }) => length)))
  for (const piece of pieces) {
    memory.fill(0xff)
    piece.copy(memory)
    reader.read(memory.subarray(0, piece.length))
  }
  return told(reference)
}

/** Cut at these places. */
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b)
  return [0, ...ends].map((start, i) => bytes.subarray(start, ends[i] ?? bytes.length))
}

const payload = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.constantFrom(125, 126, 127, 65_535, 65_536, MAX_PAYLOAD).map((length) => new Uint8Array(length).fill(97)),
)
const whole = fc
  .record({ opcode: fc.constantFrom(TEXT, BINARY), final: fc.constant(true), payload })
  .map(({ payload: bytes, ...frame }) => [{ ...frame, payload: Buffer.from(bytes) }])
const control = fc
  .record({ opcode: fc.constantFrom(PING, PONG), payload: fc.uint8Array({ maxLength: 125 }) })
  .map(({ opcode, payload: bytes }): Frame[] => [{ opcode, final: true, payload: Buffer.from(bytes) }])
const fragmented = fc
  .record({
    opcode: fc.constantFrom(TEXT, BINARY),
    parts: fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 2 }),
  })
  .map(({ opcode, parts }): Frame[] =>
    parts.map((part, i) => ({
      opcode: i === 0 ? opcode : CONTINUATION,
      final: i === parts.length - 1,
      payload: Buffer.from(part),
    })),
  )
const places = fc.array(fc.nat(), { maxLength: 60 })

test('hears of everything what ws alone would hear, in the same order, wherever the reads are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(whole, control, fragmented), { maxLength: 12 }),
      places,
      async (messages, at) => {
        const bytes = Buffer.concat(messages.flat().map((frame) => encoded(frame)))
        const pieces = cut(bytes, at)
        expect(await readInFront(pieces)).toEqual(await readByWs(pieces))
      },
    ),
    { numRuns: 500 },
  )
})

test('what breaks a rule is refused in the words of ws, and nothing behind it is a message', async () => {
  const before = encoded(text('before'))
  const after = encoded(text('after'))
  const begun = encoded(text('begun', false))
  const damaged = [
    encoded(text('reserved'), 0x40),
    encoded(text('masked'), 0, 0x80),
    encoded(text('unknown', true, 3)),
    encoded(text('unknown control', true, 11)),
    encoded(text('goes on with nothing', true, CONTINUATION)),
    encoded(text('ping in parts', false, PING)),
    encoded({ opcode: TEXT, final: true, payload: Buffer.alloc(MAX_PAYLOAD + 1) }),
    encoded({ opcode: PING, final: true, payload: Buffer.alloc(126) }),
    Buffer.concat([begun, encoded(text('in between'))]),
    Buffer.concat([begun, encoded(text('reserved', true, CONTINUATION), 0x10)]),
    Buffer.from([0x81, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
  ]
  for (const wrong of damaged) {
    const bytes = Buffer.concat([before, wrong, after])
    for (const pieces of [[bytes], [...bytes].map((byte) => Buffer.from([byte]))]) {
      const events = await readInFront(pieces)
      expect(events).toEqual(await readByWs(pieces))
      expect(events).toHaveLength(2)
    }
  }
})

test('chance bytes are heard as ws hears them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), places, async (bytes, at) => {
      const pieces = cut(Buffer.from(bytes), at)
      expect(await readInFront(pieces)).toEqual(await readByWs(pieces))
    }),
    { numRuns: 2_000 },
  )
})
