import { ManualClock } from '@md/types/testing'
import { afterEach, expect, test } from 'vitest'
import { Bench, type Json } from '../../test/client.ts'

const bench = new Bench()
afterEach(bench.clear)

const subscribe = (channel: string, symbol: readonly string[] | undefined, rest: Json = {}, id = 1): Json => ({
  method: 'subscribe',
  params: { channel, symbol, ...rest },
  req_id: id,
})

async function connected(limits = {}, clock = new ManualClock()) {
  const exchange = await bench.exchange({ exchange: 'kraken', clock, limits })
  return { exchange, clock, client: await bench.client(exchange) }
}

test('greets with its status and a connection id that no double can hold', async () => {
  const { client } = await connected()

  const frame = await client.next('"status"')

  const id = BigInt(/"connection_id":(\d+)/.exec(frame)?.[1] ?? 0)
  expect(id).toBeGreaterThan(2n ** 53n)
  expect(frame).toMatch(
    /^{"channel":"status","type":"update","data":\[{"version":"2\.0\.10","system":"online","api_version":"v2",/,
  )
})

test('acknowledges every symbol on its own and refuses the one that is not listed', async () => {
  const { client } = await connected()

  client.send(subscribe('trade', ['BTC/USD', 'XBT/USDT', 'ETH/USD'], {}, 7))

  const times = '"time_in":"2025-06-15T15:06:40.000000Z","time_out":"2025-06-15T15:06:40.000000Z","req_id":7}'
  expect(await client.next('method')).toBe(
    `{"method":"subscribe","result":{"channel":"trade","snapshot":false,"symbol":"BTC/USD"},"success":true,${times}`,
  )
  expect(await client.next('method')).toBe(
    `{"error":"Currency pair not supported XBT/USDT","method":"subscribe","success":false,"symbol":"XBT/USDT",${times}`,
  )
  expect(await client.next('method')).toContain('"symbol":"ETH/USD"},"success":true')
})

test.each([
  ['a depth it does not have', subscribe('book', ['BTC/USD'], { depth: 20 }), 'Subscription depth not supported'],
  [
    'an interval it does not have',
    subscribe('ohlc', ['BTC/USD'], { interval: 2 }),
    'Subscription ohlc interval not supported',
  ],
  ['a channel it does not have', subscribe('books', ['BTC/USD']), 'Unsupported channel books'],
  [
    'a symbol that is no list',
    { method: 'subscribe', params: { channel: 'book', symbol: 'BTC/USD' } },
    'Symbol field must be an array',
  ],
  ['a symbol without a slash', subscribe('book', ['BTCUSD']), 'Currency pair not in ISO 4217-A3 format BTCUSD'],
  ['a method it does not have', { method: 'hello' }, 'Unsupported method'],
  ['what is no JSON', '{"method"', 'Malformed request'],
])('refuses %s', async (_, request, words) => {
  const { client } = await connected()

  client.send(request)

  expect(await client.nextJson('"error"')).toMatchObject({ error: words, success: false })
})

test('refuses a second depth of a book it already sends, and an unsubscribe that names another depth', async () => {
  const { client } = await connected()

  client.send(subscribe('book', ['BTC/USD'], { depth: 10 }), subscribe('book', ['BTC/USD'], { depth: 25 }, 2))
  expect(await client.next('"req_id":2')).toContain('"error":"Already subscribed"')

  const unsubscribe = (depth: number, id: number): Json => ({
    method: 'unsubscribe',
    params: { channel: 'book', symbol: ['BTC/USD'], depth },
    req_id: id,
  })
  client.send(unsubscribe(25, 3), unsubscribe(10, 4))
  expect(await client.next('"req_id":3')).toContain('"success":false')
  expect(await client.next('"req_id":4')).toContain('"method":"unsubscribe","result":{"channel":"book","depth":10,')
})

test('writes every number with all decimals of the pair', async () => {
  const { client, exchange } = await connected()
  client.send(subscribe('book', ['BTC/USD']), subscribe('trade', ['BTC/USD']), subscribe('ticker', ['BTC/USD']))
  exchange.truth('BTC/USD')
  await client.settled()

  exchange.step(20)
  await client.settled()

  const all = client.frames.join('\n')
  expect(all).toContain('"channel":"trade","type":"update"')
  for (const [, number] of all.matchAll(/"(?:price|bid|ask|last)":([^,}]+)/g)) expect(number).toMatch(/^\d+\.\d$/)
  for (const [, number] of all.matchAll(/"(?:qty|bid_qty|ask_qty)":([^,}]+)/g)) expect(number).toMatch(/^\d+\.\d{8}$/)
})

test('numbers trades without a hole and tells the side of the taker', async () => {
  const { client, exchange } = await connected()
  client.send(subscribe('trade', ['BTC/USD']))
  await client.next('success')
  exchange.step(100)
  await client.settled()

  const trades = client.frames
    .filter((frame) => frame.startsWith('{"channel":"trade","type":"update"'))
    .flatMap((frame) => {
      const { data } = JSON.parse(frame) as { data: { trade_id: number; side: string; price: number; qty: number }[] }
      return data.map(({ price, qty, side, trade_id }) => ({ id: String(trade_id), price, amount: qty, side }))
    })

  expect(trades).toEqual(exchange.truth('BTC/USD').trades)
  expect(trades.length).toBeGreaterThan(30)
})

test('shows the last 50 trades only to who asks for a snapshot', async () => {
  const { client } = await connected()

  client.send(subscribe('trade', ['BTC/USD'], { snapshot: true }))

  const { data } = (await client.nextJson('"snapshot","data"')) as { data: { trade_id: number }[] }
  expect(data).toHaveLength(50)
})

test('tells a ticker that watches trades only of trades, and one that watches quotes of quotes', async () => {
  const { client, exchange } = await connected()
  const quotes = await bench.client(exchange)
  client.send(subscribe('ticker', ['BTC/USD']), subscribe('trade', ['BTC/USD']))
  quotes.send(subscribe('ticker', ['BTC/USD'], { event_trigger: 'bbo' }))
  await client.settled()
  await quotes.settled()

  exchange.step(60)
  await client.settled()
  await quotes.settled()

  const updates = (frames: readonly string[], channel: string) =>
    frames.filter((frame) => frame.startsWith(`{"channel":"${channel}","type":"update"`)).length
  expect(updates(client.frames, 'ticker')).toBe(updates(client.frames, 'trade'))
  expect(updates(quotes.frames, 'ticker')).toBeGreaterThan(updates(client.frames, 'ticker'))
})

test('sends candles oldest first, then the running one after each trade, and warns of its deprecated timestamp', async () => {
  const { client, exchange } = await connected()

  client.send(subscribe('ohlc', ['BTC/USD'], { interval: 5 }))
  expect(await client.next('result')).toContain('"warnings":["timestamp is deprecated, use interval_begin"]')
  const { data } = (await client.nextJson('snapshot')) as { data: { interval_begin: string; timestamp: string }[] }
  expect(data[0]?.interval_begin).toBe('2025-06-15T14:20:00.000000000Z')
  expect(data[0]?.timestamp).toBe('2025-06-15T14:25:00.000000Z')
  expect(data.at(-1)?.interval_begin).toBe('2025-06-15T15:05:00.000000000Z')

  exchange.step(20)
  const update = (await client.nextJson('"ohlc","type":"update"')) as { data: { interval_begin: string }[] }
  expect(update.data).toHaveLength(1)
})

test('lists assets and pairs as an object in the instrument channel', async () => {
  const { client } = await connected()

  client.send(subscribe('instrument', undefined))

  expect(await client.next('result')).toContain('{"channel":"instrument","snapshot":true}')
  const { data } = (await client.nextJson('snapshot')) as { data: { pairs: Json[]; assets: Json[] } }
  expect(data.pairs.find(({ symbol }) => symbol === 'BTC/USD')).toMatchObject({ price_precision: 1, qty_precision: 8 })
  expect(data.assets.map(({ id }) => id)).toContain('BTC')
})

test('answers a ping with its number', async () => {
  const { client } = await connected()

  client.send({ method: 'ping', req_id: 42 })

  expect(await client.next('pong')).toMatch(/^{"method":"pong","req_id":42,"time_in":/)
})

test('beats once a second, but only when it had nothing else to say and somebody subscribed', async () => {
  const { client, clock, exchange } = await connected()
  clock.advance(2000)
  client.send(subscribe('trade', ['BTC/USD']))
  await client.next('success')
  expect(client.frames.join()).not.toContain('heartbeat')

  clock.advance(2000)
  await client.next('{"channel":"heartbeat"}')
  await client.next('{"channel":"heartbeat"}')

  await client.settled()
  const before = client.frames.length
  clock.advance(500)
  exchange.step(10)
  clock.advance(500)
  await client.settled()
  expect(client.frames.slice(before).join()).not.toContain('heartbeat')
})

test('answers the message beyond its rate with an error, and stays', async () => {
  const { client, exchange } = await connected()

  client.send(...Array.from({ length: 21 }, (_, index) => ({ method: 'ping', req_id: index })))

  expect(await client.next('error')).toContain('"error":"Exceeded msg rate"')
  expect(exchange.violations).toEqual(['more than 20 messages within one second'])
  expect(exchange.connections).toBe(1)
})

test('closes a connection that wants nothing and says nothing for a minute', async () => {
  const { client, clock } = await connected()

  clock.advance(60_000)

  expect(await client.closed).toEqual({ code: 1000, reason: 'idle' })
})

test('is found at /v2 and nowhere else', async () => {
  const { exchange } = await connected()

  expect(exchange.url.endsWith('/v2')).toBe(true)
  expect((await bench.dial(exchange.url.replace('/v2', '')).closed).code).toBe(1006)
})
