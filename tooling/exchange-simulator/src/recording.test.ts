import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ManualClock } from '@md/types/testing'
import { afterAll, afterEach, expect, test } from 'vitest'
import { Bench, getJson } from '../test/client.ts'

const bench = new Bench()
const folder = mkdtempSync(join(tmpdir(), 'recording-'))
afterEach(bench.clear)
afterAll(() => rmSync(folder, { recursive: true }))

const trade = (id: number): string =>
  `{"stream":"nknbtc@trade","data":{"e":"trade","E":1,"s":"NKNBTC","t":${id},"p":"0.00000350","q":"4.00000000","T":1,"m":true,"M":true}}`

function recorded(name: string, frames: readonly string[], times?: readonly number[]): string {
  const path = join(folder, `${name}.ndjson`)
  writeFileSync(path, `${frames.join('\n')}\n`)
  if (times) writeFileSync(join(folder, `${name}.times`), `${times.join('\n')}\n`)
  return path
}

const subscribe = { method: 'SUBSCRIBE', params: ['nknbtc@trade', 'btcusdt@trade'], id: 1 }

test('plays the recorded frames by hand to every subscriber from the beginning, without the recorded acknowledgements', async () => {
  const recording = recorded('plain', ['{"result":null,"id":99}', trade(1), trade(2), trade(3)])
  const exchange = await bench.exchange({ exchange: 'binance', recording })
  const early = (await bench.client(exchange)).send(subscribe)
  expect(await early.next()).toBe('{"result":null,"id":1}')
  exchange.step(2)
  const late = (await bench.client(exchange)).send(subscribe)
  await late.next()
  exchange.step(2)
  await early.settled()
  await late.settled()

  expect(early.frames.slice(1)).toEqual([trade(1), trade(2), trade(3)])
  expect(late.frames.slice(1)).toEqual([trade(1), trade(2)])
})

test('keeps the recorded pace where times were recorded', async () => {
  const clock = new ManualClock()
  const recording = recorded(
    'timed',
    [trade(1), trade(2), trade(3)],
    [1_618_677_816.5, 1_618_677_817, 1_618_677_820.25],
  )
  const exchange = await bench.exchange({ exchange: 'binance', recording, clock, rate: 10 })
  const client = (await bench.client(exchange)).send(subscribe)
  await client.settled()
  const heard = async (ms: number) => {
    clock.advance(ms)
    await client.settled()
    return client.frames.length - 1
  }

  expect(await heard(100)).toBe(1)
  expect(await heard(450)).toBe(2)
  expect(await heard(2000)).toBe(2)
  expect(await heard(1300)).toBe(3)
})

test('plays at the given rate where none were', async () => {
  const clock = new ManualClock()
  const recording = recorded(
    'untimed',
    Array.from({ length: 50 }, (_, id) => trade(id)),
  )
  const exchange = await bench.exchange({ exchange: 'binance', recording, clock, rate: 20 })
  const client = (await bench.client(exchange)).send(subscribe)
  await client.settled()

  clock.advance(1000)
  await client.settled()

  expect(client.frames.length - 1).toBeGreaterThanOrEqual(19)
  expect(client.frames.length - 1).toBeLessThanOrEqual(21)
})

test('lists the recorded symbols, and answers REST with what was recorded beside the frames', async () => {
  const recording = recorded('withrest', [trade(1)])
  writeFileSync(join(folder, 'withrest.rest.ndjson'), '{"lastUpdateId":7,"bids":[],"asks":[]}\n')
  writeFileSync(
    join(folder, 'withrest.rest.meta.ndjson'),
    '{"url":"https://api.binance.com/api/v3/depth?symbol=NKNBTC&limit=1000","t":"1"}\n',
  )
  const exchange = await bench.exchange({ exchange: 'binance', recording })

  expect(await getJson(exchange, '/api/v3/depth?symbol=NKNBTC&limit=100')).toEqual({
    lastUpdateId: 7,
    bids: [],
    asks: [],
  })
  expect(await getJson(exchange, '/api/v3/exchangeInfo?symbol=NKNBTC')).toMatchObject({
    symbols: [{ baseAsset: 'NKN', quoteAsset: 'BTC' }],
  })
})

test('lets faults happen to recorded frames', async () => {
  const recording = recorded('faulty', [trade(1), trade(2), trade(3)])
  const exchange = await bench.exchange({ exchange: 'binance', recording })
  const client = (await bench.client(exchange)).send(subscribe)
  await client.settled()

  exchange.inject({ kind: 'gap', symbol: 'NKN/BTC', channel: 'trades' })
  exchange.step(3)
  await client.settled()

  expect(client.frames.slice(1)).toEqual([trade(2), trade(3)])
})
