import assert from 'node:assert/strict'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'
import { until, within } from './until.ts'

async function findsAHalfOpenSocket(stage: Stage): Promise<void> {
  const { adapter, exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin({ channel: 'trades', symbol }, { channel: 'orderbook', symbol })
  await stage.moreTrades(symbol, 3)
  exchange.inject({ kind: 'half-open' })
  await stage.until('a ping is not answered', () => told.reconnecting.length > 0)
  assert.match(told.disconnected[0]?.reason ?? '', /no answer to a ping within 400 ms/)

  await stage.until('it is back', () => adapter.state === 'CONNECTED')
  await stage.moreTrades(symbol, 3)
  await stage.isTrue(symbol)
  assert.equal(adapter.getMetrics().reconnects, 1)
}

async function answersPings({ adapter, clock, exchange, told }: Stage): Promise<void> {
  await adapter.connect()
  const began = clock.monotonic()
  await until('the exchange would have cut a silent client', () => clock.monotonic() - began > 2_000)
  assert.deepEqual(told.errors, [])
  assert.equal(exchange.accepted, 1)
}

async function findsASilentSocket(stage: Stage): Promise<void> {
  const { exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin({ channel: 'trades', symbol })
  await stage.moreTrades(symbol, 2)
  exchange.inject({ kind: 'silence', durationMs: 20_000 })
  exchange.inject({ kind: 'stop-heartbeat' })
  await stage.until('silence is noticed', () => told.reconnecting.length > 0)
  assert.match(told.disconnected[0]?.reason ?? '', /silent for/)
  await stage.until('it hears again', () => told.tradesOf(symbol).at(-1)?.id === exchange.truth(symbol).lastTradeId)
  await stage.tradesAreTrue(symbol)
}

/** What proves a socket alive while its markets rest must outlive the subscription that brings the same along. */
async function isNotSilencedByGivingUp(stage: Stage): Promise<void> {
  const { adapter, exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin({ channel: 'trades', symbol }, { channel: 'ticker', symbol })
  await stage.moreTrades(symbol, 2)
  const spelling = await stage.spelling(symbol)
  await adapter.unsubscribe({ channel: 'trades', symbol })
  await until('the venue is told', () => stage.requestsFor('unsubscribe', spelling).length === 1)

  const { framesReceived } = adapter.getMetrics()
  await until('it hears on', () => adapter.getMetrics().framesReceived > framesReceived + 8)
  assert.deepEqual([exchange.accepted, told.errors], [1, []])
}

/** One subscription is silent, another one on the same socket is busy. */
async function looksAfterOneSubscription(stage: Stage): Promise<void> {
  const { adapter, exchange, told, venue } = stage
  const [busy, silent] = venue.symbols
  await stage.begin(
    { channel: 'trades', symbol: busy },
    { channel: 'orderbook', symbol: busy },
    { channel: 'trades', symbol: silent },
  )
  const [busySpelling, silentSpelling] = [await stage.spelling(busy), await stage.spelling(silent)]
  await stage.moreTrades(busy, 2)
  await stage.moreTrades(silent, 2)
  exchange.inject({ kind: 'silence', symbol: silent, channel: 'trades', durationMs: 10 * 60_000 })

  const asked = () => stage.requestsFor('subscribe', silentSpelling).length
  const before = asked()
  await stage.until('the silent one is asked for again', () => asked() > before)
  assert.equal(adapter.getMetrics().rotations, 0)
  assert.ok(stage.requestsFor('unsubscribe', silentSpelling).length > 0)
  await stage.until('the socket is replaced', () => adapter.getMetrics().rotations > 0)
  const actions = told.errorsOf('SILENT_SUBSCRIPTION').map(({ context }) => context['action'])
  assert.deepEqual(actions.slice(0, 2), ['subscribing again', 'replacing its socket'])

  await stage.moreTrades(busy, 5)
  await stage.isTrue(busy)
  assert.deepEqual(told.storyOf(busy), ['live'])
  assert.deepEqual(told.gapsOf('trades', busy), [])
  assert.deepEqual(stage.requestsFor('unsubscribe', busySpelling), [])
  assert.deepEqual([adapter.getMetrics().reconnects, told.reconnecting.length], [0, 0])
}

async function leavesASlowCloserBehind(stage: Stage): Promise<void> {
  const { adapter, exchange, venue } = stage
  await stage.begin({ channel: 'trades', symbol: venue.symbols[0] })
  exchange.inject({ kind: 'slow-close' })
  await within(1_500, 'disconnect() does not wait for the exchange', adapter.disconnect())
  assert.equal(adapter.state, 'DISCONNECTED')
  await until('its socket is gone', () => exchange.connections === 0)
}

async function dialsAgainWithoutAnswer(stage: Stage): Promise<void> {
  const { exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin({ channel: 'trades', symbol })
  await stage.moreTrades(symbol, 2)
  exchange.inject({ kind: 'no-ack', count: 2 })
  exchange.inject({ kind: 'drop' })
  await stage.until('it dialled again for want of an answer', () =>
    told.reconnecting.some(({ reason }) => /no answer to trades/.test(reason)),
  )
  await stage.until(
    'everything is there',
    () => told.tradesOf(symbol).at(-1)?.id === exchange.truth(symbol).lastTradeId,
  )
  await stage.tradesAreTrue(symbol)
}

export const silence: readonly Scenario[] = [
  {
    name: 'finds a half-open socket by a ping, and comes back',
    adapter: { pingInterval: 400, pongTimeout: 400 },
    halfOpen: 1,
    play: findsAHalfOpenSocket,
  },
  {
    name: 'answers the pings of its exchange',
    exchange: () => ({ limits: { pingIntervalMs: 300, pongTimeoutMs: 1_000 } }),
    play: answersPings,
  },
  {
    name: 'finds a socket silent that never is, and comes back',
    where: ({ heartbeats }) => heartbeats,
    adapter: { pingInterval: 600_000, timeout: 60_000, backfill: { deadline: 60_000 } },
    pace: 20,
    play: findsASilentSocket,
  },
  {
    name: 'goes on hearing that its socket lives when trades are given up and the market rests',
    where: ({ heartbeats }) => heartbeats,
    adapter: { pingInterval: 600_000, timeout: 60_000 },
    pace: 5,
    play: isNotSilencedByGivingUp,
  },
  {
    name: 'looks after a silent subscription step by step, and never harms a busy one',
    adapter: { freshness: { trades: 1_000, orderbook: 1_000 }, timeout: 20_000, pingInterval: 20_000 },
    pace: 5,
    play: looksAfterOneSubscription,
  },
  { name: 'disconnects within a moment from an exchange that does not close', play: leavesASlowCloserBehind },
  {
    name: 'dials again when what stood before is not acknowledged any more',
    adapter: { timeout: 1_500 },
    pace: 3,
    play: dialsAgainWithoutAnswer,
  },
]
