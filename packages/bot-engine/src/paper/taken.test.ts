import { expect, test } from 'vitest'
import { exact } from '../decimal/exact.ts'
import { Taken } from './taken.ts'

test('what was taken of a level adds up until the level shows another amount', () => {
  const taken = new Taken()
  taken.add('sell', 100, 5, exact(1))
  taken.add('sell', 100, 5, exact(2))
  expect(taken.at('sell', 100, 5).toFixed()).toBe('3')
  expect(taken.at('buy', 100, 5).isZero()).toBe(true)
  expect(taken.at('sell', 100, 4).isZero()).toBe(true)
  expect(taken.at('sell', 100, 5).isZero()).toBe(true)
})

test('of very many levels the oldest are forgotten', () => {
  const taken = new Taken()
  for (let price = 0; price <= 1_000; price++) taken.add('buy', price, 1, exact(1))
  expect(taken.at('buy', 0, 1).isZero()).toBe(true)
  expect(taken.at('buy', 1, 1).toFixed()).toBe('1')
})
