import { expect, test } from 'vitest'
import { EXCHANGES, isExchangeId } from './exchange.ts'

test('only what is listed is an exchange', () => {
  expect(EXCHANGES.every(isExchangeId)).toBe(true)
  for (const value of ['BINANCE', 'ftx', '', undefined, 1]) expect(isExchangeId(value)).toBe(false)
})
