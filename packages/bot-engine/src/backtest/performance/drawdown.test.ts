import { expect, test } from 'vitest'
import { Drawdown } from './drawdown.ts'

const of = (equities: readonly number[]) => {
  const drawdown = new Drawdown()
  for (const [i, equity] of equities.entries()) drawdown.add(1_000 + i, equity)
  return drawdown.figures
}

test('is the deepest fall from a height, not from the start', () => {
  expect(of([100, 120, 90, 130, 117])).toEqual({ amount: 30, fraction: 0.25, from: 1_001, to: 1_002, longestMs: 2 })
})

test('is measured in fractions: the same amount is less of more', () => {
  expect(of([100, 80, 300, 275])).toMatchObject({ amount: 20, fraction: 0.2 })
})

test('one that never ended counts as long as it went', () => {
  expect(of([100, 99, 98, 97, 99])).toMatchObject({ longestMs: 4, amount: 3 })
})

test('what only rises has none, and the time between two heights is no fall', () => {
  expect(of([])).toEqual({ amount: 0, fraction: 0, from: undefined, to: undefined, longestMs: 0 })
  expect(of([1, 2, 2, 3])).toMatchObject({ amount: 0, from: undefined, longestMs: 1 })
})
