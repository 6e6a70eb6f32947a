import { expect, test } from 'vitest'
import { skipped, skippedFor } from './skipped.ts'

test('says why, and keeps the beginning of a long frame', () => {
  const frame = 'x'.repeat(5_000)

  expect(skipped('shape', frame)).toEqual({ kind: 'skipped', reason: 'shape', detail: 'x'.repeat(200) })
})

test('says whose data it was where that is known', () => {
  expect(skippedFor('number', 'x', 'BTC/USDT', 'orderbook')).toMatchObject({ symbol: 'BTC/USDT', channel: 'orderbook' })
  expect(skippedFor('number', 'x', undefined, 'orderbook')).not.toHaveProperty('symbol')
})
