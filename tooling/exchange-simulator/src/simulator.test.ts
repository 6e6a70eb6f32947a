import { ManualClock } from '@md/types/testing'
import { afterEach, expect, test } from 'vitest'
import { Bench, getJson } from '../test/client.ts'
import { type SimulatedVenue, startExchange } from './index.ts'

const bench = new Bench()
afterEach(bench.clear)

const REQUESTS: Readonly<Record<SimulatedVenue, readonly unknown[]>> = {
  binance: [
    {
      method: 'SUBSCRIBE',
      params: ['btcusdt@trade', 'btcusdt@depth@100ms', 'btcusdt@ticker', 'btcusdt@kline_1m', 'ethusdt@bookTicker'],
      id: 1,
    },
  ],
  coinbase: [
    {
      type: 'subscribe',
      product_ids: ['BTC-USD', 'ETH-USD'],
      channels: ['level2_batch', 'matches', 'ticker', 'heartbeat'],
    },
  ],
  kraken: ['book', 'trade', 'ticker', 'ohlc'].map((channel) => ({
    method: 'subscribe',
    params: { channel, symbol: ['BTC/USD', 'ETH/USD'] },
  })),
}

async function play(exchange: SimulatedVenue, seed: number): Promise<readonly string[]> {
  const running = await bench.exchange({ exchange, seed, clock: new ManualClock() })
  const client = (await bench.client(running)).send(...REQUESTS[exchange])
  await client.settled()
  running.step(100)
  await client.settled()
  return client.frames
}

test.each(['binance', 'coinbase', 'kraken'] as const)(
  '%s: the same seed and the same calls give the same frames',
  async (exchange) => {
    const frames = await play(exchange, 7)

    expect(frames.length).toBeGreaterThan(200)
    expect(await play(exchange, 7)).toEqual(frames)
    expect(await play(exchange, 8)).not.toEqual(frames)
  },
)

test('notes what clients sent, and counts handshakes and open sockets', async () => {
  const exchange = await bench.exchange({ exchange: 'kraken', clock: new ManualClock() })
  const client = (await bench.client(exchange)).send('{"method":"ping"}')
  await client.settled()

  expect(exchange.received).toEqual([{ connection: 1, at: 1_750_000_000_000, text: '{"method":"ping"}' }])
  expect([exchange.accepted, exchange.connections]).toEqual([1, 1])
})

test('moves a market on while its client is away, so that what was missed is missed', async () => {
  const exchange = await bench.exchange({ exchange: 'coinbase', clock: new ManualClock() })
  const before = exchange.truth('BTC/USD').lastTradeId
  exchange.step(50)

  const missed = exchange.truth('BTC/USD').trades
  expect(missed.length).toBeGreaterThan(10)
  expect(missed[0]?.id).toBe(String(Number(before) + 1))
})

test('moves by itself at its rate, every symbol in turn', async () => {
  const clock = new ManualClock()
  const exchange = await bench.exchange({ exchange: 'kraken', clock, rate: 20 })
  const client = (await bench.client(exchange)).send({
    method: 'subscribe',
    params: { channel: 'ticker', symbol: ['BTC/USD', 'ETH/USD'], event_trigger: 'bbo' },
  })
  await client.settled()
  const before = exchange.truth('ETH/USD').bids

  clock.advance(1000)
  await client.settled()

  const updates = client.frames.filter((frame) => frame.includes('"type":"update","data":[{"symbol":"BTC/USD"'))
  expect(updates.length).toBeGreaterThan(12)
  expect(updates.length).toBeLessThanOrEqual(21)
  expect(exchange.truth('ETH/USD').bids).not.toEqual(before)
})

test('lists a thousand symbols and trades those that are asked for', async () => {
  const symbols = Array.from({ length: 1000 }, (_, index) => `C${index}/USDT`)
  const exchange = await bench.exchange({ exchange: 'binance', symbols, clock: new ManualClock() })
  const { symbols: listed } = await getJson<{ symbols: unknown[] }>(exchange, '/api/v3/exchangeInfo')
  const client = (await bench.client(exchange)).send({ method: 'SUBSCRIBE', params: ['c999usdt@depth@100ms'], id: 1 })
  await client.settled()

  exchange.step()

  expect(listed).toHaveLength(1000)
  expect(await client.next('depthUpdate')).toContain('"s":"C999USDT"')
})

test('refuses an exchange, a rate or a symbol it cannot use, and says what it can', async () => {
  await expect(startExchange({ exchange: 'bybit' as SimulatedVenue })).rejects.toThrow(
    '"bybit" is not simulated; these are: binance, coinbase, kraken',
  )
  await expect(startExchange({ exchange: 'kraken', rate: -1 })).rejects.toThrow('"-1" is no rate')
  await expect(startExchange({ exchange: 'kraken', symbols: ['BTCUSD'] })).rejects.toThrow('"BTCUSD" is not a symbol')
  const exchange = await bench.exchange({ exchange: 'kraken' })
  expect(() => exchange.truth('NO/PE')).toThrow('"NO/PE" is not listed; these are: BTC/USD')
})

test('cuts a reader that leaves too much unread', async () => {
  const exchange = await bench.exchange({
    exchange: 'coinbase',
    clock: new ManualClock(),
    limits: { unreadBytes: 100_000 },
  })
  const client = (await bench.client(exchange)).send({
    type: 'subscribe',
    product_ids: ['BTC-USD'],
    channels: ['level2_batch'],
  })
  await client.settled()
  client.socket.pause()

  for (let rounds = 0; rounds < 2000 && exchange.connections > 0; rounds++) {
    exchange.step(50)
    await new Promise((resolve) => setImmediate(resolve))
  }

  expect(exchange.connections).toBe(0)
})

test('leaves no timer and no socket behind', async () => {
  const clock = new ManualClock()
  const exchange = await startExchange({ exchange: 'binance', clock })
  const client = bench.dial(exchange.url)
  await client.opened()

  await exchange.close()
  await client.closed

  expect(clock.pending).toBe(0)
  await expect(fetch(exchange.restUrl)).rejects.toThrow()
})
