import { describe, expect, test } from 'vitest'
import {
  btc,
  context,
  decoded,
  heartbeat,
  l2update,
  lastMatch,
  match,
  only,
  refusal,
  snapshot,
  subscriptions,
  ticker,
} from '../test/frames.ts'

describe('market data', () => {
  test('a ticker has the venue’s quote and the day in base currency', () => {
    expect(only(ticker)).toEqual({
      kind: 'ticker',
      ticker: {
        ...btc,
        ...{
          last: 84737.58,
          bid: 84737.58,
          ask: 84737.59,
          quote: 'live',
          bidAmount: 0.19921154,
          askAmount: 0.05223077,
        },
        ...{ open24h: 84430.55, high24h: 85021.57, low24h: 84400, volume24h: 1836.9678175 },
      },
    })
  })

  test('a ticker of before 2022 has no amounts in its quote', () => {
    const { best_bid_size: _bid, best_ask_size: _ask, ...older } = ticker
    const inbound = only(older)
    expect(inbound).toMatchObject({ kind: 'ticker', ticker: { bid: 84737.58, ask: 84737.59, quote: 'live' } })
    expect(Object.keys(inbound.kind === 'ticker' ? inbound.ticker : {})).not.toContain('bidAmount')
  })

  test.each([
    ['an empty side', { best_bid: '0', best_bid_size: '0' }],
    ['no ask', { best_ask: undefined }],
    ['a blank bid', { best_bid: '' }],
  ])('where the quote has %s, bid and ask are the last price and say so', (_, missing) => {
    const inbound = only({ ...ticker, ...missing })
    expect(inbound).toMatchObject({ ticker: { last: 84737.58, bid: 84737.58, ask: 84737.58, quote: 'last' } })
    expect(inbound).not.toHaveProperty('ticker.bidAmount')
  })

  test('a market that rested for a day has no prices of that day', () => {
    const inbound = only({ ...ticker, open_24h: '0', high_24h: '0', low_24h: '0', volume_24h: '0' })
    expect(inbound).toMatchObject({ ticker: { volume24h: 0 } })
    for (const field of ['open24h', 'high24h', 'low24h']) expect(inbound).not.toHaveProperty(`ticker.${field}`)
  })

  test('a ticker without a time has none', () => {
    expect(only({ ...ticker, time: undefined })).toMatchObject({ kind: 'ticker', ticker: { timestamp: undefined } })
  })

  test.each([
    ['sell', 'buy'],
    ['buy', 'sell'],
  ])('a match names the maker, who would %s: the taker is told to %s', (maker, taker) => {
    expect(only({ ...match, side: maker })).toEqual({
      kind: 'trade',
      trade: { ...btc, id: '4711', price: 84737.58, amount: 0.0025, side: taker, origin: 'live' },
    })
  })

  test('the last match before the subscription is a mark, not a trade', () => {
    expect(only(lastMatch)).toEqual({ kind: 'trade-watermark', symbol: 'BTC/USD', id: '4710' })
  })

  test('a snapshot is the whole book', () => {
    expect(only(snapshot)).toEqual({
      kind: 'book',
      symbol: 'BTC/USD',
      action: 'snapshot',
      bids: [
        [84737.58, 0.19921154],
        [84737, 2],
      ],
      asks: [
        [84737.59, 0.05223077],
        [84738, 1.5],
      ],
      timestamp: btc.timestamp,
      receivedAt: context.receivedAt,
    })
  })

  test('a snapshot of 2021 has no time, and none is invented', () => {
    const { time: _, ...older } = snapshot
    expect(only(older)).toMatchObject({ action: 'snapshot', timestamp: undefined })
  })

  test('an update keeps the order of its changes on each side, removals included', () => {
    expect(only(l2update)).toEqual({
      kind: 'book',
      symbol: 'BTC/USD',
      action: 'update',
      bids: [
        [84737.58, 0],
        [84737.4, 0.1],
      ],
      asks: [[84737.59, 0.75]],
      timestamp: btc.timestamp,
      receivedAt: context.receivedAt,
    })
  })

  test('an update without changes changes nothing', () => {
    expect(only({ ...l2update, changes: [] })).toMatchObject({ kind: 'book', bids: [], asks: [] })
  })
})

describe('heartbeats', () => {
  test('tell the last trade of a market that is subscribed', () => {
    expect(only(heartbeat)).toEqual({ kind: 'trade-watermark', symbol: 'BTC/USD', id: '4712' })
  })

  test.each([
    ['of another market', { product_id: 'SOL-USD' }],
    ['that do not know the last trade', { last_trade_id: 0 }],
  ])('%s only prove that the socket is alive', (_, fields) => {
    expect(only({ ...heartbeat, ...fields })).toEqual({ kind: 'control', name: 'heartbeat' })
  })
})

describe('answers', () => {
  test('the state names every subscription by our names, whatever the venue calls its channels', () => {
    expect(only(subscriptions)).toEqual({
      kind: 'state',
      keys: ['orderbook:BTC/USD', 'orderbook:ETH/EUR', 'trades:ETH/EUR', 'ticker:BTC/USD'],
    })
  })

  test.each(['level2', 'level2_batch', 'level2_50', 'level2_100'])('%s is the order book', (name) => {
    expect(only({ type: 'subscriptions', channels: [{ name, product_ids: ['BTC-USD'] }] })).toEqual({
      kind: 'state',
      keys: ['orderbook:BTC/USD'],
    })
  })

  test('products that nobody wants any more, and channels that are not ours, are no part of the state', () => {
    const channels = [
      { name: 'matches', product_ids: ['SOL-USD'] },
      { name: 'status', product_ids: null },
      { name: 'rfq_matches', product_ids: ['BTC-USD'] },
    ]
    expect(only({ type: 'subscriptions', channels })).toEqual({ kind: 'state', keys: [] })
  })

  test.each([
    ['is subscribed', 'BTC-USD is not a valid product', 'BTC/USD'],
    ['nobody subscribed', 'LOOM-USDC is delisted', 'LOOM/USDC'],
    ['has a name beyond our rules', 'A.B-USD is not a valid product', 'A.B-USD'],
  ])('a refusal names its product when it %s', (_, reason, symbol) => {
    expect(only({ ...refusal, reason })).toEqual({
      kind: 'refused',
      symbol,
      reason: `Failed to subscribe: ${reason}`,
    })
  })

  test.each([
    'level2, level3, and full channels now require authentication.',
    'Invalid product ID provided',
    ' is not a valid product',
    'No channels provided',
  ])('a refusal without a product names none: %s', (reason) => {
    expect(only({ ...refusal, reason })).toEqual({ kind: 'refused', reason: `Failed to subscribe: ${reason}` })
  })

  test('a refusal may come without a reason', () => {
    expect(only({ type: 'error', message: 'authentication failure' })).toEqual({
      kind: 'refused',
      reason: 'authentication failure',
    })
  })

  test.each([
    { type: 'error', message: 'ErrSlowConsume' },
    { type: 'error', message: 'Disconnected', reason: 'ErrSlowRead' },
    { type: 'error', message: 'Message too big' },
  ])('the venue says why it will cut the socket: %o', (frame) => {
    expect(only(frame)).toMatchObject({ kind: 'closing' })
  })
})

test('every frame has exactly one meaning', () => {
  expect(decoded('{}')).toHaveLength(1)
  expect(decoded('')).toHaveLength(1)
})
