import assert from 'node:assert/strict'
import type { Stamped } from '@md/types'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'
import { until } from './until.ts'

const AGE = 400

/** Everything of two markets is followed. */
async function begin(stage: Stage): Promise<void> {
  const [one, other] = stage.venue.symbols
  const [interval] = stage.venue.intervals
  await stage.begin(
    { channel: 'ticker', symbol: one },
    { channel: 'candles', symbol: other, interval },
    ...[one, other].flatMap((symbol) => [
      { channel: 'trades', symbol } as const,
      { channel: 'orderbook', symbol } as const,
    ]),
  )
  for (const symbol of [one, other]) {
    await stage.moreTrades(symbol, 2)
    await stage.bookIsTrue(symbol)
  }
}

/** Nothing was missed, nothing came twice, no book was in doubt, and nobody was told of anything. */
async function assertSeamless(stage: Stage): Promise<void> {
  const { adapter, told, venue } = stage
  const [one, other] = venue.symbols
  assert.deepEqual(told.errors, [])
  for (const symbol of [one, other]) {
    await stage.isTrue(symbol)
    assert.deepEqual(told.storyOf(symbol), ['live'])
  }
  assert.ok(told.trades.every(({ origin }) => origin === 'live'))
  assertNoneTwice(told.tickers)
  assertNoneTwice(told.candles)
  assert.deepEqual(told.gaps, [])
  assert.deepEqual([told.connected.length, told.disconnected.length, told.reconnecting.length], [1, 0, 0])
  assert.equal(adapter.state, 'CONNECTED')
}

/** The same from both sockets differs in nothing but the moment it came. */
function assertNoneTwice(events: readonly Stamped[]): void {
  let before: object = {}
  for (const { receivedAt, ...event } of events) {
    assert.notDeepEqual(event, before)
    before = event
  }
}

const rotations = ({ adapter }: Stage): number => adapter.getMetrics().rotations

async function rotates(stage: Stage): Promise<void> {
  await begin(stage)
  await stage.until('three sockets were replaced', () => rotations(stage) >= 3)
  await stage.moreTrades(stage.venue.symbols[0], 10)
  await assertSeamless(stage)
  await until('the replaced sockets are closed', () => stage.exchange.connections <= 2)
}

async function rotatesWhileNothingMoves(stage: Stage): Promise<void> {
  await begin(stage)
  await until('two sockets were replaced', () => rotations(stage) >= 2)
  await stage.moreTrades(stage.venue.symbols[0], 10)
  await assertSeamless(stage)
}

async function comesBackAfterRotation(stage: Stage): Promise<void> {
  const { adapter, exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await begin(stage)
  for (let drops = 1; drops <= 2; drops++) {
    const before = rotations(stage)
    await stage.until('a socket was replaced', () => rotations(stage) > before && exchange.connections === 1)
    exchange.inject({ kind: 'drop' })
    await stage.until('it noticed', () => told.gapsOf('orderbook', symbol).length === drops)
    await stage.moreTrades(symbol, 5)
    await stage.isTrue(symbol)
    assert.equal(adapter.getMetrics().reconnects, drops)
  }
  assert.ok(told.gapsOf('trades', symbol).every(({ recovered }) => recovered))
}

async function goesOnWithTheReplacement(stage: Stage): Promise<void> {
  const { exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await begin(stage)
  for (let losses = 1; losses <= 2; losses++) {
    const last = exchange.accepted
    await stage.until('a replacement has asked', () => stage.requests.some(({ connection }) => connection > last))
    exchange.inject({ kind: 'drop', connection: last })
    await stage.until('one socket is left', () => exchange.connections === 1)
    await stage.moreTrades(symbol, 5)
    await stage.isTrue(symbol)
  }
  assert.deepEqual(told.reconnecting, [])
  assert.ok(told.gapsOf('trades', symbol).every(({ recovered }) => recovered))
}

async function goesAheadOfTheCut(stage: Stage): Promise<void> {
  await begin(stage)
  stage.exchange.inject({ kind: 'shutdown-notice', leadMs: 1_500 })
  await stage.until('the cut has come', () => stage.exchange.accepted === 2 && stage.exchange.connections === 1)
  await stage.moreTrades(stage.venue.symbols[0], 10)
  assert.equal(rotations(stage), 1)
  await assertSeamless(stage)
}

async function comesBackFromACut(stage: Stage): Promise<void> {
  const { exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await begin(stage)
  exchange.inject({ kind: 'cut' })
  exchange.step(20)
  await stage.until('it noticed', () => told.reconnecting.length > 0)
  assert.match(told.disconnected[0]?.reason ?? '', /closed by the exchange \(1000\)/)
  await stage.until('it is back', () => stage.adapter.state === 'CONNECTED')
  await stage.moreTrades(symbol, 5)
  await stage.isTrue(symbol)
}

async function triesAgain(stage: Stage): Promise<void> {
  await begin(stage)
  stage.exchange.inject({ kind: 'refuse', count: 2 })
  await stage.until('a socket was replaced', () => rotations(stage) >= 1)
  await stage.moreTrades(stage.venue.symbols[0], 10)
  await assertSeamless(stage)
}

async function keepsWhatItHas(stage: Stage): Promise<void> {
  const { exchange } = stage
  await begin(stage)
  await until('one socket is open', () => exchange.connections === 1)
  const before = { rotations: rotations(stage), accepted: exchange.accepted }
  exchange.inject({ kind: 'no-ack', count: 10 })
  await stage.until('a replacement was given up', () => exchange.accepted >= before.accepted + 2)
  assert.equal(rotations(stage), before.rotations)
  await stage.moreTrades(stage.venue.symbols[0], 10)
  await assertSeamless(stage)
}

export const rotation: readonly Scenario[] = [
  {
    name: 'replaces its socket before the venue cuts it: nothing missing, nothing twice, no book in doubt',
    exchange: () => ({ limits: { lifetimeMs: 6 * AGE } }),
    adapter: { rotation: { age: AGE, overlap: 100 } },
    play: rotates,
  },
  {
    name: 'replaces its socket while nothing moves, and goes on from there',
    adapter: { rotation: { age: AGE, overlap: 50 } },
    play: rotatesWhileNothingMoves,
  },
  {
    name: 'comes back from a drop after it replaced its socket, every time',
    adapter: { rotation: { age: AGE, overlap: 20 } },
    play: comesBackAfterRotation,
  },
  {
    name: 'goes on with the replacement when its socket drops meanwhile',
    adapter: { rotation: { age: AGE, overlap: 200 } },
    play: goesOnWithTheReplacement,
  },
  {
    name: 'replaces its socket when the venue announces the cut',
    where: ({ announcesCuts }) => announcesCuts,
    play: goesAheadOfTheCut,
  },
  { name: 'comes back from a cut that nobody announced', play: comesBackFromACut },
  {
    name: 'loses nothing when a replacement cannot be opened',
    adapter: { rotation: { age: AGE, overlap: 100 } },
    play: triesAgain,
  },
  {
    name: 'loses nothing when a replacement is not acknowledged',
    adapter: { rotation: { age: AGE, overlap: 100 }, timeout: 1_000 },
    play: keepsWhatItHas,
  },
]
