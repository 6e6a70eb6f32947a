import { InvalidInputError } from '@md/types'
import { expect, test } from 'vitest'
import { KrakenAdapter } from './index.ts'

test('needs no options, and connects to nothing by itself', () => {
  const adapter = new KrakenAdapter()

  expect(adapter).toMatchObject({ exchange: 'kraken', state: 'DISCONNECTED' })
  expect(adapter.getMetrics()).toMatchObject({ connects: 0, subscriptions: 0 })
})

test('names an option that cannot be used', () => {
  expect(() => new KrakenAdapter({ url: 'https://ws.kraken.com' })).toThrow(InvalidInputError)
})
