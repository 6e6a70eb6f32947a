import { ManualClock } from '@md/types/testing'
import { afterEach, expect, test } from 'vitest'
import { Bench, getJson, type Json } from '../../test/client.ts'

const bench = new Bench()
afterEach(bench.clear)

interface Answer {
  readonly error: readonly string[]
  readonly result: Readonly<Record<string, never>>
}

const kraken = () => bench.exchange({ exchange: 'kraken', clock: new ManualClock() })

test('lists pairs under the names of 2013, and under those of today when asked for version 1', async () => {
  const exchange = await kraken()

  const old = await getJson<Answer>(exchange, '/0/public/AssetPairs?pair=XBTUSD,SOLUSD')
  expect(Object.keys(old.result)).toEqual(['XXBTZUSD', 'SOLUSD'])
  expect(old.result['XXBTZUSD']).toMatchObject({
    wsname: 'XBT/USD',
    pair_decimals: 1,
    lot_decimals: 8,
    status: 'online',
  })

  const modern = await getJson<Answer>(exchange, '/0/public/AssetPairs?assetVersion=1&pair=XXBTZUSD')
  expect(modern.result['BTC/USD']).toMatchObject({ wsname: 'BTC/USD', base: 'BTC', quote: 'USD' })
})

test('tells errors with status 200', async () => {
  const exchange = await kraken()

  const response = await fetch(`${exchange.restUrl}/0/public/Ticker?pair=NOPE`)

  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ error: ['EQuery:Unknown asset pair'] })
  expect(await getJson(exchange, '/0/public/Nope')).toEqual({ error: ['EGeneral:Unknown method'] })
})

test('pages trades by time, with `last` as the place to go on', async () => {
  const exchange = await kraken()
  exchange.truth('BTC/USD')

  type Page = { result: { XXBTZUSD: (string | number)[][]; last: string } }
  const first = await getJson<Page>(exchange, '/0/public/Trades?pair=XBTUSD&since=1000000000000000000&count=60')
  const second = await getJson<Page>(exchange, `/0/public/Trades?pair=XBTUSD&since=${first.result.last}&count=60`)

  const ids = [...first.result.XXBTZUSD, ...second.result.XXBTZUSD].map((row) => Number(row[6]))
  expect(ids).toHaveLength(120)
  expect(ids.every((id, index) => index === 0 || id === (ids[index - 1] ?? 0) + 1)).toBe(true)
})

test('has the trades of the feed', async () => {
  const exchange = await kraken()
  exchange.truth('BTC/USD')
  exchange.step(30)

  const { trades } = exchange.truth('BTC/USD')
  const { result } = await getJson<{ result: { XXBTZUSD: (string | number)[][] } }>(
    exchange,
    `/0/public/Trades?pair=XBTUSD&count=${trades.length}`,
  )

  const rows = result.XXBTZUSD.map(([price, amount, , side, , , id]) => ({
    id: String(id),
    price: Number(price),
    amount: Number(amount),
    side: side === 'b' ? 'buy' : 'sell',
  }))
  expect(rows).toEqual(trades)
})

test('gives candles, depth, ticker, time and status', async () => {
  const exchange = await kraken()

  const candles = await getJson<{ result: { XXBTZUSD: Json[]; last: number } }>(
    exchange,
    '/0/public/OHLC?pair=XBTUSD&interval=60',
  )
  expect(candles.result.XXBTZUSD.length).toBe(720)
  expect(candles.result.XXBTZUSD[0]).toHaveLength(8)
  expect(await getJson(exchange, '/0/public/OHLC?pair=XBTUSD&interval=7')).toEqual({
    error: ['EGeneral:Invalid arguments'],
  })

  const depth = await getJson<{ result: { XXBTZUSD: { asks: Json[] } } }>(
    exchange,
    '/0/public/Depth?pair=XBTUSD&count=3',
  )
  expect(depth.result.XXBTZUSD.asks).toHaveLength(3)
  expect(await getJson(exchange, '/0/public/Ticker?pair=XBTUSD')).toMatchObject({
    result: { XXBTZUSD: { t: [expect.any(Number), expect.any(Number)] } },
  })
  expect(await getJson(exchange, '/0/public/Time')).toEqual({
    error: [],
    result: { unixtime: 1_750_000_000, rfc1123: 'Sun, 15 Jun 25 15:06:40 +0000' },
  })
  expect(await getJson(exchange, '/0/public/SystemStatus')).toMatchObject({ result: { status: 'online' } })
  expect(await getJson(exchange, '/0/public/Assets?assetVersion=1')).toMatchObject({
    result: { BTC: { altname: 'XBT' } },
  })
})
