import type { WireRequest } from '@md/adapter-core'
import type { ChannelRequest } from '@md/types'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { COINBASE_REST_URL, COINBASE_URL, coinbaseProtocol } from './index.ts'

const protocol = coinbaseProtocol()
const credentials = { key: 'a-key', secret: 'YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBjaGFyYWN0ZXJz', passphrase: 'a-passphrase' }
const signed = coinbaseProtocol({ credentials, clock: { now: () => 1_700_000_000_000 } })

const wanted = (channel: 'ticker' | 'trades' | 'orderbook', venueSymbol: string): WireRequest => ({
  channel,
  symbol: venueSymbol.replace('-', '/'),
  venueSymbol,
})

test('speaks to production and to the public sandbox', () => {
  expect(protocol.endpoints).toEqual({
    production: { url: 'wss://ws-feed.exchange.coinbase.com', restUrl: 'https://api.exchange.coinbase.com' },
    testnet: {
      url: 'wss://ws-feed-public.sandbox.exchange.coinbase.com',
      restUrl: 'https://api-public.sandbox.exchange.coinbase.com',
    },
  })
  expect(protocol.endpoints.production).toEqual({ url: COINBASE_URL, restUrl: COINBASE_REST_URL })
})

describe('without a key', () => {
  test.each([
    ['ticker', [{ name: 'ticker', product_ids: ['BTC-USD', 'ETH-EUR'] }]],
    ['orderbook', [{ name: 'level2_batch', product_ids: ['BTC-USD', 'ETH-EUR'] }]],
    [
      'trades',
      [
        { name: 'matches', product_ids: ['BTC-USD', 'ETH-EUR'] },
        { name: 'heartbeat', product_ids: ['BTC-USD', 'ETH-EUR'] },
      ],
    ],
  ] as const)('%s is asked for in one frame', (channel, channels) => {
    const frame = protocol.subscribe([wanted(channel, 'BTC-USD'), wanted(channel, 'ETH-EUR')], 1)
    expect(JSON.parse(frame)).toEqual({ type: 'subscribe', channels })
  })

  test('what is given up is named in the same way', () => {
    expect(JSON.parse(protocol.unsubscribe([wanted('orderbook', 'ETH-EUR')], 2))).toEqual({
      type: 'unsubscribe',
      channels: [{ name: 'level2_batch', product_ids: ['ETH-EUR'] }],
    })
  })

  test('the heartbeat of the greeting outlives the trades of its market', () => {
    expect(JSON.parse(protocol.greeting?.() ?? '')).toEqual({
      type: 'subscribe',
      channels: [{ name: 'heartbeat', product_ids: ['BTC-USD'] }],
    })
    expect(JSON.parse(protocol.unsubscribe([wanted('trades', 'BTC-USD'), wanted('trades', 'ETH-EUR')], 2))).toEqual({
      type: 'unsubscribe',
      channels: [
        { name: 'matches', product_ids: ['BTC-USD', 'ETH-EUR'] },
        { name: 'heartbeat', product_ids: ['ETH-EUR'] },
      ],
    })
    expect(JSON.parse(protocol.unsubscribe([wanted('trades', 'BTC-USD')], 3))).toEqual({
      type: 'unsubscribe',
      channels: [{ name: 'matches', product_ids: ['BTC-USD'] }],
    })
  })
})

describe('with a key', () => {
  const signature = {
    signature: 'QUWY7Usx01cTqclQB+6BmKJIJDAQozpO/VvxseA86r4=',
    key: 'a-key',
    passphrase: 'a-passphrase',
    timestamp: '1700000000',
  }

  test('books come unbatched, and every subscribe message is signed', () => {
    expect(JSON.parse(signed.subscribe([wanted('orderbook', 'BTC-USD')], 1))).toEqual({
      type: 'subscribe',
      channels: [{ name: 'level2', product_ids: ['BTC-USD'] }],
      ...signature,
    })
    expect(JSON.parse(signed.greeting?.() ?? '')).toMatchObject(signature)
  })

  test('giving up needs no signature', () => {
    expect(JSON.parse(signed.unsubscribe([wanted('orderbook', 'BTC-USD')], 1))).toEqual({
      type: 'unsubscribe',
      channels: [{ name: 'level2', product_ids: ['BTC-USD'] }],
    })
  })

  test('the machine’s clock signs where none is given', () => {
    const { timestamp } = JSON.parse(coinbaseProtocol({ credentials }).greeting?.() ?? '')
    expect(Number(timestamp)).toBeGreaterThan(1_700_000_000)
  })

  test('nothing of it is in the protocol that is handed around', () => {
    expect(JSON.stringify(signed)).not.toMatch(/a-key|a-passphrase|YSBz/)
  })
})

test('candles are made of trades', () => {
  const request: ChannelRequest = { channel: 'candles', symbol: 'BTC/USD', interval: '1m' }
  expect(protocol.upstream?.(request)).toEqual({ channel: 'trades', symbol: 'BTC/USD' })
  expect(protocol.batchOf(request)).toBe('trades')
  expect(JSON.parse(protocol.subscribe([{ ...request, venueSymbol: 'BTC-USD' }], 1))).toMatchObject({
    channels: [{ name: 'matches' }, { name: 'heartbeat' }],
  })
})

test('other requests are asked for as they are, each channel in frames of its own', () => {
  const request: ChannelRequest = { channel: 'orderbook', symbol: 'BTC/USD', depth: 10 }
  expect(protocol.upstream?.(request)).toBe(request)
  expect(protocol.batchOf(request)).toBe('orderbook')
  expect(protocol.batchOf({ channel: 'ticker', symbol: 'BTC/USD' })).toBe('ticker')
})

test('a book is kept whole, whatever depth is wanted', () => {
  expect(protocol.book).toMatchObject({ integrity: 'plausibility', startsFrom: 'stream', marked: false })
  for (const depth of [undefined, 10, 1_000]) expect(protocol.book.subscribedDepth(depth)).toBeUndefined()
})

test('frames are JSON for any product', () => {
  const request = fc
    .tuple(fc.constantFrom('ticker' as const, 'trades' as const, 'orderbook' as const), fc.string())
    .map(([channel, product]) => wanted(channel, product))
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: 50 }), fc.nat(), (batch, id) => {
      for (const frame of [
        protocol.subscribe(batch, id),
        protocol.unsubscribe(batch, id),
        signed.subscribe(batch, id),
      ]) {
        const { type, channels } = JSON.parse(frame) as { type: string; channels: { product_ids: string[] }[] }
        expect(type).toMatch(/^(un)?subscribe$/)
        for (const { product_ids } of channels) expect(product_ids.length).toBeGreaterThan(0)
      }
    }),
  )
})
