import { fakeProtocol } from '@md/adapter-core/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { requestOf, trades } from '../../test/wire-request.ts'
import { Ledger } from './ledger.ts'

const SYMBOLS = ['A/X', 'B/X', 'C/X', 'D/Y', 'E/Y']
const PER_FRAME = 2

const symbol = fc.constantFrom(...SYMBOLS)
const back = fc.nat(2)

const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('want' as const, 'drop' as const), symbol }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('renew' as const), symbol }) },
    { weight: 4, arbitrary: fc.record({ does: fc.constant('send' as const) }) },
    { weight: 2, arbitrary: fc.record({ does: fc.constant('accept' as const), back }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('confirm' as const), symbol }) },
    {
      weight: 2,
      arbitrary: fc.record({
        does: fc.constant('refuse' as const),
        back,
        symbol: fc.option(symbol, { nil: undefined }),
        transient: fc.boolean(),
      }),
    },
  ),
  { maxLength: 60 },
)

type Step = typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never

test.each([[undefined], [true as const]])(
  'asks for everything that is wanted, nothing twice while it waits, and in frames the venue takes (answers singly: %s)',
  (answersSingly) => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const venue = new Venue(answersSingly)
        for (const step of sequence) venue.take(step)
        venue.answerEverything()

        const { ledger, wanted } = venue
        expect([...wanted.values()].every((state) => state === 'active')).toBe(true)
        expect([ledger.settled, ledger.waiting, ledger.size]).toEqual([true, 0, wanted.size])
      }),
      { numRuns: 500 },
    )
  },
)

const keyOf = (name: string) => `trades:${name}`

/** Sends what the ledger wants to send, and knows what it may. */
class Venue {
  readonly ledger: Ledger
  readonly wanted = new Map<string, 'unsent' | 'waiting' | 'active'>()
  readonly #frames: { readonly id: number; readonly keys: readonly string[] }[] = []
  #now = 0

  constructor(answersSingly: true | undefined) {
    this.ledger = new Ledger(
      fakeProtocol({
        limits: { subscriptionsPerFrame: PER_FRAME },
        batchOf: ({ symbol: name }) => name.slice(-1),
        ...(answersSingly ? { answersSingly } : {}),
      }),
    )
  }

  take(step: Step): void {
    switch (step.does) {
      case 'want':
        if (this.wanted.has(keyOf(step.symbol))) return
        this.ledger.want(trades(step.symbol))
        this.wanted.set(keyOf(step.symbol), 'unsent')
        break
      case 'renew':
        this.ledger.renew(trades(step.symbol))
        this.wanted.set(keyOf(step.symbol), 'unsent')
        break
      case 'drop':
        this.ledger.drop(keyOf(step.symbol))
        this.wanted.delete(keyOf(step.symbol))
        break
      case 'send':
        this.send()
        break
      case 'accept':
        this.#activated(this.ledger.accept(this.#frame(step.back), undefined))
        break
      case 'confirm':
        if (this.ledger.confirm(keyOf(step.symbol))) this.#activated([keyOf(step.symbol)])
        break
      case 'refuse':
        this.#refuse(step)
    }
  }

  /** Returns whether there was something to send. */
  send(): boolean {
    // Far enough apart for whatever waits because the exchange was too busy.
    this.#now += 60_000
    const text = this.ledger.next(this.#now)
    if (text === undefined) return false
    const { action, id, keys } = requestOf(text)
    expect(keys.length).toBeLessThanOrEqual(PER_FRAME)
    expect(new Set(keys.map((key) => key.slice(-1))).size).toBe(1)
    this.#frames.push({ id, keys })
    if (action === 'unsubscribe') return true
    for (const key of keys) {
      expect(this.wanted.get(key)).toBe('unsent')
      this.wanted.set(key, 'waiting')
    }
    return true
  }

  answerEverything(): void {
    do for (const { id } of this.#frames) this.#activated(this.ledger.accept(id, undefined))
    while (this.send())
  }

  #refuse({ back: steps, symbol: name, transient }: Extract<Step, { does: 'refuse' }>): void {
    const requestId = this.#frame(steps)
    if (requestId === undefined) return
    const refused = this.ledger.refuse({
      kind: 'refused',
      requestId,
      reason: 'no',
      ...(name === undefined ? {} : { symbol: name }),
      ...(transient ? { transient } : {}),
    })
    for (const { key } of refused) {
      expect(this.wanted.get(key)).toBe('waiting')
      this.wanted.delete(key)
    }
    // Whoever does not wait any more and was not refused is to be asked again, but nobody that the frame was not about.
    const { keys = [] } = this.#frames.find(({ id }) => id === requestId) ?? {}
    for (const key of this.wanted.keys()) {
      if (this.wanted.get(key) === 'unsent' || !this.#isUnsent(key)) continue
      expect(keys).toContain(key)
      this.wanted.set(key, 'unsent')
    }
  }

  /** A key that waits can be confirmed; one that does not, cannot. */
  #isUnsent(key: string): boolean {
    return (
      this.ledger.has(key) && !this.ledger.isActive(key) && !this.ledger.overdue(Number.POSITIVE_INFINITY).includes(key)
    )
  }

  #activated(keys: readonly string[]): void {
    for (const key of keys) {
      expect(this.wanted.get(key)).toBe('waiting')
      this.wanted.set(key, 'active')
    }
  }

  #frame(steps: number): number | undefined {
    return this.#frames.at(-1 - steps)?.id
  }
}
