import fc from 'fast-check'
import { test } from 'vitest'
import { ChaosRun } from '../../test/chaos-run.ts'
import type { Happening } from '../../test/chaos-script.ts'
import type { Intent } from '../strategy/intent.ts'

const because = 'the script says so'
const LOWEST = 90

const amounts = fc.integer({ min: 1, max: 200 }).map((hundredths) => String(hundredths / 100))
const limitPrices = fc.integer({ min: LOWEST * 10, max: 1100 }).map((tenths) => tenths / 10)
const refs = fc.constantFrom('a', 'b', 'c', 'd', 'big')
const sides = fc.constantFrom('buy' as const, 'sell' as const)

const intents: fc.Arbitrary<Intent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      ref: refs,
      side: sides,
      type: fc.constant('market' as const),
      amount: amounts,
      because: fc.constant(because),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('place' as const),
      ref: refs,
      side: sides,
      type: fc.constant('limit' as const),
      amount: amounts,
      price: limitPrices,
      reduceOnly: fc.boolean(),
      because: fc.constant(because),
    }),
  },
  fc.record({ kind: fc.constant('cancel' as const), ref: refs, because: fc.constant(because) }),
  fc.record({
    kind: fc.constant('replace' as const),
    ref: refs,
    amount: amounts,
    price: limitPrices,
    because: fc.constant(because),
  }),
  fc.constant({ kind: 'close', because } as const),
  fc.constant({
    kind: 'protect',
    barriers: { stopLoss: 0.01, trailing: { activation: 0.005, distance: 0.005 } },
  } as const),
  fc.record({
    kind: fc.constant('execute' as const),
    ref: refs,
    algorithm: fc.constant('twap' as const),
    side: sides,
    amount: amounts,
    overMs: fc.integer({ min: 0, max: 5_000 }),
    slices: fc.integer({ min: 1, max: 4 }),
    because: fc.constant(because),
  }),
  fc.record({
    kind: fc.constant('timer' as const),
    name: fc.constant('look'),
    afterMs: fc.integer({ min: 0, max: 3_000 }),
  }),
)

const happenings: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('price' as const),
      last: fc.integer({ min: 950, max: 1050 }).map((tenths) => tenths / 10),
      wants: fc.array(intents, { maxLength: 3 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(10, 50, 600, 6_000) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('faults' as const),
      next: fc.array(fc.constantFrom('reject' as const, 'lost-request' as const, 'lost-ack' as const, undefined), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('command' as const),
      command: fc.constantFrom(
        'pause' as const,
        'resume' as const,
        'flatten' as const,
        'halt' as const,
        'rearm' as const,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('cut' as const, 'mend' as const, 'book-lost' as const, 'crash' as const),
    }),
  },
)

test('whatever happens, a bot stays within its limits, sends nothing twice and nothing after a halt, has the books of its venue, and can be played again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happenings, { minLength: 5, maxLength: 25 }),
      fc.constantFrom(0, 40),
      async (script, latencyMs) => {
        const run = new ChaosRun(script, { latencyMs, lowest: LOWEST, maxPositionValue: '300' })
        await run.begin()
        for (const happening of script) await run.happen(happening)
        await run.end()
      },
    ),
    { endOnFailure: true, numRuns: 40 },
  )
}, 120_000)
