import type { CrashOptions } from './options.ts'
import { runPlan } from './plan.ts'
import { performRun, type RunResult } from './run.ts'

export type NumberedResult = RunResult & { readonly index: number }

type Wanted = Pick<CrashOptions, 'runs' | 'from' | 'seed' | 'points' | 'bug' | 'jobs' | 'keep'>

/** Some at a time, in the order of their numbers. @param told of each as soon as it is over */
export async function runAll(
  { bug, from, jobs, keep, points, runs, seed }: Wanted,
  told: (result: NumberedResult) => void = () => undefined,
): Promise<readonly NumberedResult[]> {
  const results: NumberedResult[] = []
  let next = from
  const worker = async (): Promise<void> => {
    for (let index = next++; index < from + runs; index = next++) {
      const result = { index, ...(await performRun(runPlan(seed, index, { bug, points }), { keep })) }
      results.push(result)
      told(result)
    }
  }
  await Promise.all(Array.from({ length: jobs }, worker))
  return results.toSorted((a, b) => a.index - b.index)
}
