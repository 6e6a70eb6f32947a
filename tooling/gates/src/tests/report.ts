import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestTally } from '../gate.ts'

export const REPORT_PATH = 'coverage/tests.json'

/** What vitest's JSON reporter writes, as far as it is needed here. */
export interface TestReport {
  readonly testResults: readonly TestFileResult[]
}

export interface TestFileResult {
  /** The absolute path of the file. */
  readonly name: string
  readonly status: string
  /** Why the file as a whole failed, when it could not even be loaded. */
  readonly message: string
  readonly assertionResults: readonly TestResult[]
}

export interface TestResult {
  readonly fullName: string
  readonly status: string
  readonly failureMessages: readonly string[]
}

export async function readReport(root: string): Promise<TestReport> {
  const text = await readFile(join(root, REPORT_PATH), 'utf8').catch((cause: unknown) => {
    throw new Error(`there is no ${REPORT_PATH}: run the gate "tests" first`, { cause })
  })
  return JSON.parse(text) as TestReport
}

/** A file that could not be loaded counts as one failed test: what it holds is unknown. */
export function tally({ testResults }: TestReport): TestTally {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  const passed = tests.filter(({ status }) => status === 'passed').length
  const failed = tests.filter(({ status }) => status === 'failed').length
  return {
    passed,
    failed: failed + testResults.filter(brokeWhole).length,
    skipped: tests.length - passed - failed,
  }
}

export const failures = ({ testResults }: TestReport): readonly string[] =>
  testResults.flatMap((file) => [
    ...(brokeWhole(file) ? [`${file.name}\n${file.message}`] : []),
    ...file.assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ failureMessages, fullName }) => `${file.name} > ${fullName}\n${failureMessages.join('\n')}`),
  ])

const brokeWhole = ({ assertionResults, status }: TestFileResult): boolean =>
  status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
