import assert from 'node:assert/strict'
import type { Instrument } from '@md/types'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'
import { until } from './until.ts'

const instruments = async ({ adapter, venue }: Stage): Promise<readonly Instrument[]> =>
  (await adapter.instruments?.(venue.exchange)) ?? assert.fail('the adapter has no instruments()')

async function listsInstruments(stage: Stage): Promise<void> {
  const listed = await instruments(stage)
  for (const symbol of stage.venue.symbols) {
    const one = listed.find((instrument) => instrument.symbol === symbol) ?? assert.fail(`${symbol} is not listed`)
    assert.equal(`${one.base}/${one.quote}`, symbol)
    assert.deepEqual([one.exchange, one.status], [stage.venue.exchange, 'trading'])
    assert.ok(Number(one.tickSize) > 0 && Number(one.stepSize) > 0)
  }
}

async function givesCandles({ adapter, clock, venue }: Stage): Promise<void> {
  const [symbol] = venue.symbols
  const [interval] = venue.intervals
  const minute = 60_000
  const to = Math.floor(clock.now() / minute) * minute
  const from = to - 60 * minute
  const candles = await adapter.candles?.({ exchange: venue.exchange, symbol }, interval, from, to)
  assert.ok(candles !== undefined && candles.length > 50)
  for (const [i, { openTime, closeTime, low, high, closed }] of candles.entries()) {
    assert.ok(openTime >= from && openTime < to && openTime > (candles[i - 1]?.openTime ?? 0))
    assert.ok(closeTime === openTime + minute - 1 && low <= high && closed)
  }
}

/** What a bot asks for when it warms up: the machine's clock has fractions of a millisecond. */
async function givesCandlesUntilNow({ adapter, clock, venue }: Stage): Promise<void> {
  const [symbol] = venue.symbols
  const [interval] = venue.intervals
  const minute = 60_000
  const to = Math.floor(clock.now()) + 0.4
  const from = to - 10 * minute
  const candles = await adapter.candles?.({ exchange: venue.exchange, symbol }, interval, from, to)
  assert.ok(candles !== undefined && candles.length >= 9)
  assert.ok(candles.every(({ openTime }) => openTime >= from && openTime < to))
  assert.ok(candles.slice(0, -1).every(({ closed }) => closed))
}

async function subscribesWithoutRest(stage: Stage): Promise<void> {
  const { exchange, told, venue } = stage
  const [one, other] = venue.symbols
  exchange.inject({ kind: 'rest-down', durationMs: 3_000 })
  await stage.begin(
    { channel: 'trades', symbol: one },
    { channel: 'ticker', symbol: one },
    { channel: 'orderbook', symbol: other },
  )
  assert.equal(told.errors[0]?.code, 'REST_FAILED')
  await stage.moreTrades(one, 3)
  await stage.tradesAreTrue(one)
  await stage.until('the book is live once it can be', () => stage.adapter.orderBook(other)?.status === 'live')
  await stage.bookIsTrue(other)
}

async function isNotFooledByAPage(stage: Stage): Promise<void> {
  const { exchange, venue } = stage
  const [symbol] = venue.symbols
  exchange.inject({ kind: 'rest-html' })
  await assert.rejects(instruments(stage), { code: 'REST_FAILED', message: /not JSON.*DOCTYPE/ })
  exchange.inject({ kind: 'rest-html', count: 2 })
  await stage.begin({ channel: 'orderbook', symbol }, { channel: 'trades', symbol })
  await stage.moreTrades(symbol, 2)
  await stage.isTrue(symbol)
}

/** Trades that are only announced, and a book that has lost an update: nothing else goes on that would need REST. */
async function asksADeadRestEverLess(stage: Stage): Promise<void> {
  const { clock, exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin({ channel: 'trades', symbol }, { channel: 'orderbook', symbol })
  await stage.moreTrades(symbol, 2)
  await stage.bookIsTrue(symbol)
  exchange.inject({ kind: 'rest-down', durationMs: 600_000 })
  exchange.inject({ kind: 'gap', symbol, channel: 'orderbook' })
  exchange.inject({ kind: 'gap', symbol, channel: 'trades', count: 1_000 })
  exchange.step(10)
  const began = clock.monotonic()
  await until('a minute has passed', () => clock.monotonic() - began > 60_000)

  const failed = told.errorsOf('REST_FAILED').length
  assert.ok(failed < 20, `REST was asked ${failed} times in a minute`)
}

async function leavesRestAlone(stage: Stage): Promise<void> {
  const { clock, exchange } = stage
  exchange.inject({ kind: 'ban', durationMs: 1_500 })
  const began = clock.monotonic()
  await assert.rejects(instruments(stage), (error) => {
    assert.ok(error instanceof Error && 'retryAfterMs' in error)
    assert.match(error.message, /HTTP 4(29|18)/)
    return Number(error.retryAfterMs) > 500
  })
  let asked = false
  const listed = instruments(stage).finally(() => {
    asked = true
  })
  await until('it waits', () => clock.monotonic() - began > 1_000)
  assert.equal(asked, false)
  assert.ok((await listed).length > 0)
  assert.ok(clock.monotonic() - began >= 1_500)
}

export const rest: readonly Scenario[] = [
  { name: 'lists the instruments of the venue', play: listsInstruments },
  { name: 'gives the candles of the past, oldest first', play: givesCandles },
  { name: 'gives the candles until now, to the fraction of a millisecond', play: givesCandlesUntilNow },
  { name: 'subscribes by rule while the venue’s REST is down', play: subscribesWithoutRest },
  { name: 'takes a web page for no answer, and asks again', play: isNotFooledByAPage },
  {
    name: 'asks a dead REST ever less often',
    adapter: { timeout: 60_000, pingInterval: 60_000, backfill: { deadline: 60_000 } },
    pace: 20,
    play: asksADeadRestEverLess,
  },
  { name: 'leaves REST alone for as long as Retry-After says', play: leavesRestAlone },
]
