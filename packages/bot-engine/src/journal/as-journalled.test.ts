import type { Fill } from '@md/types'
import { expect, test } from 'vitest'
import { asJournalled } from './as-journalled.ts'
import { decodeEntry, encodeEntry } from './codec.ts'

const FILL: Fill = {
  tradeId: 't1',
  exchange: 'kraken',
  symbol: 'BTC/USD',
  clientOrderId: 'one-1-1',
  side: 'sell',
  price: '100.5',
  amount: '0.25',
  fee: '0.02',
  feeAsset: 'USD',
  liquidity: 'taker',
  timestamp: 1_750_000_000_000,
}

test('a fill is, member by member, what the journal gives back', () => {
  const read = decodeEntry(encodeEntry({ n: 1, at: 1, type: 'fill', fill: FILL }))
  expect(asJournalled(FILL)).toEqual(FILL)
  expect(JSON.stringify(asJournalled(FILL))).toBe(JSON.stringify('fill' in read && read.fill))
})
