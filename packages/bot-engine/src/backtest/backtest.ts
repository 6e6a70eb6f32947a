import type { BacktestOptions } from './backtest-options.ts'
import type { BacktestResult } from './backtest-result.ts'
import { type Plan, planOf } from './plan.ts'
import type { PlayedEvent } from './played-event.ts'
import { Prelude } from './prelude.ts'
import { Run } from './run.ts'

/**
 * Plays the past to a bot: the same engine and the same paper venue as on paper, on a clock that the events move.
 * The same options give the same result, on whatever machine.
 * @throws InvalidInputError for parameters, instruments or data that cannot be used
 */
export async function runBacktest(options: BacktestOptions): Promise<BacktestResult> {
  const prelude = new Prelude(options)
  const plan = planOf(options)
  let run: Run | undefined
  for await (const batch of options.source) {
    if (options.signal?.aborted) break
    const events = run === undefined ? prelude.take(batch) : batch
    run ??= await begun({ options, plan, prelude }, events)
    if (run !== undefined && !(await run.play(events))) break
  }
  if (run === undefined) throw prelude.nothingToPlay()
  return run.end(options.signal?.aborted !== true)
}

/** Nothing as long as there is nothing to play. */
async function begun(
  parts: { readonly options: BacktestOptions; readonly plan: Plan; readonly prelude: Prelude },
  events: readonly PlayedEvent[],
): Promise<Run | undefined> {
  const { stage } = parts.prelude
  if (stage === undefined || events.length === 0) return undefined
  const run = new Run({ ...parts, ...stage })
  await run.begin()
  return run
}
