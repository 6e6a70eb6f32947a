import type { WireRequest } from '@md/adapter-core'
import { INTERVALS, InvalidInputError } from '@md/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binanceProtocol } from './protocol.ts'

const protocol = binanceProtocol()
const quoted = binanceProtocol({ liveQuotes: true })

const btc = { symbol: 'BTC/USDT', venueSymbol: 'BTCUSDT' } as const
const ticker: WireRequest = { ...btc, channel: 'ticker' }

const every: readonly WireRequest[] = [
  ticker,
  { ...btc, channel: 'trades' },
  { ...btc, channel: 'orderbook', depth: 10 },
  { ...btc, channel: 'candles', interval: '1M' },
]

test('a ticker is asked for to the letter of the specification', () => {
  expect(protocol.subscribe([ticker], 1)).toBe('{"method":"SUBSCRIBE","params":["btcusdt@miniTicker"],"id":1}')
})

test('every channel has its stream', () => {
  expect(JSON.parse(protocol.subscribe(every, 2))).toEqual({
    method: 'SUBSCRIBE',
    params: ['btcusdt@miniTicker', 'btcusdt@trade', 'btcusdt@depth@100ms', 'btcusdt@kline_1M'],
    id: 2,
  })
})

test('giving up names the same streams', () => {
  expect(protocol.unsubscribe(every, 3)).toBe(protocol.subscribe(every, 3).replace('"SUBSCRIBE"', '"UNSUBSCRIBE"'))
})

test('a live quote is a second stream of the same ticker, given up with it', () => {
  const params = ['btcusdt@miniTicker', 'btcusdt@bookTicker']
  expect(JSON.parse(quoted.subscribe([ticker], 1))).toMatchObject({ params })
  expect(JSON.parse(quoted.unsubscribe([ticker], 2))).toMatchObject({ params })
})

test('all channels share one frame', () => {
  expect(new Set(every.map((request) => protocol.batchOf(request))).size).toBe(1)
})

test('frames are JSON with lower-case symbols, whatever the symbols are', () => {
  const symbols = fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(symbols, fc.nat(), (venueSymbols, id) => {
      const batch = venueSymbols.map((venueSymbol): WireRequest => ({ channel: 'trades', symbol: 'X/Y', venueSymbol }))
      const frame: unknown = JSON.parse(protocol.subscribe(batch, id))
      expect(frame).toEqual({ method: 'SUBSCRIBE', params: venueSymbols.map((s) => `${s.toLowerCase()}@trade`), id })
    }),
  )
})

test('no socket carries more streams than Binance allows, nor sends more than it allows', () => {
  const streamsOf = (frame: string) => (JSON.parse(frame) as { params: string[] }).params.length
  for (const { limits, subscribe } of [protocol, quoted]) {
    expect(limits.subscriptionsPerSocket * streamsOf(subscribe([ticker], 1))).toBe(1024)
    expect(limits.subscriptionsPerFrame * streamsOf(subscribe([ticker], 1))).toBe(100)
    expect(limits.outbound).toEqual({ limit: 5, windowMs: 1_000, reserve: 1 })
    expect(limits.pongsCount).toBe(true)
    expect(limits.socketAge).toBeLessThan(24 * 3_600_000)
  }
})

test('the endpoints are the production and the test ones of Binance spot', () => {
  expect(protocol.endpoints).toEqual({
    production: { url: 'wss://stream.binance.com:9443/stream', restUrl: 'https://api.binance.com' },
    testnet: { url: 'wss://stream.testnet.binance.vision/stream', restUrl: 'https://testnet.binance.vision' },
  })
})

test('there are sixteen intervals: all but 15d', () => {
  expect(INTERVALS.filter((interval) => !protocol.intervals.includes(interval))).toEqual(['15d'])
  expect(protocol.intervals).toHaveLength(16)
})

test('an option of the wrong type is named', () => {
  const options = { liveQuotes: 'yes' } as unknown as { liveQuotes: boolean }
  expect(() => binanceProtocol(options)).toThrow(InvalidInputError)
  expect(() => binanceProtocol(options)).toThrow(/liveQuotes "yes" cannot be used: true or false/)
})
