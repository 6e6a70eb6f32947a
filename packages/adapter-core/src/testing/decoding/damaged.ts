import type { Dice } from './dice.ts'

/** Bytes that mean something in a frame: more harm is done with them than with any others. */
const TELLING = Buffer.from('"\\{}[]:,.-+eE0129 tfn\u0000\u00ff', 'latin1')

/** A copy with one to three injuries: bytes changed, left out, put in, said twice, or the rest cut off. */
export function damaged(frame: Buffer, dice: Dice): Buffer {
  let bytes = Buffer.from(frame)
  for (let injuries = 1 + dice.below(3); injuries > 0; injuries--) bytes = injured(bytes, dice)
  return bytes
}

function injured(bytes: Buffer, dice: Dice): Buffer<ArrayBuffer> {
  const at = dice.below(bytes.length + 1)
  const end = at + dice.below(12)
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)]
  switch (dice.below(6)) {
    case 0:
      return Buffer.from(before)
    case 1:
      return Buffer.concat([before, bytes.subarray(end)])
    case 2:
      return Buffer.concat([before, Buffer.from([byte(dice)]), after])
    case 3:
      return Buffer.concat([bytes.subarray(0, end), after])
    case 4:
      return Buffer.concat([before, bytes.subarray(dice.below(bytes.length + 1))])
    default:
      return Buffer.concat([before, Buffer.from([byte(dice)]), bytes.subarray(at + 1)])
  }
}

const byte = (dice: Dice): number => (dice.once(4) ? dice.below(256) : (TELLING[dice.below(TELLING.length)] ?? 0))
