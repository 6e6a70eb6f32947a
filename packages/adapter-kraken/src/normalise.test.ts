import { describe, expect, test } from 'vitest'
import { toTicker } from './normalise.ts'

const quoted = { last: 0.1311, bid: 0.13, bid_qty: 5, ask: 0.132, ask_qty: 6, volume: 100, low: 0.12, high: 0.14 }

describe('a ticker', () => {
  test.each([
    ['no bids', { bid: 0, bid_qty: 0 }],
    ['no asks', { ask: 0, ask_qty: 0 }],
    ['no bid in the frame', { bid: undefined }],
    ['null for an ask', { ask: null }],
  ])('of a market with %s has no quote and says so', (_, one) => {
    const ticker = toTicker({ ...quoted, ...one }, 'BTC/USD', 1)

    expect(ticker).toMatchObject({ last: 0.1311, bid: 0.1311, ask: 0.1311, quote: 'last' })
    expect(ticker).not.toHaveProperty('bidAmount')
    expect(ticker).not.toHaveProperty('askAmount')
  })

  test.each([
    ['a small price', 0.1311, 0.00654, 0.12456],
    ['a price of many digits', 0.0000012345, 0.0000000005, 0.000001234],
    ['a large price', 12_345_678.9, 0.8, 12_345_678.1],
    ['a price that fell', 100.1, -0.2, 100.3],
  ])('knows the price of 24 hours ago to the digit: %s', (_, last, change, open24h) => {
    expect(toTicker({ ...quoted, last, change }, 'BTC/USD', 1)).toMatchObject({ open24h })
  })

  test.each([
    ['without a change', {}],
    ['with one that is no number', { change: '0.1' }],
    ['with one as large as the price', { change: 0.1311 }],
    ['with an absurd one', { change: -1e308 }],
  ])('%s does not', (_, one) => {
    expect(toTicker({ ...quoted, ...one }, 'BTC/USD', 1)).not.toHaveProperty('open24h')
  })

  test('of a market that rested for a day leaves out what there is not', () => {
    const rested = toTicker({ ...quoted, high: 0, low: 0, volume: 0 }, 'BTC/USD', 1)

    expect(rested).toMatchObject({ volume24h: 0 })
    expect(rested).not.toHaveProperty('high24h')
    expect(rested).not.toHaveProperty('low24h')
    expect(toTicker({ ...quoted, volume: undefined }, 'BTC/USD', 1)).not.toHaveProperty('volume24h')
    expect(toTicker({ ...quoted, volume: null }, 'BTC/USD', 1)).not.toHaveProperty('volume24h')
  })
})
