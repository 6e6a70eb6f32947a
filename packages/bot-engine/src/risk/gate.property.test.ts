import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ACCEPTED, aGate, aLatch, aRequest, settled, watched } from '../../test/risk-gate-kit.ts'
import type { Latch } from '../store/store.ts'

const ACCOUNTS = ['main', 'spare']
const BOTS = ['a', 'b', 'c', 'd'].map((botId, i) => ({ botId, account: ACCOUNTS[i % 2] ?? '' }))

const scope = fc.oneof(
  fc.constant({ scope: 'process' as const, id: '' }),
  fc.constantFrom(...ACCOUNTS).map((id) => ({ scope: 'account' as const, id })),
  fc.constantFrom(...BOTS).map(({ botId: id }) => ({ scope: 'bot' as const, id })),
)

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('place' as const), bot: fc.constantFrom(...BOTS) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('halt' as const), of: scope }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rearm' as const), of: scope }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('answer' as const), how: fc.constantFrom('ok', 'unknown', 'throws') }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('write' as const), fails: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 700 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('turn' as const), turns: fc.integer({ min: 0, max: 6 }) }) },
)

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await Promise.resolve()
}

const covers = ({ scope, id }: Pick<Latch, 'scope' | 'id'>, bot: (typeof BOTS)[number]): boolean =>
  scope === 'process' || id === (scope === 'account' ? bot.account : bot.botId)

/** Bots that place at any moment, halts of any scope at any moment, and a venue and a store that answer when they like. */
class Run {
  readonly parts = aGate(({ clientOrderId }) => this.#sent(clientOrderId))
  /** Halts nobody has asked to end, by their name: what the test itself knows, not what the switch says. */
  readonly #halted = new Map<string, Pick<Latch, 'scope' | 'id'>>()
  readonly breaches: string[] = []
  readonly acks: { unanswered: number; sentBefore: number }[] = []
  #answered = 0
  #orders = 0

  async do(one: Step): Promise<void> {
    const { clock, gate, store } = this.parts
    if (one.do === 'place') this.#place(one.bot)
    if (one.do === 'halt') this.#halt(one.of)
    if (one.do === 'rearm') this.#rearm(one.of)
    if (one.do === 'answer') this.answer(one.how)
    if (one.do === 'write') store.answer(one.fails ? new Error('disk is full') : undefined)
    if (one.do === 'wait') clock.advance(one.ms)
    if (one.do === 'turn') await turns(one.turns)
    expect(gate.inFlight).toBeLessThanOrEqual(this.parts.venue.placed.length)
  }

  answer(how: string): void {
    const order = this.parts.venue.placed[this.#answered]
    if (order === undefined) return
    this.#answered++
    if (how === 'throws') order.fail(new Error('<html>'))
    else order.answer(how === 'ok' ? ACCEPTED : { outcome: 'unknown', settledBy: 0 })
  }

  /** Everything that is still waited for comes to its end. */
  async end(): Promise<void> {
    const { clock, store, venue } = this.parts
    for (let i = 0; i < 500 && (store.waiting > 0 || this.#answered < venue.placed.length || i < 3); i++) {
      store.answer()
      this.answer('ok')
      clock.advance(1_000)
      await settled()
    }
  }

  #place(bot: (typeof BOTS)[number]): void {
    const id = `${bot.botId}/${this.#orders++}`
    // From a later turn too: between being decided on and leaving, a halt may come.
    watched(Promise.resolve().then(() => this.parts.gate.place(aRequest(id), { ...bot, purpose: 'exposure' })))
    watched(this.parts.gate.place(aRequest(id), { ...bot, purpose: 'exit' }))
  }

  #halt(of: Pick<Latch, 'scope' | 'id'>): void {
    this.#halted.set(`${of.scope} ${of.id}`, of)
    const sentBefore = this.parts.gate.inFlight
    watched(this.parts.gate.halt(aLatch(of)).then(({ unanswered }) => this.acks.push({ unanswered, sentBefore })))
  }

  #rearm({ scope, id }: Pick<Latch, 'scope' | 'id'>): void {
    this.#halted.delete(`${scope} ${id}`)
    watched(this.parts.killSwitch.rearm(scope, id, 'ben'))
  }

  #sent(clientOrderId: string): void {
    const bot = BOTS.find(({ botId }) => clientOrderId.startsWith(`${botId}/`))
    for (const halt of this.#halted.values()) {
      if (bot !== undefined && covers(halt, bot)) this.breaches.push(`${clientOrderId} while ${halt.scope} ${halt.id}`)
    }
  }
}

test('from the moment of a halt no order of its scope leaves, whatever else happens in whatever order', async () => {
  let sent = 0
  let acks = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }), async (steps) => {
      const run = new Run()
      for (const one of steps) await run.do(one)
      await run.end()

      expect(run.breaches).toEqual([])
      expect(run.parts.gate.inFlight).toBe(0)
      expect(run.parts.clock.pending).toBe(0)
      for (const { sentBefore, unanswered } of run.acks) expect(unanswered).toBeLessThanOrEqual(sentBefore)
      expect(run.parts.failures).toEqual([])
      sent += run.parts.venue.placed.length
      acks += run.acks.length
    }),
    { numRuns: 1_000 },
  )
  expect(Math.min(sent, acks)).toBeGreaterThan(1_000)
})

test('once every write has been answered, memory and store hold the same halts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const run = new Run()
      const sound = steps.map((one) => (one.do === 'write' ? { ...one, fails: false } : one))
      for (const one of sound) await run.do(one)
      await run.end()

      const { killSwitch, store } = run.parts
      const sorted = (latches: Iterable<Latch>) => [...latches].map(({ scope, id }) => `${scope} ${id}`).sort()
      expect(sorted(killSwitch.latches())).toEqual(sorted(store.kept.values()))
    }),
    { numRuns: 500 },
  )
})
