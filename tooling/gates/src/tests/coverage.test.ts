import { expect, test } from 'vitest'
import { coverageProblems } from './coverage.ts'

const covered = (statements: number, branches: number) => ({
  statements: { total: 100, covered: statements },
  branches: { total: 100, covered: branches },
})

const total = covered(95, 95)

test('finds nothing where every package reaches the bound', () => {
  const summary = { total, '/r/packages/a/src/x.ts': covered(90, 90), '/r/packages/b/src/y.ts': covered(100, 100) }
  expect(coverageProblems('/r', summary)).toEqual([])
})

test('names the package and the kind that fall short, however thorough the others are, and the worst file first', () => {
  const summary = {
    total,
    '/r/packages/a/src/x.ts': covered(100, 95),
    '/r/packages/a/src/z.ts': covered(100, 80),
    '/r/packages/b/src/y.ts': covered(100, 100),
  }
  const [problem, ...others] = coverageProblems('/r', summary)
  expect(others).toEqual([])
  expect(problem).toMatch(/^packages\/a: 87\.5 % of its branches .*\n {2}packages\/a\/src\/z\.ts: 20 of 100/)
})

test('does not take an empty report for a good one', () => {
  expect(coverageProblems('/r', { total })).toEqual(['the coverage report names no file'])
})
