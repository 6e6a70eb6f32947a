import { expect, test } from 'vitest'
import { nearest, suggestion } from './nearest.ts'

const NAMES = ['grid', 'guard', 'dca', 'market-making', 'BTC/USD']

test.each([
  ['gird', 'grid'],
  ['grd', 'grid'],
  ['gridd', 'grid'],
  ['Guard', 'guard'],
  ['marketmaking', 'market-making'],
  ['btc/usd', 'BTC/USD'],
])('%s probably means %s', (given, name) => {
  expect(nearest(given, NAMES)).toBe(name)
})

test.each(['', 'momentum', 'xyz', 'g'])('"%s" means nothing that there is', (given) => {
  expect(nearest(given, NAMES)).toBeUndefined()
  expect(suggestion(given, NAMES)).toBe(`there are ${NAMES.join(', ')}`)
})
