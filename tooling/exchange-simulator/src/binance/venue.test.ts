import { ManualClock } from '@md/types/testing'
import { afterEach, expect, test } from 'vitest'
import { Bench } from '../../test/client.ts'

const bench = new Bench()
afterEach(bench.clear)

async function connected(path = '/stream', limits = {}) {
  const clock = new ManualClock()
  const exchange = await bench.exchange({ exchange: 'binance', clock, limits })
  return { exchange, clock, client: await bench.client(exchange, exchange.url.replace('/stream', path)) }
}

test('acknowledges with the id it was given, whatever kind of id that is', async () => {
  const { client } = await connected()

  client.send(
    { method: 'SUBSCRIBE', params: ['btcusdt@trade', 'btcusdt@depth'], id: 1 },
    { method: 'UNSUBSCRIBE', params: ['btcusdt@depth'], id: 'abc-2' },
    { method: 'LIST_SUBSCRIPTIONS', id: null },
  )

  expect(await client.next()).toBe('{"result":null,"id":1}')
  expect(await client.next()).toBe('{"result":null,"id":"abc-2"}')
  expect(await client.next()).toBe('{"result":["btcusdt@trade"],"id":null}')
})

test('acknowledges a stream that does not exist, and never says a word of it', async () => {
  const { client, exchange } = await connected()

  client.send({ method: 'SUBSCRIBE', params: ['nope@trade', 'BTCUSDT@trade', 'btcusdt@nope'], id: 1 })
  expect(await client.next()).toBe('{"result":null,"id":1}')
  exchange.truth('BTC/USDT')
  exchange.step(20)
  await client.settled()

  expect(client.frames).toHaveLength(1)
})

test.each([
  ['no JSON', '{"method"', '{"code":3,"msg":"Invalid JSON: '],
  [
    'an unknown method',
    { method: 'HELLO', id: 4 },
    '{"code":2,"msg":"Invalid request: unknown variant `HELLO`, expected one of `SUBSCRIBE`',
  ],
  ['no method', { id: 4 }, '{"code":2,"msg":"Invalid request: missing field `method`'],
  [
    'no streams',
    { method: 'SUBSCRIBE', params: [], id: 4 },
    '{"code":2,"msg":"Invalid request: expected at least one stream","id":4}',
  ],
  [
    'an id it cannot read',
    { method: 'SUBSCRIBE', params: ['a@trade'], id: {} },
    '{"code":2,"msg":"Invalid request: request ID must be',
  ],
  [
    'an unknown property',
    { method: 'SET_PROPERTY', params: ['nope', true], id: 4 },
    '{"code":0,"msg":"Unknown property","id":4}',
  ],
  [
    'a value of the wrong type',
    { method: 'SET_PROPERTY', params: ['combined', 1], id: 4 },
    '{"code":1,"msg":"Invalid value type: expected Boolean","id":4}',
  ],
])('refuses %s', async (_, request, answer) => {
  const { client } = await connected()

  client.send(request)

  expect(await client.next()).toContain(answer)
})

