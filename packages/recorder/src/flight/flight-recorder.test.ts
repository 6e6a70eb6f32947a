import { readdirSync, writeFileSync } from 'node:fs'
import type { Fault } from '@md/exchange-simulator'
import type { Gap, IExchangeAdapter } from '@md/types'
import { expect, onTestFinished, test } from 'vitest'
import { heard, typeOf } from '../../test/events.ts'
import { aFolder, anExchange, MAKE, type Simulated, until } from '../../test/kit.ts'
import { openReplay } from '../replay/replay.ts'
import { openRecording } from '../storage/read-recording.ts'
import { FlightRecorder, type FlightRecorderOptions } from './flight-recorder.ts'

const SYMBOL = { binance: 'BTC/USDT', coinbase: 'BTC/USD', kraken: 'BTC/USD' } as const

const FAULTS: Readonly<Record<Simulated, Fault>> = {
  binance: { kind: 'gap', channel: 'orderbook', count: 2 },
  coinbase: { kind: 'crossed' },
  kraken: { kind: 'checksum' },
}

async function flying(exchange: Simulated, options: Partial<FlightRecorderOptions> = {}) {
  const simulator = await anExchange({ exchange, rate: 100 })
  const folder = aFolder()
  const written: string[] = []
  const flight = new FlightRecorder({
    exchange,
    folder,
    aftermath: 1,
    onWritten: (path) => written.push(path),
    ...options,
  })
  const adapter = flight.record(MAKE[exchange], { url: simulator.url, restUrl: simulator.restUrl })
  onTestFinished(() => adapter.disconnect())
  await adapter.connect()
  const symbol = SYMBOL[exchange]
  const live = until(adapter, 'orderbook', ({ status }) => status === 'live')
  await adapter.subscribe({ channel: 'orderbook', symbol })
  await live
  return { simulator, adapter, flight, folder, written, symbol }
}

/** So many book events later. */
async function books(adapter: IExchangeAdapter, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await until(adapter, 'orderbook')
}

/** The faulty moment: what was told live, and the folder that was written for it. */
async function broken({ adapter, simulator, symbol, written }: Awaited<ReturnType<typeof flying>>, fault: Fault) {
  const gap = until(adapter, 'gap')
  simulator.inject({ symbol, ...fault } as Fault)
  const told = await gap
  while (written.length === 0) await until(adapter, 'orderbook')
  return { told, folder: written[0] ?? '' }
}

async function replayed(folder: string, exchange: Simulated) {
  const replay = await openReplay(folder, MAKE[exchange])
  onTestFinished(() => replay.close())
  const events = heard(replay)
  await replay.play()
  const gaps = events.filter((event) => typeOf(event) === 'gap').map((event) => (event as { data: Gap }).data)
  const index = events.findIndex((event) => typeOf(event) === 'gap')
  return { gaps, before: events.slice(0, index) }
}

async function kindsOf(folder: string): Promise<ReadonlySet<string>> {
  const kinds = new Set<string>()
  for await (const entries of openRecording(folder).segments()) for (const { kind } of entries) kinds.add(kind)
  return kinds
}

test.each(['binance', 'coinbase', 'kraken'] as const)(
  '%s: a gap leaves a recording that replays to the same gap',
  async (exchange) => {
    const flight = await flying(exchange)
    await books(flight.adapter, 5)
    const { told, folder } = await broken(flight, FAULTS[exchange])
    const { gaps, before } = await replayed(folder, exchange)

    expect(gaps).toEqual([told])
    expect(before.at(-2)).toMatchObject({ type: 'orderbook', status: 'live' })
    expect(before.at(-1)).toMatchObject({ type: 'orderbook', status: 'syncing' })
    expect(openRecording(folder).manifest.trigger).toBe(`gap-orderbook-${told.cause}`)
  },
)

test.each(['binance', 'coinbase', 'kraken'] as const)(
  '%s: the gap is replayed too when the beginning of the book is long out of memory',
  async (exchange) => {
    const flight = await flying(exchange, { seconds: 0.8 })
    const { receivedAt: began } = await until(flight.adapter, 'orderbook')
    await until(flight.adapter, 'orderbook', ({ receivedAt }) => receivedAt > began + 1_300)
    const { told, folder } = await broken(flight, FAULTS[exchange])
    const { gaps, before } = await replayed(folder, exchange)

    expect(gaps).toEqual([told])
    expect(before.filter((event) => typeOf(event) === 'orderbook').length).toBeGreaterThan(2)
    expect(before.at(-2)).toMatchObject({ type: 'orderbook', status: 'live' })
    expect((await kindsOf(folder)).has('timer')).toBe(false)
    expect(openRecording(folder).manifest.subscriptions).toEqual([{ channel: 'orderbook', symbol: SYMBOL[exchange] }])
  },
)

test('a second fault within the interval is counted and writes nothing', async () => {
  const flight = await flying('kraken')
  await broken(flight, FAULTS.kraken)
  await until(flight.adapter, 'orderbook', ({ status }) => status === 'live')
  const again = until(flight.adapter, 'exchange:error')
  flight.simulator.inject({ kind: 'checksum', symbol: 'BTC/USD' })
  await again

  expect(flight.written).toHaveLength(1)
  expect(flight.flight.counts.written).toBe(1)
  expect(flight.flight.counts.suppressed).toBeGreaterThanOrEqual(2)
})

test('a crash does not wait: what is kept is on the disk when the hook returns', async () => {
  const { flight } = await flying('kraken')
  const folder = flight.crashed()
  const [segment] = readdirSync(folder ?? '').filter((name) => name.endsWith('.ndjson'))

  expect(segment).toBe('000001.ndjson')
  expect((await replayed(folder ?? '', 'kraken')).before.length).toBeGreaterThan(0)
})

test('nothing is lost but the report when the disk refuses it', () => {
  const folder = aFolder()
  writeFileSync(folder, 'a file where the folder should be')
  const failures: unknown[] = []
  const flight = new FlightRecorder({ exchange: 'kraken', folder, onFailure: (error) => failures.push(error) })

  expect(flight.save()).toBeUndefined()
  expect(failures).toHaveLength(1)
  expect(flight.counts.written).toBe(0)
})
