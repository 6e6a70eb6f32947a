import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BacktestResult, EventFeed, VirtualClock } from '@md/bot-engine/backtest'
import { SIMULATED_VENUES, type SimulatedVenue } from '@md/exchange-simulator'
import type { OrderBook } from '@md/types'
import { expect, test } from 'vitest'
import { aRecording, heard, heardTimes, SYMBOLS } from '../../test/recording.ts'
import { prepare } from '../run-setup.ts'
import type { Setup } from '../setup.ts'
import { openRecordingData } from './recording-data.ts'

const BOOK = {
  strategy: 'book-imbalance',
  params: { amount: 0.01, enterAbove: 0.02, leaveBelow: 0, forMs: 0, pauseMs: 0 },
}
const TICKER = { strategy: 'twap', params: { side: 'buy', amount: 0.06, overMs: 60_000, slices: 600 } }

async function tested(
  venue: SimulatedVenue,
  path: string,
  bot: Pick<Setup, 'strategy' | 'params'>,
): Promise<BacktestResult> {
  const data = [{ kind: 'recording', path, exchange: venue, symbol: SYMBOLS[venue], interval: undefined }] as const
  const setup: Setup = {
    ...bot,
    data,
    from: undefined,
    to: undefined,
    capital: '10000',
    fees: { maker: 0.001, taker: 0.001 },
    latencyMs: 0,
    slippage: 0,
    seed: 1,
    allowShort: false,
    limits: undefined,
    barriers: undefined,
    rules: {},
  }
  return (await prepare(setup)).run(setup.params, setup)
}

const levelsOf = (book: OrderBook | undefined) => ({
  status: book?.status,
  bids: book?.bids.top(10),
  asks: book?.asks.top(10),
})

test.each(SIMULATED_VENUES)('what %s said is traded on, by tickers and by books, the same each time', async (venue) => {
  const { folder } = await aRecording(venue, { until: (adapter) => heardTimes(adapter, 'trade', 120) })
  for (const bot of [TICKER, BOOK]) {
    const first = await tested(venue, folder, bot)
    expect(first.metrics.fills).toBeGreaterThan(2)
    expect(first.warnings).toEqual([])
    expect(first.counts.events.gaps).toBe(0)
    expect(await tested(venue, folder, bot)).toEqual(first)
  }
})

test.each(SIMULATED_VENUES)('a book of %s is at the end the one that the recorder saw', async (venue) => {
  let seen: unknown
  const { folder } = await aRecording(venue, {
    until: async (adapter) => {
      await heardTimes(adapter, 'orderbook', 20)
      seen = levelsOf(adapter.orderBook(SYMBOLS[venue]))
    },
  })
  const feed = new EventFeed(new VirtualClock(0))
  for await (const batch of openRecordingData(folder).events({ from: undefined, to: undefined }))
    for (const event of batch) feed.play(event)
  const played = levelsOf(feed.orderBook(venue, SYMBOLS[venue]))
  expect(played).toEqual(seen)
  expect(played).toMatchObject({ status: 'live', bids: { length: 10 } })
})

test.each(SIMULATED_VENUES)(
  'where a segment of %s is missing, no book is believed, and the report says so',
  async (venue) => {
    const { folder } = await aRecording(venue, {
      segmentBytes: 30_000,
      until: (adapter) => heardTimes(adapter, 'trade', 150),
    })
    const segments = readdirSync(folder).filter((name) => name.endsWith('.gz'))
    const whole = await tested(venue, folder, BOOK)
    rmSync(join(folder, '000004.ndjson.gz'))
    const book = await tested(venue, folder, BOOK)
    expect(segments.length).toBeGreaterThan(5)
    expect(book.warnings[0]).toContain('has a hole: segment 4 is missing')
    expect(book.counts.events.gaps).toBe(3)
    expect(book.states).toContainEqual(expect.objectContaining({ to: 'degraded' }))
    // Before the hole all is as it was; after it there is no snapshot, so no book.
    expect(book.metrics.fills).toBeLessThan(whole.metrics.fills)
    expect(whole.fills.slice(0, book.fills.length)).toEqual(book.fills)

    // The venue deals on no book that is not verified, whatever a bot listens to.
    const ticker = await tested(venue, folder, TICKER)
    const hole = ticker.states.find(({ to }) => to === 'degraded')
    expect(hole?.reason).toMatch(/is not connected/)
    expect(ticker.states.at(-3)).toMatchObject({ to: 'running', reason: `${venue} is connected` })
    expect(ticker.fills.every(({ timestamp }) => timestamp <= (hole?.at ?? 0))).toBe(true)
  },
)

