import assert from 'node:assert/strict'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'
import { until, within } from './until.ts'

/** Longer than any test: who waits for it would be noticed. ms. */
const FOR_EVER = 600_000

async function connectsOnce({ adapter, exchange, told }: Stage): Promise<void> {
  assert.equal(adapter.state, 'DISCONNECTED')
  await adapter.connect()
  await adapter.connect()

  assert.equal(adapter.state, 'CONNECTED')
  assert.equal(told.connected.length, 1)
  const { exchange: name, state, previous, reason, at } = told.connected[0] ?? assert.fail()
  assert.deepEqual([name, state, previous], [adapter.exchange, 'CONNECTED', 'CONNECTING'])
  assert.ok(reason.length > 0 && at > 0)
  await until('one socket is open', () => exchange.connections === 1)
  assert.equal(exchange.accepted, 1)
  assert.equal(adapter.getMetrics().connections, 1)
}

async function dialsAgain({ adapter, exchange, told }: Stage): Promise<void> {
  exchange.inject({ kind: 'refuse', count: 2 })
  await adapter.connect()

  const { connects, failedAttempts, reconnects } = adapter.getMetrics()
  assert.deepEqual({ connects, failedAttempts }, { connects: 1, failedAttempts: 2 })
  assert.equal(reconnects, 1)
  assert.deepEqual(
    told.reconnecting.map(({ attempt }) => attempt),
    [1, 2],
  )
  for (const { delayMs = Number.NaN, attempt = 0 } of told.reconnecting) assert.ok(delayMs <= 20 * attempt)
}

async function givesAStalledHandshakeUp({ adapter, exchange, told }: Stage): Promise<void> {
  exchange.inject({ kind: 'stall' })
  await adapter.connect()
  assert.match(told.reconnecting[0]?.reason ?? '', /no handshake within 500 ms/)
}

async function waitsABanOut({ adapter, exchange, told, venue }: Stage): Promise<void> {
  exchange.inject({ kind: 'ban', durationMs: 1_500 })
  const connecting = adapter.connect()
  await until('the ban was met', () => told.reconnecting.length > 0)
  assert.match(told.reconnecting[0]?.reason ?? '', /429/)
  await connecting

  assert.ok(told.reconnecting.length < 60, `${told.reconnecting.length} attempts within 1500 ms`)
  await adapter.subscribe({ channel: 'ticker', symbol: venue.symbols[0] })
}

async function terminates({ adapter, exchange, told }: Stage): Promise<void> {
  exchange.inject({ kind: 'refuse', count: 3 })
  await assert.rejects(adapter.connect(), { code: 'ATTEMPTS_SPENT', recovery: 'stop' })
  assert.equal(adapter.state, 'TERMINATED')
  assert.equal(told.disconnected.at(-1)?.state, 'TERMINATED')
  assert.equal(told.errorsOf('ATTEMPTS_SPENT').length, 1)

  await adapter.connect()
  assert.equal(adapter.state, 'CONNECTED')
}

async function revivesWhatWasWanted(stage: Stage): Promise<void> {
  const { adapter, exchange, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin({ channel: 'trades', symbol }, { channel: 'orderbook', symbol })
  await stage.moreTrades(symbol, 3)
  exchange.inject({ kind: 'refuse', count: 2 })
  exchange.inject({ kind: 'drop' })
  await stage.until('attempts are spent', () => adapter.state === 'TERMINATED')
  assert.equal(adapter.orderBook(symbol)?.status, 'stale')
  exchange.step(20)

  await adapter.connect()
  await stage.moreTrades(symbol, 3)
  await stage.isTrue(symbol)
}

async function isAbandonedWhileDialling({ adapter, exchange }: Stage): Promise<void> {
  exchange.inject({ kind: 'stall' })
  const connecting = assert.rejects(adapter.connect(), { code: 'ABANDONED' })
  await within(1_000, 'disconnect() ends a handshake', adapter.disconnect())
  await connecting
  assert.equal(adapter.state, 'DISCONNECTED')
  assert.equal(exchange.accepted, 0)
}

async function isAbandonedWhileWaiting({ adapter, exchange, told }: Stage): Promise<void> {
  exchange.inject({ kind: 'refuse' })
  const connecting = assert.rejects(adapter.connect(), { code: 'ABANDONED' })
  await until('it waits for its next attempt', () => told.reconnecting.length > 0)
  await within(1_000, 'disconnect() ends the wait', adapter.disconnect())
  await connecting
  assert.equal(adapter.state, 'DISCONNECTED')
}

async function connectsAgain(stage: Stage): Promise<void> {
  const { adapter, exchange, venue } = stage
  const [symbol] = venue.symbols
  await adapter.disconnect()
  await stage.begin({ channel: 'trades', symbol })
  await adapter.disconnect()
  await adapter.disconnect()
  assert.equal(adapter.getMetrics().subscriptions, 0)
  assert.equal(adapter.getMetrics().connections, 0)

  stage.told.forget(symbol)
  await stage.begin({ channel: 'trades', symbol })
  await stage.moreTrades(symbol, 2)
  assert.equal(exchange.accepted, 2)
}

export const connecting: readonly Scenario[] = [
  { name: 'connects once, and says why its state changed', play: connectsOnce },
  { name: 'dials again when a handshake is dropped', play: dialsAgain },
  {
    name: 'gives up a handshake that stalls, and dials again',
    adapter: { timeout: 500 },
    play: givesAStalledHandshakeUp,
  },
  { name: 'waits out a ban without hammering', play: waitsABanOut },
  {
    name: 'ends in TERMINATED when its attempts are spent, and connect() revives it',
    adapter: { reconnection: { initialDelay: 10, maxDelay: 20, maxAttempts: 2 } },
    play: terminates,
  },
  {
    name: 'asks again for everything when connect() revives it, and fills in what it missed',
    adapter: { reconnection: { initialDelay: 10, maxDelay: 20, maxAttempts: 2 } },
    play: revivesWhatWasWanted,
  },
  { name: 'lets disconnect() end a handshake', play: isAbandonedWhileDialling },
  {
    name: 'lets disconnect() end the wait for the next attempt',
    adapter: { reconnection: { initialDelay: FOR_EVER, maxDelay: FOR_EVER, jitterFactor: 0 } },
    play: isAbandonedWhileWaiting,
  },
  { name: 'disconnects at any time, and connects again', play: connectsAgain },
]