test('wraps payloads at /stream, not at /ws, and changes its mind when told', async () => {
  const { client, exchange } = await connected('/ws/btcusdt@bookTicker')
  await client.settled()
  exchange.step()
  expect(await client.next()).toMatch(
    /^{"u":\d+,"s":"BTCUSDT","b":"\d+\.\d{8}","B":"\d+\.\d{8}","a":"\d+\.\d{8}","A":"\d+\.\d{8}"}$/,
  )

  client.send(
    { method: 'SET_PROPERTY', params: ['combined', true], id: 1 },
    { method: 'GET_PROPERTY', params: ['combined'], id: 2 },
  )
  expect(await client.next('"id":2')).toBe('{"result":true,"id":2}')
  exchange.step()
  expect(await client.next()).toMatch(/^{"stream":"btcusdt@bookTicker","data":{"u":/)
})

test('takes the streams of a combined URL', async () => {
  const { client, exchange } = await connected('/stream?streams=btcusdt@kline_1m/ethusdt@miniTicker')
  await client.settled()

  exchange.step()

  expect(await client.next('kline')).toMatch(
    /^{"stream":"btcusdt@kline_1m","data":{"e":"kline",.*"x":false.*"B":"0"}}}$/,
  )
  expect(await client.next()).toMatch(
    /^{"stream":"ethusdt@miniTicker","data":{"e":"24hrMiniTicker","E":1750000000000,"s":"ETHUSDT","c":"/,
  )
})

test('tells a finished candle once with x true, and one for every minute even without trades', async () => {
  const { client, clock, exchange } = await connected('/ws/btcusdt@kline_1m', {
    pingIntervalMs: Number.POSITIVE_INFINITY,
  })
  await client.settled()
  exchange.step()
  clock.advance(120_000)
  exchange.step()
  await client.settled()

  const candles = client.frames.map(
    (frame) => (JSON.parse(frame) as { k: { t: number; x: boolean; n: number; f: number } }).k,
  )
  expect(candles.map(({ x }) => x)).toEqual([false, true, true, false])
  expect(candles.map(({ t }) => t - (candles[0]?.t ?? 0))).toEqual([0, 0, 60_000, 120_000])
  expect(candles[2]).toMatchObject({ n: 0, f: -1 })
})

test('sends partial books without symbol and without time', async () => {
  const { client, exchange } = await connected('/ws/btcusdt@depth5@100ms')
  await client.settled()

  exchange.step()

  const book = (await client.nextJson()) as { lastUpdateId: number; bids: string[][] }
  expect(Object.keys(book)).toEqual(['lastUpdateId', 'bids', 'asks'])
  expect(book.bids).toHaveLength(5)
})

test('sends all tickers that changed in one array', async () => {
  const { client, exchange } = await connected('/ws/!miniTicker@arr')
  exchange.truth('BTC/USDT')
  exchange.truth('ETH/USDT')
  await client.settled()

  exchange.step()

  const rows = JSON.parse(await client.next()) as { s: string }[]
  expect(rows.map(({ s }) => s)).toEqual(['BTCUSDT', 'ETHUSDT'])
})

test('closes a connection that sends six messages within a second', async () => {
  const { client, exchange } = await connected()

  for (let id = 1; id <= 6; id++) client.send({ method: 'LIST_SUBSCRIPTIONS', id })

  expect(await client.closed).toEqual({ code: 1008, reason: 'Too many requests' })
  expect(exchange.violations).toEqual(['more than 5 messages within one second'])
})

test('counts pings and pongs as messages, and forgets them after a second', async () => {
  const { client, clock } = await connected()
  for (let count = 0; count < 5; count++) client.socket.pong()
  await new Promise((resolve) => client.socket.pong('', undefined, resolve as () => void))
  expect(await client.closed).toMatchObject({ code: 1008 })

  const { client: patient, clock: time } = await connected()
  for (let round = 0; round < 3; round++) {
    for (let count = 0; count < 4; count++) patient.socket.pong()
    await patient.settled()
    time.advance(1000)
  }
  expect(patient.socket.readyState).toBe(patient.socket.OPEN)
  expect(clock.pending).toBeGreaterThan(0)
})

test('pings every 20 seconds and cuts who does not answer for a minute', async () => {
  const clock = new ManualClock()
  const exchange = await bench.exchange({ exchange: 'binance', clock })
  const mute = await bench.dial(exchange.url, { autoPong: false }).opened()

  for (let seconds = 0; seconds < 80; seconds += 20) clock.advance(20_000)

  expect(await mute.closed).toEqual({ code: 1008, reason: 'Pong timeout' })
  expect(mute.pings).toHaveLength(3)
})

test('takes only a pong that repeats the ping for an answer', async () => {
  const clock = new ManualClock()
  const exchange = await bench.exchange({ exchange: 'binance', clock })
  const wrong = await bench.dial(exchange.url, { autoPong: false }).opened()
  const right = await bench.client(exchange)

  for (let seconds = 0; seconds < 80; seconds += 20) {
    clock.advance(20_000)
    await right.settled()
    wrong.socket.pong('unasked')
    await wrong.settled()
  }

  expect(await wrong.closed).toMatchObject({ code: 1008 })
  expect(right.socket.readyState).toBe(right.socket.OPEN)
})

test('cuts every connection after 24 hours', async () => {
  const { client, clock } = await connected('/stream', { pingIntervalMs: Number.POSITIVE_INFINITY })

  clock.advance(24 * 60 * 60 * 1000)

  expect((await client.closed).code).toBe(1000)
})

test('refuses the stream beyond 1024', async () => {
  const { client, exchange } = await connected()
  const streams = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, index) => `${prefix}${index}@trade`)

  client.send(
    { method: 'SUBSCRIBE', params: streams(1024, 'a'), id: 1 },
    { method: 'SUBSCRIBE', params: streams(1, 'b'), id: 2 },
  )

  expect(await client.next('"id":1')).toContain('null')
  expect(await client.next('"id":2')).toContain('"code":2')
  expect(exchange.violations).toEqual(['more than 1024 streams on one connection'])
})

test('says goodbye with serverShutdown, wrapped where payloads are', async () => {
  const { client, clock, exchange } = await connected()
  const raw = await bench.client(exchange, exchange.url.replace('/stream', '/ws'))

  exchange.inject({ kind: 'shutdown-notice', leadMs: 3000 })

  expect(await client.next()).toBe('{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1750000000000}}')
  expect(await raw.next()).toBe('{"e":"serverShutdown","E":1750000000000}')
  clock.advance(3000)
  expect((await client.closed).code).toBe(1000)
})
