import { type FanRun, fanOut, isWhole } from './fan.ts'
import type { Stage } from './stage.ts'

export interface SustainedRate {
  /** Events a second, published in time and whole at all five; 0 where not even the slowest was. */
  readonly highest: number
  /** The first that was not, and why. */
  readonly failed: { readonly perSecond: number; readonly reason: string } | undefined
}

const LADDER = [10_000, 20_000, 30_000, 50_000, 65_000, 80_000, 100_000]
/** Slower than this, the host has not kept up. */
const MAX_STRETCH = 1.1

/** A moment of the machine's own is no limit of ours. */
const TRIES = 2

/** The highest rate from one host to five executors, each wanting 10 of 1,000 symbols, with nothing lost. */
export async function sustainedRate(stage: Stage, seconds: number): Promise<SustainedRate> {
  let highest = 0
  for (const perSecond of LADDER) {
    let reason: string | undefined
    for (let tries = 0; tries < TRIES; tries++) {
      reason = whyNot(await fanOut(stage, { transport: 'repaired', executors: 5, symbols: 1_000, perSecond, seconds }))
      if (reason === undefined) break
    }
    if (reason !== undefined) return { highest, failed: { perSecond, reason } }
    highest = perSecond
  }
  return { highest, failed: undefined }
}

/** Nothing where the rate was sustained. */
export function whyNot(run: FanRun): string | undefined {
  const { disorder, expected, lost, received, stretch } = run
  if (!isWhole(run)) {
    return `${received} of ${expected} arrived, ${lost} counted as lost, ${disorder} out of order`
  }
  return stretch > MAX_STRETCH ? `the host needed ${stretch.toFixed(2)} times as long` : undefined
}
