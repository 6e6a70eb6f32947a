import { join } from 'node:path'
import type { Gate } from '../gate.ts'
import { committedFiles } from '../workspace/files.ts'
import { readReport, type TestReport } from './report.ts'

/** A test that nobody runs is worse than none. */
export const testFiles: Gate = {
  name: 'test-files',
  promise: 'every test file in the repository was run, and holds at least one test',
  async check(root) {
    const [report, paths] = await Promise.all([readReport(root), committedFiles(root)])
    const present = paths.filter((path) => /\.(test|spec)\.[cm]?[jt]sx?$/.test(path))
    return { problems: notRun(root, present, report), notes: [`${present.length} test files`] }
  },
}

export function notRun(root: string, present: readonly string[], { testResults }: TestReport): readonly string[] {
  const tests = new Map(testResults.map(({ assertionResults, name }) => [name, assertionResults.length]))
  return present.flatMap((path) => {
    const count = tests.get(join(root, path))
    if (count === undefined) return [`${path} was not run: vitest.config.ts says where test files live`]
    return count === 0 ? [`${path} holds no test`] : []
  })
}