test('where a segment of prices alone is missing, trading goes on behind it', async () => {
  const { folder } = await aRecording('kraken', {
    channels: ['ticker'],
    segmentBytes: 8_000,
    until: (adapter) => heardTimes(adapter, 'ticker', 150),
  })
  rmSync(join(folder, '000002.ndjson.gz'))
  const result = await tested('kraken', folder, TICKER)
  const back = result.states.findLast(({ to }) => to === 'running')
  expect(result.warnings[0]).toContain('has a hole: segment 2 is missing')
  expect(result.counts.events.gaps).toBe(1)
  expect(
    result.fills.filter(({ timestamp }) => timestamp > (back?.at ?? Number.POSITIVE_INFINITY)).length,
  ).toBeGreaterThan(2)
  expect(await tested('kraken', folder, TICKER)).toEqual(result)
})

test('where a file is cut off in the middle, what follows it is not taken for what came next', async () => {
  const { folder } = await aRecording('coinbase', {
    segmentBytes: 30_000,
    until: (adapter) => heardTimes(adapter, 'trade', 120),
  })
  const whole = await tested('coinbase', folder, BOOK)
  const path = join(folder, '000003.ndjson.gz')
  writeFileSync(path, readFileSync(path).subarray(0, 1_500))
  const book = await tested('coinbase', folder, BOOK)
  expect(book.warnings[0]).toContain('has a hole: 000003.ndjson.gz is cut off. It is a disconnection')
  expect(book.counts.events.gaps).toBe(3)
  expect(book.metrics.fills).toBeLessThan(whole.metrics.fills)
  expect(whole.fills.slice(0, book.fills.length)).toEqual(book.fills)
})

test('a recording that has lost its beginning says so, and is played from what stood there', async () => {
  const { folder } = await aRecording('kraken', {
    segmentBytes: 30_000,
    until: (adapter) => heardTimes(adapter, 'trade', 100),
  })
  for (const name of ['000001.ndjson.gz', '000002.ndjson.gz']) rmSync(join(folder, name))
  const result = await tested('kraken', folder, { ...TICKER, params: { ...TICKER.params } })
  expect(result.warnings[0]).toContain('lacks its beginning: segments 1 to 2 are missing')
  expect(result.metrics.fills).toBeGreaterThan(0)
})

test.each(SIMULATED_VENUES)('a connection of %s that lost frames and was cut is in the report', async (venue) => {
  const { folder } = await aRecording(venue, {
    until: async (adapter, exchange) => {
      await heardTimes(adapter, 'trade', 20)
      exchange.inject({ kind: 'gap', symbol: SYMBOLS[venue] })
      await heardTimes(adapter, 'trade', 20)
      exchange.inject({ kind: 'drop' })
      await heard(adapter, 'exchange:connected')
      await heard(adapter, 'orderbook', ({ status }) => status === 'live')
      await heardTimes(adapter, 'orderbook', 10)
    },
  })
  const result = await tested(venue, folder, BOOK)
  expect(result.counts.events.gaps).toBeGreaterThan(0)
  expect(result.warnings[0]).toMatch(/^the data have (a hole|\d+ holes)/)
  expect(result.states).toContainEqual(expect.objectContaining({ to: 'degraded' }))
  expect(result.states.at(-3)?.to).toBe('running')
  expect(await tested(venue, folder, BOOK)).toEqual(result)
})
