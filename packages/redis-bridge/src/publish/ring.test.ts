import { expect, test } from 'vitest'
import { type Batch, Ring } from './ring.ts'

const batch = (fence: number, number: number, madeAt = 0, acked = false): Batch => ({
  at: { fence, batch: number },
  entry: Buffer.from('x'.repeat(10)),
  madeAt,
  events: { trade: 1 },
  count: 1,
  acked,
  refused: false,
})

const LIMITS = { maxAgeMs: 100, maxBytes: 1_000_000 }
const numbers = (batches: Iterable<Batch>) => [...batches].map(({ at }) => `${at.fence}-${at.batch}`)

test('gives what is above a place in the log, also over fences, and what is not', () => {
  const ring = new Ring(LIMITS, () => undefined)
  for (const one of [batch(1, 8), batch(1, 9), batch(4, 1), batch(4, 2)]) ring.push(one)
  expect(numbers(ring.after({ fence: 0, batch: 0 }, 10))).toEqual(['1-8', '1-9', '4-1', '4-2'])
  expect(numbers(ring.after({ fence: 1, batch: 8 }, 2))).toEqual(['1-9', '4-1'])
  expect(numbers(ring.after({ fence: 2, batch: 7 }, 10))).toEqual(['4-1', '4-2'])
  expect(numbers(ring.after({ fence: 4, batch: 2 }, 10))).toEqual([])
  expect(numbers(ring.upTo({ fence: 4, batch: 1 }))).toEqual(['1-8', '1-9', '4-1'])
})

test('forgets what is too old, and tells only of what was never acknowledged', () => {
  const dropped: Batch[] = []
  const ring = new Ring(LIMITS, (one) => dropped.push(one))
  ring.push(batch(1, 1, 0, true))
  ring.push(batch(1, 2, 0, false))
  ring.push(batch(1, 3, 101))
  expect(ring.size).toBe(1)
  expect(numbers(dropped)).toEqual(['1-2'])
})

test('stays within its bytes however much is pushed', () => {
  let dropped = 0
  const ring = new Ring({ maxAgeMs: 1_000, maxBytes: 100 }, () => {
    dropped += 1
  })
  for (let i = 1; i <= 5_000; i++) ring.push(batch(1, i))
  expect(ring.bytes).toBe(100)
  expect(dropped).toBe(4_990)
  expect(numbers(ring.after({ fence: 1, batch: 4_990 }, 3))).toEqual(['1-4991', '1-4992', '1-4993'])
  ring.clear()
  expect({ bytes: ring.bytes, size: ring.size, dropped }).toEqual({ bytes: 0, size: 0, dropped: 5_000 })
})
