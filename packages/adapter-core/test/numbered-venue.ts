import type { Level } from '@md/types'
import fc from 'fast-check'

/** The number of the last change. */
export const LAST = 20

/** The level that every change touches: its amount tells which of them a book includes. */
const CLOCK = 1

/** A book's true history: what each of its numbered changes does to the bids. */
export class NumberedVenue {
  readonly #changes: readonly (readonly Level[])[]

  constructor(changes: readonly (readonly Level[])[]) {
    this.#changes = changes.map((change, i): Level[] => [...change, [CLOCK, i + 1]])
  }

  /** The entries of some changes, in order: messages may be cut anyhow. */
  between(first: number, last: number): Level[] {
    return this.#changes.slice(first - 1, last).flat()
  }

  /** What a book is that includes everything up to `number`. */
  bids(number: number): Level[] {
    const bids = new Map(this.between(1, number))
    return [...bids].filter(([, amount]) => amount > 0).sort(([a], [b]) => b - a)
  }
}

/** Which change was the last that a book includes. */
export const numberOf = (bids: Iterable<Level>): number => [...bids].find(([price]) => price === CLOCK)?.[1] ?? 0

export const someVenue: fc.Arbitrary<NumberedVenue> = fc
  .array(fc.array(fc.tuple(fc.integer({ min: 2, max: 9 }), fc.nat(4)), { maxLength: 4 }), {
    minLength: LAST,
    maxLength: LAST,
  })
  .map((changes) => new NumberedVenue(changes))

/** What may happen to a book keeper. */
export type Step =
  /** Any message, on any line. */
  | { readonly does: 'hear'; readonly line: number; readonly first: number; readonly count: number }
  /** The message that comes next. */
  | { readonly does: 'go on'; readonly line: number; readonly count: number }
  | { readonly does: 'snapshot'; readonly line: number; readonly number: number }
  | { readonly does: 'subscribed' | 'lost' | 'damaged' | 'moveTo'; readonly line: number }

const kind = <K extends Step['does']>(...kinds: readonly K[]) => fc.constantFrom(...kinds)
const line = fc.integer({ min: 1, max: 4 })
const number = fc.integer({ min: 1, max: LAST })
const count = fc.integer({ min: 1, max: 3 })

export const someSteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ does: kind('hear'), line, first: number, count }) },
    { weight: 8, arbitrary: fc.record({ does: kind('go on'), line, count }) },
    { weight: 4, arbitrary: fc.record({ does: kind('snapshot'), line, number }) },
    { weight: 3, arbitrary: fc.record({ does: kind('subscribed'), line }) },
    { weight: 1, arbitrary: fc.record({ does: kind('lost', 'damaged', 'moveTo'), line }) },
  ),
  { maxLength: 60 },
)
