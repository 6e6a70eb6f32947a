import fc from 'fast-check'
import { test } from 'vitest'
import { ChaosRun } from '../../test/chaos/chaos-run.ts'
import { happenings } from '../../test/chaos/happenings.ts'

/** A thousand of them take two minutes, and are worth it after a change to how orders are sent, found out or counted. */
const RUNS = 80

test('whatever happens, bots stay within their limits, send nothing twice, unwritten or after a halt, have the books of their venues, and can be played again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happenings, { minLength: 10, maxLength: 50 }),
      fc.record({
        latencyMs: fc.constantFrom(0, 40),
        allowShort: fc.boolean(),
        store: fc.constantFrom('well' as const, 'slow' as const),
      }),
      async (script, options) => {
        const run = new ChaosRun(script, options)
        await run.begin()
        for (const happening of script) await run.happen(happening)
        await run.end()
      },
    ),
    { endOnFailure: true, numRuns: RUNS },
  )
}, 120_000)
