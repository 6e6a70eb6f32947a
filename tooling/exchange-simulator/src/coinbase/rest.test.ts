import { request } from 'node:http'
import { ManualClock } from '@md/types/testing'
import { afterEach, expect, test } from 'vitest'
import { Bench, getJson } from '../../test/client.ts'

const bench = new Bench()
afterEach(bench.clear)

async function coinbase() {
  const clock = new ManualClock()
  return { clock, exchange: await bench.exchange({ exchange: 'coinbase', clock }) }
}

interface Row {
  readonly trade_id: number
  readonly side: string
}

test('pages trades backwards with after, newest first, and names the ends in headers', async () => {
  const { exchange } = await coinbase()
  const page = async (query: string) => {
    const response = await fetch(`${exchange.restUrl}/products/BTC-USD/trades?${query}`)
    return { rows: (await response.json()) as Row[], headers: response.headers }
  }

  const first = await page('limit=5')
  const ids = first.rows.map(({ trade_id }) => trade_id)
  expect(ids).toEqual([...ids].sort((one, other) => other - one))
  expect(first.headers.get('CB-BEFORE')).toBe(String(ids[0]))
  expect(first.headers.get('CB-AFTER')).toBe(String(ids[4]))

  const second = await page(`limit=5&after=${ids[4]}`)
  expect(second.rows[0]?.trade_id).toBe((ids[4] ?? 0) - 1)

  const newer = await page(`before=${ids[4]}`)
  expect(newer.rows.map(({ trade_id }) => trade_id)).toEqual(ids.slice(0, 4))
})

test('gives candles as [time, low, high, open, close, volume], newest first and at most 300', async () => {
  const { clock, exchange } = await coinbase()

  const rows = await getJson<number[][]>(exchange, '/products/BTC-USD/candles?granularity=300')
  expect(rows).toHaveLength(300)
  const [time = 0, low = 0, high = 0, open = 0, close = 0] = rows[0] ?? []
  expect(time).toBe(Math.floor(clock.now() / 300_000) * 300)
  expect(low).toBeLessThanOrEqual(Math.min(open, close))
  expect(high).toBeGreaterThanOrEqual(Math.max(open, close))
  expect((rows[0]?.[0] ?? 0) - (rows[1]?.[0] ?? 0)).toBe(300)

  const range = await getJson<number[][]>(
    exchange,
    '/products/BTC-USD/candles?granularity=60&start=2025-06-15T14:00:00Z&end=2025-06-15T14:04:00Z',
  )
  expect(range).toHaveLength(5)
})

test.each([
  ['/products/BTC-USD/candles?granularity=61', 400],
  ['/products/BTC-USD/candles?granularity=60&start=2025-01-01T00:00:00Z', 400],
  ['/products/BTC-USD/candles?granularity=60&start=yesterday', 400],
  ['/products/NOPE-USD', 404],
  ['/products/BTC-USD/nope', 404],
  ['/products/BTC-USD/trades?limit=x', 400],
  ['/products/BTC-USD/book?level=3', 401],
])('refuses %s', async (path, status) => {
  const { exchange } = await coinbase()

  const response = await fetch(exchange.restUrl + path)

  expect(response.status).toBe(status)
  expect(await response.json()).toEqual({ message: expect.any(String) })
})

test('gives products, books, tickers and the time', async () => {
  const { exchange } = await coinbase()

  expect(await getJson(exchange, '/products/BTC-USD')).toMatchObject({ base_currency: 'BTC', quote_increment: '0.01' })
  expect(await getJson<unknown[]>(exchange, '/products')).toHaveLength(10)
  expect(await getJson<{ bids: unknown[] }>(exchange, '/products/BTC-USD/book')).toMatchObject({ bids: { length: 1 } })
  const book = await getJson<{ bids: [string, string, number][] }>(exchange, '/products/BTC-USD/book?level=2')
  expect(book.bids.map(([price, size]) => [Number(price), Number(size)])).toEqual(exchange.truth('BTC/USD').bids)
  expect(await getJson(exchange, '/products/BTC-USD/ticker')).toMatchObject({
    trade_id: Number(exchange.truth('BTC/USD').lastTradeId),
  })
  expect(await getJson(exchange, '/time')).toEqual({ iso: '2025-06-15T15:06:40.000Z', epoch: 1_750_000_000 })
})

test('refuses the sixteenth request within a second', async () => {
  const { clock, exchange } = await coinbase()
  for (let count = 0; count < 15; count++) await getJson(exchange, '/time')

  expect((await fetch(`${exchange.restUrl}/time`)).status).toBe(429)
  clock.advance(1000)
  expect((await fetch(`${exchange.restUrl}/time`)).status).toBe(200)
})

test('refuses a request without a user agent', async () => {
  const { exchange } = await coinbase()

  const status = await new Promise((resolve) => {
    request(`${exchange.restUrl}/time`, (response) => resolve(response.resume().statusCode)).end()
  })

  expect(status).toBe(400)
})
