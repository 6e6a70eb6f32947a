import { expect, test } from 'vitest'
import { returnsOf, sharpe, sortino } from './ratios.ts'

test('returns are what each value is to the one before', () => {
  expect(returnsOf([100, 110, 99])).toEqual([expect.closeTo(0.1, 12), expect.closeTo(-0.1, 12)])
  expect(returnsOf([100])).toEqual([])
})

/** Mean 0.01; five of +0.03 and five of -0.01: sample variance 10 x 0.02^2 / 9. */
const RETURNS = [0.03, -0.01, 0.03, -0.01, 0.03, -0.01, 0.03, -0.01, 0.03, -0.01]

test('Sharpe is the mean over the sample deviation, annualised', () => {
  // 0.01 / sqrt(0.004 / 9) * sqrt(365)
  expect(sharpe(RETURNS, 365)).toBeCloseTo(9.06228, 4)
})

test('Sortino is the mean over the deviation of losses, taken over all periods', () => {
  // 0.01 / sqrt(5 x 0.01^2 / 10) * sqrt(365)
  expect(sortino(RETURNS, 365)).toBeCloseTo(27.01851, 4)
})

test('there is neither where there are too few returns, nothing moves, or nothing was lost', () => {
  expect([sharpe(RETURNS.slice(1), 365), sortino(RETURNS.slice(1), 365)]).toEqual([undefined, undefined])
  const flat = RETURNS.map(() => 0)
  expect([sharpe(flat, 365), sortino(flat, 365)]).toEqual([undefined, undefined])
  expect(sortino(RETURNS.map(Math.abs), 365)).toBeUndefined()
})
