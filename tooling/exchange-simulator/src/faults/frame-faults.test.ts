import { ManualClock } from '@md/types/testing'
import { afterEach, expect, test } from 'vitest'
import { Bench } from '../../test/client.ts'
import type { SimulatedVenue } from '../index.ts'

const bench = new Bench()
afterEach(bench.clear)

const TRADES: Readonly<Record<SimulatedVenue, { symbol: string; request: unknown; data: string }>> = {
  binance: {
    symbol: 'BTC/USDT',
    request: { method: 'SUBSCRIBE', params: ['btcusdt@trade'], id: 1 },
    data: '"e":"trade"',
  },
  coinbase: {
    symbol: 'BTC/USD',
    request: { type: 'subscribe', product_ids: ['BTC-USD'], channels: ['matches'] },
    data: '{"type":"match"',
  },
  kraken: {
    symbol: 'BTC/USD',
    request: { method: 'subscribe', params: { channel: 'trade', symbol: ['BTC/USD'] } },
    data: '"trade","type":"update"',
  },
}

async function listening(exchange: SimulatedVenue) {
  const clock = new ManualClock()
  const running = await bench.exchange({ exchange, clock })
  const client = await bench.client(running)
  const { data, request, symbol } = TRADES[exchange]
  client.send(request)
  await client.settled()
  const steps = async (count: number): Promise<readonly string[]> => {
    const before = client.frames.length
    running.step(count)
    await client.settled()
    return client.frames.slice(before)
  }
  const trades = (frames: readonly string[]) => frames.filter((frame) => frame.includes(data))
  return { exchange: running, client, clock, symbol, steps, trades }
}

const VENUES: readonly SimulatedVenue[] = ['binance', 'coinbase', 'kraken']

test.each(VENUES)('%s: loses exactly as many messages as a gap says, while the market goes on', async (venue) => {
  const { exchange, steps, symbol, trades } = await listening(venue)
  const other = await listening(venue)

  exchange.inject({ kind: 'gap', count: 3, symbol })

  const lossy = trades(await steps(40))
  const whole = other.trades(await other.steps(40))
  expect(whole.slice(3)).toEqual(lossy)
  expect(exchange.truth(symbol)).toEqual(other.exchange.truth(symbol))
})

test.each(VENUES)('%s: is silent for a while on one symbol, and then goes on', async (venue) => {
  const { clock, exchange, steps, symbol } = await listening(venue)

  exchange.inject({ kind: 'silence', symbol, durationMs: 3000 })
  expect(await steps(30)).toEqual([])
  clock.advance(3000)
  expect((await steps(30)).length).toBeGreaterThan(0)
})

test.each(VENUES)('%s: sends a frame twice', async (venue) => {
  const { exchange, steps, trades } = await listening(venue)

  exchange.inject({ kind: 'duplicate' })

  const [first, second, third] = trades(await steps(40))
  expect(second).toBe(first)
  expect(third).not.toBe(first)
})

test.each(VENUES)('%s: swaps two frames', async (venue) => {
  const { exchange, steps, trades } = await listening(venue)
  const other = await listening(venue)

  exchange.inject({ kind: 'reorder' })

  const [first, second, ...rest] = trades(await steps(40))
  expect([second, first, ...rest]).toEqual(other.trades(await other.steps(40)))
})

test.each(VENUES)('%s: cuts a frame in half', async (venue) => {
  const { exchange, steps } = await listening(venue)

  exchange.inject({ kind: 'truncated' })

  const [first = ''] = await steps(40)
  expect(() => JSON.parse(first) as unknown).toThrow()
})

test.each([
  ['negative', /"(?:p|price)":"?-\d/],
  ['nan', /"(?:p|price)":"NaN"/],
  ['foreign', /NOBODY/],
] as const)('sends a frame that is %s ahead of the right one, on every venue', async (kind, wrong) => {
  for (const venue of VENUES) {
    const { exchange, steps } = await listening(venue)
    const other = await listening(venue)
    exchange.inject({ kind })

    const [first = '', ...rest] = await steps(40)

    expect(first).toMatch(wrong)
    expect(() => JSON.parse(first) as unknown).not.toThrow()
    expect(rest).toEqual(await other.steps(40))
  }
})

test('leaves the channels and symbols alone that a fault does not name', async () => {
  const { exchange, steps, trades } = await listening('kraken')
  const other = await listening('kraken')

  exchange.inject({ kind: 'gap', symbol: 'ETH/USD', count: 5 })
  exchange.inject({ kind: 'silence', channel: 'orderbook' })

  expect(trades(await steps(20))).toEqual(other.trades(await other.steps(20)))
})

test('kraken: sends one wrong checksum and then right ones', async () => {
  const { client, exchange } = await listening('kraken')
  const { client: honest, exchange: twin } = await listening('kraken')
  for (const one of [client, honest]) {
    one.send({ method: 'subscribe', params: { channel: 'book', symbol: ['BTC/USD'] } })
    await one.settled()
  }

  exchange.inject({ kind: 'checksum' })
  exchange.step(10)
  twin.step(10)
  await client.settled()
  await honest.settled()

  const checksums = (frames: readonly string[]) =>
    frames.map((frame) => /"checksum":(\d+)/.exec(frame)?.[1]).filter((one) => one !== undefined)
  const [wrong, ...rest] = checksums(client.frames).slice(1)
  const [right, ...others] = checksums(honest.frames).slice(1)
  expect(wrong).not.toBe(right)
  expect(rest).toEqual(others)
})

test('coinbase: crosses the book with a bid that nothing takes back', async () => {
  const { client, exchange } = await listening('coinbase')
  client.send({ type: 'subscribe', product_ids: ['BTC-USD'], channels: ['level2_batch'] })
  await client.settled()

  exchange.inject({ kind: 'crossed' })
  exchange.step()

  const { changes } = (await client.nextJson('l2update')) as { changes: [string, string, string][] }
  expect(changes.at(-1)?.[0]).toBe('buy')
  expect(Number(changes.at(-1)?.[1])).toBeGreaterThan(exchange.truth('BTC/USD').asks[0]?.[0] ?? Number.NaN)
})
