import { aTrade, ManualClock } from '@md/types/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MissingTrades } from './hole.ts'
import { TradeSequence } from './trade-sequence.ts'

const DEADLINE = 1_000
const LAST = 25

type Step =
  | { readonly does: 'live' | 'watermark'; readonly id: number }
  | { readonly does: 'wait'; readonly ms: number }
  /** The answer to one of the last fetches, by a venue that knows these. */
  | { readonly does: 'answer'; readonly back: number; readonly knows: readonly number[] }
  | { readonly does: 'refuse'; readonly back: number }
  | { readonly does: 'lost' | 'resumed' }

const id = fc.integer({ min: 1, max: LAST })
const back = fc.nat(2)
const kind = <K extends Step['does']>(does: K) => fc.constant(does)

/** Duplicates, holes, late ones, drops; answers in any order, complete, in part, of the wrong trades, late or never. */
const steps = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.record({ does: kind('live'), id }) },
    { weight: 1, arbitrary: fc.record({ does: kind('watermark'), id }) },
    { weight: 3, arbitrary: fc.record({ does: kind('wait'), ms: fc.constantFrom(100, 300, DEADLINE) }) },
    { weight: 3, arbitrary: fc.record({ does: kind('answer'), back, knows: fc.subarray(range(1, LAST)) }) },
    { weight: 1, arbitrary: fc.record({ does: kind('refuse'), back }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('lost' as const, 'resumed' as const) }) },
  ),
  { maxLength: 80 },
)

test('tells every trade at most once and in order, and all others as missing, whatever happens', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const run = new Run()
      run.take({ does: 'live', id: 1 })
      for (const step of sequence) run.take(step)
      // One more trade shows whatever is missing before it.
      run.take({ does: 'wait', ms: DEADLINE })
      run.take({ does: 'live', id: LAST + 1 })
      run.take({ does: 'wait', ms: DEADLINE })

      const { clock, counters, delivered, missing, recovered } = run
      expect(delivered).toEqual([...new Set(delivered)].sort((a, b) => a - b))
      expect([...delivered, ...missing].sort((a, b) => a - b)).toEqual(range(1, LAST + 1))
      expect([counters.missed, counters.backfilled]).toEqual([missing.length, recovered])
      expect(clock.pending).toBe(0)
    }),
    { numRuns: 1_000 },
  )
})

class Run {
  readonly clock = new ManualClock()
  readonly counters = { duplicates: 0, backfilled: 0, missed: 0 }
  readonly delivered: number[] = []
  readonly missing: number[] = []
  recovered = 0
  readonly #fetches: MissingTrades[] = []
  readonly #sequence: TradeSequence

  constructor() {
    const { clock, counters } = this
    this.#sequence = new TradeSequence(
      { exchange: 'binance', symbol: 'BTC/USDT', clock, random: () => 0, counters, deadline: DEADLINE },
      {
        emit: (trade) => this.delivered.push(Number(trade.id)),
        gap: ({ recovered, from, to, missed = 0 }) => {
          if (recovered) this.recovered += missed
          else this.missing.push(...range(Number(from), Number(to)))
        },
        fetch: (asked) => this.#fetches.push(asked),
      },
    )
  }

  take(step: Step): void {
    switch (step.does) {
      case 'live':
        this.#sequence.receive(aTrade({ id: String(step.id), timestamp: timeOf(step.id) }))
        break
      case 'watermark':
        this.#sequence.watermark(String(step.id))
        break
      case 'wait':
        this.clock.advance(step.ms)
        break
      case 'answer':
        this.#answer(step.back, (asked) => this.#sequence.fill(asked, step.knows.map(fromBefore)))
        break
      case 'refuse':
        this.#answer(step.back, (asked) => this.#sequence.unavailable(asked))
        break
      default:
        this.#sequence[step.does]()
    }
  }

  #answer(steps: number, answer: (asked: MissingTrades) => void): void {
    const asked = this.#fetches.at(-1 - steps)
    if (asked !== undefined) answer(asked)
  }
}

/** Far apart: only what is repeated is of the same time as what was told. */
const timeOf = (number: number): number => number * 3_600_000

const fromBefore = (number: number) => aTrade({ id: String(number), origin: 'backfill', timestamp: timeOf(number) })

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
}
