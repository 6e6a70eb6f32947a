import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Outcome, pnpm } from '../command.ts'
import { lastLines } from '../command-gate.ts'
import type { Gate, Verdict } from '../gate.ts'
import { coverageProblems, readCoverage } from './coverage.ts'
import { failures, REPORT_PATH, readReport, type TestReport, tally } from './report.ts'

const LIMIT_SECONDS = 4_200

/** The README's test command, once, with what CI wants to know besides. */
export const tests: Gate = {
  name: 'tests',
  promise: 'npx pnpm@10 test runs every test, and every test passes',
  async check(root) {
    await rm(join(root, REPORT_PATH), { force: true })
    const outcome = await pnpm(
      root,
      ['test', '--coverage', '--reporter=default', '--reporter=json', `--outputFile.json=${REPORT_PATH}`],
      LIMIT_SECONDS,
    )
    const report = await readReport(root).catch(() => undefined)
    return report ? judged(report, outcome, await lacksCoverage(root)) : { problems: [crashed(outcome)] }
  },
}

/** Vitest's exit code must be explained: by a failed test, or by coverage, which is a gate of its own. */
export function judged(report: TestReport, outcome: Outcome, coverageIsLow: boolean): Verdict {
  const tests = tally(report)
  const problems = [...failures(report)]
  if (tests.passed + tests.failed === 0) problems.push('vitest ran no test at all')
  if (problems.length === 0 && !outcome.succeeded && !coverageIsLow) problems.push(crashed(outcome))

  const { failed, passed, skipped } = tests
  return { problems, tests, notes: [`${passed} passed, ${failed} failed, ${skipped} skipped`] }
}

const crashed = ({ ending, output }: Outcome): string =>
  `vitest ${ending}, and no failed test explains it:\n${lastLines(output, 80)}`

async function lacksCoverage(root: string): Promise<boolean> {
  const summary = await readCoverage(root).catch(() => undefined)
  return summary !== undefined && coverageProblems(root, summary).length > 0
}
