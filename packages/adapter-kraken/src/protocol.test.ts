import type { WireRequest } from '@md/adapter-core'
import type { ChannelRequest } from '@md/types'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { answering } from '../test/frames.ts'
import { KRAKEN_INTERVALS } from './intervals.ts'
import { krakenProtocol } from './protocol.ts'

const protocol = krakenProtocol()
const wire = (request: ChannelRequest): WireRequest => ({ ...request, venueSymbol: request.symbol })

describe('the protocol', () => {
  test('knows where Kraken is', () => {
    expect(protocol.endpoints).toEqual({
      production: { url: 'wss://ws.kraken.com/v2', restUrl: 'https://api.kraken.com' },
      testnet: { url: 'wss://beta-ws.kraken.com/v2', restUrl: 'https://api.kraken.com' },
    })
  })

  test('says what there is', () => {
    expect(protocol).toMatchObject({
      exchange: 'kraken',
      channels: ['ticker', 'trades', 'orderbook', 'candles'],
      intervals: ['1m', '5m', '15m', '30m', '1h', '4h', '1d', '1w', '15d'],
      candles: 'derived',
      answersSingly: true,
    })
    expect(protocol.greeting).toBeUndefined()
    expect(protocol.upstream).toBeUndefined()
  })

  test.each<[string, readonly ChannelRequest[], object]>([
    [
      'tickers',
      [
        { channel: 'ticker', symbol: 'BTC/USD' },
        { channel: 'ticker', symbol: 'ETH/USD' },
      ],
      { channel: 'ticker', event_trigger: 'bbo', symbol: ['BTC/USD', 'ETH/USD'], snapshot: true },
    ],
    ['trades', [{ channel: 'trades', symbol: 'BTC/USD' }], { channel: 'trade', symbol: ['BTC/USD'], snapshot: false }],
    [
      'a book',
      [{ channel: 'orderbook', symbol: 'BTC/USD' }],
      { channel: 'book', depth: 10, symbol: ['BTC/USD'], snapshot: true },
    ],
    [
      'a deep book',
      [{ channel: 'orderbook', symbol: 'BTC/USD', depth: 60 }],
      { channel: 'book', depth: 100, symbol: ['BTC/USD'], snapshot: true },
    ],
    [
      'candles',
      [{ channel: 'candles', symbol: 'BTC/USD', interval: '4h' }],
      { channel: 'ohlc', interval: 240, symbol: ['BTC/USD'], snapshot: true },
    ],
  ])('asks for %s, and gives them up in the same words', (_, requests, params) => {
    const batch = requests.map(wire)
    const { snapshot: __, ...repeated } = params as { readonly snapshot: boolean }

    expect(JSON.parse(protocol.subscribe(batch, 7))).toEqual({ method: 'subscribe', params, req_id: 7 })
    expect(JSON.parse(protocol.unsubscribe(batch, 8))).toEqual({ method: 'unsubscribe', params: repeated, req_id: 8 })
  })

  test('pings', () => {
    expect(protocol.ping?.(42)).toBe('{"method":"ping","req_id":42}')
  })

  test('puts into one frame what one frame can ask for', () => {
    const of = (request: ChannelRequest) => protocol.batchOf(request)
    const book = { channel: 'orderbook', symbol: 'BTC/USD' } as const

    expect(of({ channel: 'ticker', symbol: 'A/B' })).toBe(of({ channel: 'ticker', symbol: 'C/D' }))
    expect(of({ channel: 'ticker', symbol: 'A/B' })).not.toBe(of({ channel: 'trades', symbol: 'A/B' }))
    expect(of(book)).toBe(of({ ...book, depth: 10 }))
    expect(of({ ...book, depth: 30 })).toBe(of({ ...book, depth: 100 }))
    expect(of(book)).not.toBe(of({ ...book, depth: 25 }))
    expect(of({ channel: 'candles', symbol: 'A/B', interval: '1m' })).not.toBe(
      of({ channel: 'candles', symbol: 'A/B', interval: '5m' }),
    )
  })

  test('keeps two intervals of a symbol off one socket, and nothing else', () => {
    const of = (request: ChannelRequest) => protocol.exclusiveOf?.(request)
    const candles = { channel: 'candles', symbol: 'BTC/USD', interval: '1m' } as const

    expect(of(candles)).toBe(of({ ...candles, interval: '5m' }))
    expect(of(candles)).not.toBe(of({ ...candles, symbol: 'ETH/USD' }))
    expect(of(candles)).not.toBe(of({ channel: 'orderbook', symbol: 'BTC/USD' }))
    expect(of({ channel: 'orderbook', symbol: 'BTC/USD' })).toBeDefined()
    expect(of({ channel: 'ticker', symbol: 'BTC/USD' })).toBeUndefined()
    expect(of({ channel: 'trades', symbol: 'BTC/USD' })).toBeUndefined()
  })

  test('makes valid JSON of any symbols', () => {
    const request: fc.Arbitrary<ChannelRequest> = fc.oneof(
      fc.record({ channel: fc.constantFrom('ticker' as const, 'trades' as const), symbol: fc.string() }),
      fc.record({
        channel: fc.constant('orderbook' as const),
        symbol: fc.string(),
        depth: fc.integer({ min: 1, max: 9_999 }),
      }),
      fc.record({
        channel: fc.constant('candles' as const),
        symbol: fc.string(),
        interval: fc.constantFrom(...KRAKEN_INTERVALS),
      }),
    )

    fc.assert(
      fc.property(fc.array(request), fc.nat(), (batch, id) => {
        const frame = JSON.parse(protocol.subscribe(batch.map(wire), id))
        expect(frame).toMatchObject({ req_id: id, params: { symbol: batch.map(({ symbol }) => symbol) } })
      }),
    )
  })

  test('stamps what comes by REST with the clock it is given', async () => {
    const row = ['1.5', '2', 1_700_000_000.5, 'b', 'l', '', 3]
    const body = { error: [], result: { XXBTZUSD: [row], last: '1700000000500000000' } }
    const hole = {
      symbol: 'BTC/USD',
      venueSymbol: 'BTC/USD',
      afterId: 2,
      beforeId: undefined,
      afterTimestamp: 1,
      maxPages: 1,
    }

    const ours = await krakenProtocol({ clock: { now: () => 77 } }).rest.trades?.(answering(body).get, hole)
    const before = performance.timeOrigin + performance.now()
    const machine = await krakenProtocol().rest.trades?.(answering(body).get, hole)

    expect(ours).toMatchObject([{ id: '3', receivedAt: 77 }])
    expect(machine?.[0]?.receivedAt).toBeGreaterThanOrEqual(before)
  })

  test('has candles by REST, too', async () => {
    const row = [1_700_000_040, '10', '11', '9', '10', '10', '1', 2]
    const body = { error: [], result: { XXBTZUSD: [row], last: 1_700_000_040 } }
    const market = { symbol: 'BTC/USD', venueSymbol: 'BTC/USD' }

    const found = await protocol.rest.candles(answering(body).get, market, '1m', 1_700_000_040_000, 1_700_000_100_000)

    expect(found).toMatchObject([{ openTime: 1_700_000_040_000, closed: true }])
  })
})
