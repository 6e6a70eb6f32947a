import { ManualClock } from '@md/types/testing'
import { afterEach, expect, test } from 'vitest'
import { Bench, getJson, type Json } from '../../test/client.ts'

const bench = new Bench()
afterEach(bench.clear)

async function binance() {
  const clock = new ManualClock()
  return { clock, exchange: await bench.exchange({ exchange: 'binance', clock }) }
}

interface Info {
  readonly symbols: readonly {
    symbol: string
    baseAsset: string
    quoteAsset: string
    filters: { filterType: string }[]
  }[]
}

test('lists one symbol, several, or all, with the filters of 2026', async () => {
  const { exchange } = await binance()

  const one = await getJson<Info>(exchange, '/api/v3/exchangeInfo?symbol=BTCUSDT')
  expect(one.symbols[0]).toMatchObject({ symbol: 'BTCUSDT', baseAsset: 'BTC', quoteAsset: 'USDT', status: 'TRADING' })
  const filters = one.symbols[0]?.filters.map(({ filterType }) => filterType)
  expect(filters).toEqual(expect.arrayContaining(['PRICE_FILTER', 'LOT_SIZE', 'NOTIONAL', 'MARKET_LOT_SIZE']))
  expect(filters).not.toContain('MIN_NOTIONAL')

  const two = await getJson<Info>(
    exchange,
    `/api/v3/exchangeInfo?symbols=${encodeURIComponent('["BTCUSDT","ETHBTC"]')}`,
  )
  expect(two.symbols.map(({ symbol }) => symbol)).toEqual(['BTCUSDT', 'ETHBTC'])
  expect((await getJson<Info>(exchange, '/api/v3/exchangeInfo')).symbols.length).toBeGreaterThan(5)
})

test.each([
  ['/api/v3/depth?symbol=NOPE', 400, -1121],
  ['/api/v3/depth', 400, -1102],
  ['/api/v3/depth?symbol=BTCUSDT&limit=x', 400, -1100],
  ['/api/v3/klines?symbol=BTCUSDT&interval=7m', 400, -1120],
  ['/api/v3/klines?symbol=BTCUSDT&interval=1m&startTime=1499040000000.5', 400, -1100],
  ['/api/v3/klines?symbol=BTCUSDT&interval=1m&endTime=1499040000000.5', 400, -1100],
  ['/api/v3/aggTrades?symbol=BTCUSDT&startTime=1499040000000.5', 400, -1100],
  ['/api/v3/aggTrades?symbol=BTCUSDT&endTime=-1', 400, -1100],
  ['/api/v3/aggTrades?symbol=BTCUSDT&fromId=x', 400, -1100],
  ['/api/v1/depth?symbol=BTCUSDT', 404, -1000],
])('refuses %s', async (path, status, code) => {
  const { exchange } = await binance()

  const response = await fetch(exchange.restUrl + path)

  expect(response.status).toBe(status)
  expect(await response.json()).toMatchObject({ code })
})

test('counts weight, says so in a header, and refuses beyond 6000 a minute until the next one', async () => {
  const { clock, exchange } = await binance()
  const snapshot = () => fetch(`${exchange.restUrl}/api/v3/depth?symbol=BTCUSDT&limit=5000`)

  const first = await snapshot()
  expect(first.headers.get('X-MBX-USED-WEIGHT-1M')).toBe('250')
  for (let count = 1; count < 24; count++) await snapshot()
  const refused = await snapshot()

  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0)
  expect(await refused.json()).toMatchObject({ code: -1003 })
  clock.advance(60_000)
  expect((await snapshot()).status).toBe(200)
})

test('serves old trades by id', async () => {
  const { exchange } = await binance()
  exchange.truth('BTC/USDT')
  exchange.step(30)
  const { trades } = exchange.truth('BTC/USDT')

  const rows = await getJson<{ id: number; isBuyerMaker: boolean; price: string }[]>(
    exchange,
    `/api/v3/historicalTrades?symbol=BTCUSDT&fromId=${trades[0]?.id}&limit=1000`,
  )

  expect(rows.map(({ id, isBuyerMaker, price }) => [String(id), isBuyerMaker ? 'sell' : 'buy', Number(price)])).toEqual(
    trades.map(({ id, price, side }) => [id, side, price]),
  )
})

test('gives aggregate trades by id, by time and the latest', async () => {
  const { clock, exchange } = await binance()
  const latest = await getJson<{ a: number; f: number; T: number }[]>(
    exchange,
    '/api/v3/aggTrades?symbol=BTCUSDT&limit=10',
  )
  expect(latest).toHaveLength(10)

  const [first] = latest
  expect(await getJson(exchange, `/api/v3/aggTrades?symbol=BTCUSDT&fromId=${first?.a}&limit=10`)).toEqual(latest)
  expect(
    await getJson(exchange, `/api/v3/aggTrades?symbol=BTCUSDT&startTime=${first?.T}&endTime=${clock.now()}`),
  ).toEqual(latest)
})

test('gives candles that join, cover every interval and agree with each other on volume', async () => {
  const { exchange } = await binance()
  type Row = [number, string, string, string, string, string, number, string, number]
  const klines = (query: string) => getJson<Row[]>(exchange, `/api/v3/klines?symbol=BTCUSDT&${query}`)

  const hours = await klines('interval=1h&limit=3')
  const minutes = await klines(`interval=1m&startTime=${hours[0]?.[0]}&endTime=${hours[0]?.[6]}`)

  expect(minutes).toHaveLength(60)
  const volume = minutes.reduce((sum, row) => sum + Math.round(Number(row[5]) * 1e5), 0)
  expect(volume).toBe(Math.round(Number(hours[0]?.[5]) * 1e5))
  expect(minutes[0]?.[1]).toBe(hours[0]?.[1])
  expect(minutes.at(-1)?.[4]).toBe(hours[0]?.[4])
  expect(hours[1]?.[1]).toBe(hours[0]?.[4])
  for (const interval of ['1s', '3d', '1w', '1M']) expect((await klines(`interval=${interval}&limit=5`)).length).toBe(5)
  expect(new Set((await klines('interval=1M&limit=12')).map(([open]) => open % 86_400_000))).toEqual(new Set([0]))
})

test('gives day tickers, book tickers, prices and the time', async () => {
  const { exchange } = await binance()

  expect(await getJson(exchange, '/api/v3/ticker/24hr?symbol=BTCUSDT')).toMatchObject({
    symbol: 'BTCUSDT',
    count: expect.any(Number),
  })
  expect(await getJson<Json[]>(exchange, '/api/v3/ticker/bookTicker?symbols=["BTCUSDT"]')).toHaveLength(1)
  expect(await getJson(exchange, '/api/v3/ticker/price?symbol=BTCUSDT')).toMatchObject({
    price: expect.stringMatching(/^\d+\.\d{8}$/),
  })
  expect(await getJson(exchange, '/api/v3/time')).toEqual({ serverTime: 1_750_000_000_000 })
  expect(await getJson(exchange, '/api/v3/ping')).toEqual({})
})
