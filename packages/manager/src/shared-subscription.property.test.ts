import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aShared, type SourceCall } from '../test/held-source.ts'
import { BOOK, settled } from '../test/kit.ts'

const depth = fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined })

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('take' as const), depth }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('release' as const), which: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('answer' as const), fails: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 8_000 }) }) },
)

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** One subscription through a sequence of whatever may happen to it. */
class Run {
  readonly parts: ReturnType<typeof aShared>
  readonly leases: ReturnType<ReturnType<typeof aShared>['take']>[] = []

  /** What was not released, with the depth it wants. */
  readonly held = new Map<Run['leases'][number], number | undefined>()

  constructor(lingerMs: number) {
    this.parts = aShared({ want: BOOK, lingerMs })
  }

  async do(one: Step): Promise<void> {
    const { clock, ends, take } = this.parts
    // What has ended is replaced by a new one, never taken from again.
    if (one.do === 'take' && ends.length === 0) this.#take(one.depth, take(one.depth))
    if (one.do === 'release') this.#release(one.which)
    if (one.do === 'wait') clock.advance(one.ms)
    if (one.do === 'answer') await this.answerOldest(one.fails)
    await settled()
  }

  #take(wanted: number | undefined, lease: Run['leases'][number]): void {
    this.leases.push(lease)
    this.held.set(lease, wanted)
  }

  #release(which: number): void {
    const lease = this.leases[which]
    if (lease === undefined) return
    lease.release()
    this.held.delete(lease)
  }

  async answerOldest(fails: boolean): Promise<void> {
    const { source } = this.parts
    const i = source.calls.findIndex((call) => !call.settled)
    if (i >= 0) await source.answer(i, fails ? new Error('refused') : undefined)
  }

  async answerAll(): Promise<void> {
    while (this.parts.source.calls.some((call) => !call.settled)) await this.answerOldest(false)
  }
}

test('whatever happens in whatever order, requests never overlap and what is upstream is what is held', async () => {
  const lingers = fc.constantFrom(0, 5_000)
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), lingers, async (steps, lingerMs) => {
      const run = new Run(lingerMs)
      for (const one of steps) {
        await run.do(one)
        expect(inFlight(run.parts.source.calls)).toBeLessThanOrEqual(1)
      }
      await run.answerAll()
      run.parts.clock.advance(lingerMs)
      await run.answerAll()
      expectRight(run)
    }),
    { numRuns: 2_000 },
  )
})

/** Once everything is answered. */
function expectRight({ held, leases, parts: { clock, ends, shared, source } }: Run): void {
  expect(leases.map(({ outcome }) => outcome)).not.toContain('pending')
  expect(clock.pending).toBe(0)
  const fed = upstream(source.calls)
  for (const [{ outcome }, wanted] of held) if (outcome === 'ready') expect(fed).toContain(wanted ?? 'default')
  if (shared.holders > 0) expect(source.calls.at(-1)?.kind).toBe('subscribe')
  else expect(ends).toHaveLength(leases.length === 0 ? 0 : 1)
}

/** Requests without an answer. One that was given up needs none. */
function inFlight(calls: readonly SourceCall[]): number {
  const givenUp = (i: number) =>
    calls[i]?.kind === 'subscribe' && calls.slice(i).some(({ kind }) => kind === 'unsubscribe')
  return calls.filter((call, i) => !call.settled && !givenUp(i)).length
}

/** Every depth that is fed after these calls: named ones, and the source's default. */
function upstream(calls: readonly SourceCall[]): (number | 'default')[] {
  let fed: (number | 'default')[] = []
  for (const { depth: asked, failed, kind } of calls) {
    if (kind === 'unsubscribe') fed = []
    else if (!failed) fed.push(...(asked === undefined ? ['default' as const] : [1, 2, 3, 4, 5].slice(0, asked)))
  }
  return fed
}
