import { aTrade, ManualClock } from '@md/types/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type MissingTrades, TradeSequence } from './trade-sequence.ts'

const DEADLINE = 1_000
const LAST = 25

type Step =
  | { readonly live: number }
  | { readonly watermark: number }
  | { readonly wait: number }
  | { readonly answer: number; readonly of: number; readonly knows: readonly number[] }
  | 'refuse'
  | 'lost'
  | 'resumed'

const ids = fc.integer({ min: 1, max: LAST })

/** Duplicates, holes, late ones, drops; answers in any order, complete, in part, of the wrong trades, late or never. */
const steps = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.record({ live: ids }) },
    { weight: 1, arbitrary: fc.record({ watermark: ids }) },
    { weight: 3, arbitrary: fc.record({ wait: fc.constantFrom(100, 300, DEADLINE) }) },
    {
      weight: 3,
      arbitrary: fc.record({ answer: fc.constant(1), of: fc.nat(3), knows: fc.subarray(range(1, LAST)) }),
    },
    { weight: 2, arbitrary: fc.constantFrom('refuse' as const, 'lost' as const, 'resumed' as const) },
  ),
  { maxLength: 80 },
)

test('tells every trade at most once and in order, and all others as missing, whatever happens', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const run = aRun()
      run.take({ live: 1 })
      for (const step of sequence) run.take(step)
      run.finish()

      const delivered = run.delivered
      expect(delivered).toEqual([...new Set(delivered)].sort((a, b) => a - b))
      expect([...delivered, ...run.missing].sort((a, b) => a - b)).toEqual(range(1, LAST + 1))
      expect(run.counters.missed).toBe(run.missing.length)
      expect(run.counters.backfilled).toBe(run.recovered)
      expect(run.clock.pending).toBe(0)
    }),
    { numRuns: 1_000 },
  )
})

function aRun() {
  const clock = new ManualClock()
  const counters = { duplicates: 0, backfilled: 0, missed: 0 }
  const delivered: number[] = []
  const missing: number[] = []
  const fetches: MissingTrades[] = []
  let recovered = 0
  const sequence = new TradeSequence(
    { exchange: 'binance', symbol: 'BTC/USDT', clock, counters, deadline: DEADLINE },
    {
      emit: ({ id }) => delivered.push(Number(id)),
      gap: ({ recovered: filled, from, to, missed = 0 }) => {
        if (filled) recovered += missed
        else missing.push(...range(Number(from), Number(to)))
      },
      fetch: (asked) => fetches.push(asked),
    },
  )
  const take = (step: Step) => {
    if (step === 'lost' || step === 'resumed') sequence[step]()
    else if (step === 'refuse') for (const asked of fetches) sequence.unavailable(asked)
    else if ('live' in step) sequence.receive(aTrade({ id: String(step.live) }))
    else if ('watermark' in step) sequence.watermark(String(step.watermark))
    else if ('wait' in step) clock.advance(step.wait)
    else {
      const asked = fetches.at(-1 - step.of)
      const trades = step.knows.map((id) => aTrade({ id: String(id), origin: 'backfill' }))
      if (asked) sequence.fill(asked, trades)
    }
  }
  return {
    clock,
    counters,
    delivered,
    missing,
    take,
    get recovered() {
      return recovered
    },
    /** One more trade shows whatever is missing before it. */
    finish: () => {
      take({ wait: DEADLINE })
      take({ live: LAST + 1 })
      take({ wait: DEADLINE })
    },
  }
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
}
