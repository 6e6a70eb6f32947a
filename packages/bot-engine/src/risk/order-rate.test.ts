import { expect, test } from 'vitest'
import { OrderRate } from './order-rate.ts'

function aRate(limit: number, ...times: readonly number[]) {
  const rate = new OrderRate(limit)
  for (const time of times) rate.count(time)
  return rate
}

test('never more than the limit within any minute, wherever it begins', () => {
  const rate = aRate(2, 0, 30_000)

  expect(rate.isFull(59_999)).toBe(true)
  expect(rate.isFull(60_000)).toBe(false)
  rate.count(60_000)
  expect(rate.isFull(89_999)).toBe(true)
  expect(rate.isFull(90_000)).toBe(false)
})

test('one that was let out above the limit is counted all the same', () => {
  expect(aRate(2, 0, 1, 50_000).isFull(60_000)).toBe(true)
})

test('a clock that was ahead and is set back stops nothing', () => {
  expect(aRate(1, 86_400_000).isFull(1_000)).toBe(false)
})
