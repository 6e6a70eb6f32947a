import { join, resolve } from 'node:path'
import { tool } from '../command.ts'
import type { Gate } from '../gate.ts'
import { committedFiles } from '../workspace/files.ts'
import { readReport, type TestReport } from './report.ts'

/** A test that nobody runs is worse than none. */
export const testFiles: Gate = {
  name: 'test-files',
  promise: 'every test file in the repository was run, holds at least one test, and is type-checked',
  async check(root) {
    const [report, paths, typed] = await Promise.all([readReport(root), committedFiles(root), typeChecked(root)])
    const present = paths.filter((path) => /\.(test|spec)(-d)?\.[cm]?[jt]sx?$/.test(path))
    return {
      problems: [...notRun(root, present, report), ...notTyped(root, present, typed)],
      notes: [`${present.length} test files`],
    }
  },
}

/** A `.test-d.ts` is all types: it has nothing to run. */
export function notRun(root: string, present: readonly string[], { testResults }: TestReport): readonly string[] {
  const tests = new Map(testResults.map(({ assertionResults, name }) => [name, assertionResults.length]))
  return present.flatMap((path) => {
    const count = tests.get(join(root, path))
    if (path.includes('.test-d.') || (count ?? 0) > 0) return []
    return [count === 0 ? `${path} holds no test` : `${path} was not run: vitest.config.ts says where test files live`]
  })
}

export const notTyped = (root: string, present: readonly string[], typed: ReadonlySet<string>): readonly string[] =>
  present
    .filter((path) => !typed.has(join(root, path)))
    .map((path) => `${path} is not type-checked: tsconfig.test.json says where test files live`)

async function typeChecked(root: string): Promise<ReadonlySet<string>> {
  const { output } = await tool(root, 'tsc', ['-p', 'tsconfig.test.json', '--listFilesOnly'], 120)
  return new Set(output.split('\n').map((path) => resolve(root, path.trim())))
}
