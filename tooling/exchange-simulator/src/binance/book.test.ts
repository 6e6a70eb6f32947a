import { ManualClock } from '@md/types/testing'
import { afterEach, expect, test } from 'vitest'
import { Bench, getJson } from '../../test/client.ts'

const bench = new Bench()
afterEach(bench.clear)

type Row = readonly [price: string, quantity: string]
interface Update {
  readonly U: number
  readonly u: number
  readonly b: readonly Row[]
  readonly a: readonly Row[]
}
interface Snapshot {
  readonly lastUpdateId: number
  readonly bids: readonly Row[]
  readonly asks: readonly Row[]
}

const updatesOf = (frames: readonly string[]) =>
  frames.filter((frame) => frame.includes('depthUpdate')).map((frame) => (JSON.parse(frame) as { data: Update }).data)

const set = (side: Map<string, number>, rows: readonly Row[]): void => {
  for (const [price, quantity] of rows) {
    if (Number(quantity) === 0) side.delete(price)
    else side.set(price, Number(quantity))
  }
}

const sorted = (side: ReadonlyMap<string, number>, order: 1 | -1) =>
  Array.from(side, ([price, amount]) => [Number(price), amount]).sort(([one = 0], [other = 0]) => order * (one - other))

test('keeps a chain of updates that splices on its REST snapshot and ends in the true book', async () => {
  const exchange = await bench.exchange({ exchange: 'binance', clock: new ManualClock() })
  const client = await bench.client(exchange, `${exchange.url}?streams=btcusdt@depth@100ms`)
  await client.settled()
  exchange.step(50)
  const snapshot = await getJson<Snapshot>(exchange, '/api/v3/depth?symbol=BTCUSDT&limit=5000')
  exchange.step(50)
  await client.settled()

  const updates = updatesOf(client.frames)
  for (const [index, { U }] of updates.entries()) if (index > 0) expect(U).toBe((updates[index - 1]?.u ?? 0) + 1)
  const fresh = updates.filter(({ u }) => u > snapshot.lastUpdateId)
  expect(fresh[0]?.U).toBeLessThanOrEqual(snapshot.lastUpdateId + 1)
  expect(fresh[0]?.u).toBeGreaterThanOrEqual(snapshot.lastUpdateId + 1)

  const bids = new Map<string, number>()
  const asks = new Map<string, number>()
  set(bids, snapshot.bids)
  set(asks, snapshot.asks)
  for (const { a, b } of fresh) {
    set(bids, b)
    set(asks, a)
  }
  const truth = exchange.truth('BTC/USDT')
  expect(sorted(bids, -1)).toEqual(truth.bids)
  expect(sorted(asks, 1)).toEqual(truth.asks)
})

test('gathers the updates between two frames of a slow stream into one, when it runs by itself', async () => {
  const clock = new ManualClock()
  const exchange = await bench.exchange({ exchange: 'binance', clock, rate: 10 })
  const client = await bench.client(exchange, `${exchange.url}?streams=btcusdt@depth/btcusdt@depth@100ms`)
  await client.settled()

  clock.advance(5000)
  await client.settled()

  const of = (stream: string) => client.frames.filter((frame) => frame.startsWith(`{"stream":"${stream}"`))
  expect(of('btcusdt@depth@100ms').length).toBeGreaterThan(40)
  expect(of('btcusdt@depth').length).toBeGreaterThanOrEqual(4)
  expect(of('btcusdt@depth').length).toBeLessThanOrEqual(6)
  const slow = updatesOf(of('btcusdt@depth'))
  for (const [index, { U }] of slow.entries()) if (index > 0) expect(U).toBe((slow[index - 1]?.u ?? 0) + 1)
})

test('loses updates to a gap so that the chain shows it', async () => {
  const exchange = await bench.exchange({ exchange: 'binance', clock: new ManualClock() })
  const client = await bench.client(exchange, `${exchange.url}?streams=btcusdt@depth@100ms`)
  await client.settled()
  exchange.step()
  exchange.inject({ kind: 'gap', count: 2, symbol: 'BTC/USDT', channel: 'orderbook' })
  exchange.step(3)
  await client.settled()

  const [before, after] = updatesOf(client.frames)
  expect(after?.U).toBeGreaterThan((before?.u ?? 0) + 1)
})
