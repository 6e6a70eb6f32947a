import { expect, test } from 'vitest'
import type { TestFileResult, TestReport } from './report.ts'
import { judged } from './run-tests.ts'
import { notRun, notTyped } from './test-files.ts'

const aFile = (name: string, statuses: readonly string[], status = 'passed'): TestFileResult => ({
  name: `/repository/${name}`,
  status: statuses.includes('failed') ? 'failed' : status,
  message: status === 'failed' ? 'cannot find module' : '',
  assertionResults: statuses.map((one, index) => ({
    fullName: `test ${index}`,
    status: one,
    failureMessages: one === 'failed' ? ['expected 1 to be 2'] : [],
  })),
})

const aReport = (...testResults: readonly TestFileResult[]): TestReport => ({ testResults })

const succeeded = { succeeded: true, output: '', ending: 'exited with 0' }
const failed = { succeeded: false, output: 'Unhandled Rejection: x', ending: 'exited with 1' }

test('counts what passed, failed and was skipped', () => {
  const report = aReport(aFile('a.test.ts', ['passed', 'failed']), aFile('b.test.ts', ['passed', 'skipped', 'todo']))
  expect(judged(report, failed, false)).toMatchObject({
    tests: { passed: 2, failed: 1, skipped: 2 },
    problems: [expect.stringContaining('a.test.ts > test 1\nexpected 1 to be 2')],
  })
})

test('counts a file that could not be loaded as a failed test', () => {
  const verdict = judged(aReport(aFile('a.test.ts', ['passed']), aFile('b.test.ts', [], 'failed')), failed, false)
  expect(verdict).toMatchObject({
    tests: { passed: 1, failed: 1 },
    problems: [expect.stringContaining('cannot find module')],
  })
})

test('does not take a run without tests for a good one', () => {
  expect(judged(aReport(), succeeded, false).problems).toEqual(['vitest ran no test at all'])
})

test('does not take a failing exit for a good run, even when no test failed', () => {
  expect(judged(aReport(aFile('a.test.ts', ['passed'])), failed, false).problems).toEqual([
    expect.stringContaining('Unhandled Rejection'),
  ])
})

test('leaves an exit that low coverage explains to the coverage gate', () => {
  expect(judged(aReport(aFile('a.test.ts', ['passed'])), failed, true).problems).toEqual([])
})

test('names test files that were not run, or hold no test', () => {
  const report = aReport(aFile('a.test.ts', ['passed']), aFile('b.test.ts', []))
  expect(notRun('/repository', ['a.test.ts', 'b.test.ts', 'lost/c.spec.ts'], report)).toEqual([
    'b.test.ts holds no test',
    expect.stringContaining('lost/c.spec.ts was not run'),
  ])
})

test('asks nothing to be run of a file that is all types', () => {
  expect(notRun('/repository', ['a.test-d.ts'], aReport())).toEqual([])
})

test('names test files that the compiler does not see', () => {
  expect(notTyped('/repository', ['a.test.ts', 'lost/c.spec.ts'], new Set(['/repository/a.test.ts']))).toEqual([
    expect.stringContaining('lost/c.spec.ts is not type-checked'),
  ])
})
