import { expect, test } from 'vitest'
import { shortages } from './shortages.ts'

const HELD = new Map([
  ['BTC', '1.5'],
  ['ETH', '2'],
])

test('less at the venue than in the ledger is told with both numbers, what is locked in orders included', () => {
  const balances = [
    { asset: 'BTC', free: '1', locked: '0.5' },
    { asset: 'ETH', free: '1', locked: '0.9' },
  ]
  expect(shortages(HELD, balances)).toEqual([
    { reason: 'balance-short', detail: 'the ledger holds 2 ETH, and the venue 1.9' },
  ])
})

test('an asset that the venue does not name is not there', () => {
  expect(shortages(new Map([['BTC', '1']]), [])).toMatchObject([{ detail: 'the ledger holds 1 BTC, and the venue 0' }])
})

test('more at the venue is no contradiction: the account may be shared', () => {
  expect(shortages(new Map([['BTC', '1']]), [{ asset: 'BTC', free: '9', locked: '0' }])).toEqual([])
})
