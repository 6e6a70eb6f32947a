import { expect, test } from 'vitest'
import { withValue } from '../params.ts'
import { combinations, variationOf } from './grid.ts'

test('values are listed or a range, and are what they look like', () => {
  expect(variationOf('fast=5,1e1,sma,true')).toEqual({ path: 'fast', values: [5, 10, 'sma', true] })
  expect(variationOf('a.b=0.1..0.4/0.1').values).toEqual([0.1, 0.2, 0.3, 0.4])
  expect(variationOf('a=-2..2/2').values).toEqual([-2, 0, 2])
})

test('every combination, the last parameter changing first', () => {
  const found = combinations([variationOf('a=1,2'), variationOf('b=3,4')], undefined, 1)
  expect(found.map((one) => one.map(([, value]) => value))).toEqual([
    [1, 3],
    [1, 4],
    [2, 3],
    [2, 4],
  ])
})

test('a sample is chosen by the seed, without repeating itself', () => {
  const all = [variationOf('a=1..100/1'), variationOf('b=1..100/1')]
  const values = (seed: number) => combinations(all, 50, seed).map((one) => one.map(([, value]) => value).join())
  expect(values(1)).toEqual(values(1))
  expect(values(1)).not.toEqual(values(2))
  expect(new Set(values(3)).size).toBe(50)
  expect(combinations([variationOf('a=1,2')], 9, 1)).toHaveLength(2)
})

test('a value is set where its path leads, and nothing else is changed', () => {
  const params = { a: 1, barriers: { stopLoss: 0.1, takeProfit: 0.2 } }
  expect(withValue(params, 'barriers.stopLoss', 0.5)).toEqual({ a: 1, barriers: { stopLoss: 0.5, takeProfit: 0.2 } })
  expect(withValue(params, 'new.deep', 1)).toEqual({ ...params, new: { deep: 1 } })
  expect(params.barriers.stopLoss).toBe(0.1)
})
