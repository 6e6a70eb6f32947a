import assert from 'node:assert/strict'
import type { Gap } from '@md/types'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'
import { until } from './until.ts'

const LONG = 60_000

/** Trades flow; then something happens that costs some of them; then they flow on. */
async function losesSome(stage: Stage, happen: (symbol: string) => void): Promise<readonly Gap[]> {
  const { exchange, told, venue } = stage
  const [hurt, unhurt] = venue.symbols
  await stage.begin({ channel: 'trades', symbol: hurt }, { channel: 'trades', symbol: unhurt })
  await stage.moreTrades(hurt, 5)
  await stage.moreTrades(unhurt, 1)
  happen(hurt)
  exchange.step(40)
  await stage.until('the hole is told', () => told.gapsOf('trades', hurt).length > 0)
  await stage.moreTrades(hurt, 5)
  for (const symbol of [hurt, unhurt]) await stage.tradesAreTrue(symbol)
  return told.gapsOf('trades', hurt)
}

/** What was missing was fetched, told in its place and flagged; the gap says so. */
function assertFilled({ adapter, told, venue }: Stage, gaps: readonly Gap[], cause: Gap['cause']): void {
  const filled = told.tradesOf(venue.symbols[0]).filter(({ origin }) => origin === 'backfill')
  assert.ok(filled.length > 0)
  assert.deepEqual(gaps, [
    {
      exchange: venue.exchange,
      symbol: venue.symbols[0],
      channel: 'trades',
      cause,
      from: filled[0]?.id,
      to: filled.at(-1)?.id,
      missed: filled.length,
      recovered: true,
    },
  ])
  assert.equal(adapter.getMetrics().trades.missed, 0)
}

/** What is missing cannot be had; the gap says exactly what. That it fits the trades around it is checked as they come. */
function assertMissing({ adapter, told }: Stage, gaps: readonly Gap[], cause: Gap['cause']): void {
  assert.equal(gaps.length, 1)
  const [{ from, to, missed, recovered, ...gap }] = gaps as [Gap]
  assert.deepEqual([gap.cause, recovered], [cause, false])
  assert.equal(missed, Number(to) - Number(from) + 1)
  const all = told.gaps.reduce((sum, one) => sum + (one.missed ?? 0), 0)
  assert.equal(adapter.getMetrics().trades.missed, all)
  assert.equal(adapter.getMetrics().trades.backfilled, 0)
}

async function fillsAHole(stage: Stage): Promise<void> {
  const gaps = await losesSome(stage, (symbol) =>
    stage.exchange.inject({ kind: 'gap', count: 3, symbol, channel: 'trades' }),
  )
  assertFilled(stage, gaps, 'sequence')
  assert.equal(stage.exchange.accepted, 1)
}

async function fillsInAfterADrop(stage: Stage): Promise<void> {
  const gaps = await losesSome(stage, () => stage.exchange.inject({ kind: 'drop' }))
  assertFilled(stage, gaps, 'drop')
}

async function tellsAHoleExactly(stage: Stage): Promise<void> {
  const gaps = await losesSome(stage, (symbol) => {
    stage.exchange.inject({ kind: 'rest-down', durationMs: LONG })
    stage.exchange.inject({ kind: 'gap', count: 3, symbol, channel: 'trades' })
  })
  assertMissing(stage, gaps, 'sequence')
  assert.ok(stage.told.errorsOf('REST_FAILED').length > 0)
}

async function tellsALossExactly(stage: Stage): Promise<void> {
  const gaps = await losesSome(stage, () => {
    stage.exchange.inject({ kind: 'rest-down', status: 0, durationMs: LONG })
    stage.exchange.inject({ kind: 'drop' })
  })
  assertMissing(stage, gaps, 'drop')
}

async function tellsWithoutFetching(stage: Stage): Promise<void> {
  const gaps = await losesSome(stage, () => stage.exchange.inject({ kind: 'drop' }))
  assertMissing(stage, gaps, 'drop')
  assert.deepEqual(stage.told.errorsOf('REST_FAILED'), [])
}

async function dropsDuplicates(stage: Stage): Promise<void> {
  const { adapter, exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin({ channel: 'trades', symbol })
  await stage.moreTrades(symbol, 2)
  exchange.inject({ kind: 'duplicate', symbol, channel: 'trades' })
  await stage.until('a duplicate is counted', () => adapter.getMetrics().trades.duplicates > 0)
  exchange.step(50)
  await stage.tradesAreTrue(symbol)
  assert.deepEqual(told.gaps, [])
}

async function putsInOrder(stage: Stage): Promise<void> {
  const { exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin({ channel: 'trades', symbol })
  await stage.moreTrades(symbol, 2)
  exchange.inject({ kind: 'reorder', symbol, channel: 'trades' })
  exchange.step(50)
  await stage.tradesAreTrue(symbol)
  assert.ok(told.gaps.every(({ recovered }) => recovered))
  assert.equal(exchange.accepted, 1)
}

async function fillsInAgainAndAgain(stage: Stage): Promise<void> {
  const { exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin({ channel: 'trades', symbol })
  await stage.moreTrades(symbol, 2)
  for (let drops = 1; drops <= 3; drops++) {
    exchange.inject({ kind: 'drop' })
    exchange.step(40)
    // At once, without waiting for the next trade to show the hole.
    await until(`the hole of drop ${drops} is told`, () => told.gapsOf('trades', symbol).length === drops)
    await stage.tradesAreTrue(symbol)
    await stage.moreTrades(symbol, 2)
  }
  await stage.tradesAreTrue(symbol)
  assert.ok(told.gaps.every(({ recovered }) => recovered))
  assert.equal(stage.adapter.getMetrics().reconnects, 3)
}

async function letsGoOfAHole(stage: Stage): Promise<void> {
  const { adapter, exchange, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin({ channel: 'trades', symbol })
  await stage.moreTrades(symbol, 2)
  exchange.inject({ kind: 'gap', symbol, channel: 'trades' })
  const { framesReceived } = adapter.getMetrics()
  exchange.step(20)
  await until('what follows the hole is there', () => adapter.getMetrics().framesReceived > framesReceived)
}

export const trades: readonly Scenario[] = [
  { name: 'fills a hole in the trades, in order, and says so', play: fillsAHole },
  { name: 'fills in the trades of an outage, in order, and says so', play: fillsInAfterADrop },
  { name: 'says exactly which trades are missing when the hole cannot be filled', play: tellsAHoleExactly },
  { name: 'says exactly which trades are missing when the outage cannot be filled in', play: tellsALossExactly },
  {
    name: 'says exactly which trades are missing where none may be fetched',
    adapter: { backfill: { maxPages: 0 } },
    play: tellsWithoutFetching,
  },
  { name: 'tells a trade once that comes twice', play: dropsDuplicates },
  { name: 'tells trades in order that come out of order', play: putsInOrder },
  { name: 'fills in outage after outage, at once', play: fillsInAgainAndAgain },
  { name: 'lets go of an open hole when it disconnects', play: letsGoOfAHole },
]
