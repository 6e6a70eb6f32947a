import assert from 'node:assert/strict'
import type { Trade } from '@md/types'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'
import { until } from './until.ts'

const trades = (symbol: string) => ({ channel: 'trades', symbol }) as const

async function unsubscribes(stage: Stage): Promise<void> {
  const { adapter, exchange, told, venue } = stage
  const [given, kept] = venue.symbols
  await stage.begin(trades(given), trades(kept))
  await stage.moreTrades(given, 2)
  const spelling = await stage.spelling(given)

  await adapter.unsubscribe(trades(given))
  const before = told.tradesOf(given).length
  exchange.step(20)
  await until('the venue is told', () => stage.requestsFor('unsubscribe', spelling).length === 1)
  await stage.moreTrades(kept, 2)
  const { unrequested } = adapter.getMetrics().skipped
  exchange.step(20)
  await stage.tradesAreTrue(kept)

  assert.equal(told.tradesOf(given).length, before)
  assert.equal(adapter.getMetrics().skipped['unrequested'], unrequested)
  assert.equal(adapter.getMetrics().subscriptions, 1)
  await adapter.unsubscribe(trades(given))

  told.forget(given)
  await adapter.subscribe(trades(given))
  await stage.moreTrades(given, 2)
}

async function asksForWhatIsStillWanted(stage: Stage): Promise<void> {
  const { adapter, exchange, told, venue } = stage
  const [one, two, three] = venue.symbols
  await stage.begin(trades(one), trades(two), { channel: 'ticker', symbol: two }, { channel: 'ticker', symbol: three })
  await stage.moreTrades(one, 2)
  await adapter.unsubscribe(trades(two))
  await adapter.unsubscribe({ channel: 'ticker', symbol: three })
  await until('the venue is told', () => stage.requests.filter(({ text }) => /unsubscribe/i.test(text)).length > 0)
  exchange.inject({ kind: 'drop' })
  await stage.until('it is back', () => adapter.getMetrics().reconnects === 1)
  await stage.moreTrades(one, 2)

  const before = { tickers: told.tickers.length, trades: told.tradesOf(two).length }
  const { unrequested } = adapter.getMetrics().skipped
  exchange.step(50)
  await stage.tradesAreTrue(one)
  await until('the ticker goes on', () => told.tickers.length > before.tickers)
  assert.equal(adapter.getMetrics().skipped['unrequested'], unrequested)
  assert.equal(told.tradesOf(two).length, before.trades)
  assert.ok(told.tickers.slice(before.tickers).every(({ symbol }) => symbol === two))
  assert.equal(adapter.getMetrics().subscriptions, 2)
}

async function holdsWhatIsAskedForMeanwhile(stage: Stage): Promise<void> {
  const { adapter, exchange, told, venue } = stage
  const [before, meanwhile, given] = venue.symbols
  await stage.begin(trades(before), trades(given))
  await stage.moreTrades(before, 2)
  exchange.inject({ kind: 'refuse', count: 3 })
  exchange.inject({ kind: 'drop' })
  await until('it is away', () => told.reconnecting.length > 0)
  const subscribing = adapter.subscribe(trades(meanwhile))
  await adapter.unsubscribe(trades(given))
  await subscribing

  const count = told.tradesOf(given).length
  await stage.moreTrades(meanwhile, 2)
  await stage.moreTrades(before, 2)
  for (const symbol of [before, meanwhile]) await stage.tradesAreTrue(symbol)
  assert.equal(told.tradesOf(given).length, count)
  assert.equal(adapter.getMetrics().skipped['unrequested'], undefined)
}

/** The venue drops the socket, and refuses what is asked for on the next one, so many times. */
async function isRefusedAfterALoss(stage: Stage, count: number): Promise<void> {
  const { exchange, venue } = stage
  await stage.begin(trades(venue.symbols[0]))
  await stage.moreTrades(venue.symbols[0], 2)
  exchange.inject({ kind: 'refuse-subscribe', count })
  exchange.inject({ kind: 'drop' })
}

async function asksAgainForWhatIsRefusedLater(stage: Stage): Promise<void> {
  const { adapter, told, venue } = stage
  // Three: a venue that wants to hear something first is told so on every socket.
  await isRefusedAfterALoss(stage, 3)
  await stage.until('the refusal is reported', () => told.errorsOf('SUBSCRIPTION_REFUSED').length > 0)
  await stage.moreTrades(venue.symbols[0], 2)
  await stage.tradesAreTrue(venue.symbols[0])

  assert.ok(told.errorsOf('SUBSCRIPTION_REFUSED').every(({ recovery }) => recovery === 'resync'))
  assert.equal(adapter.getMetrics().subscriptions, 1)
}

async function letsGoOfWhatIsRefusedForGood(stage: Stage): Promise<void> {
  const { adapter, told, venue } = stage
  const [symbol] = venue.symbols
  const refused = () => told.errorsOf('SUBSCRIPTION_REFUSED').at(-1)
  await isRefusedAfterALoss(stage, 100)
  await stage.until('it is given up', () => refused()?.recovery === 'stop')
  assert.equal(refused()?.context['subscription'], `trades:${symbol}`)
  assert.equal(adapter.getMetrics().subscriptions, 0)

  await assert.rejects(adapter.subscribe(trades(symbol)), { code: 'SUBSCRIPTION_REFUSED' })
}

async function bearsAListenerThatThrows(stage: Stage): Promise<void> {
  const { adapter, told, venue } = stage
  const [symbol] = venue.symbols
  const heard: string[] = []
  const remove = adapter.on('trade', () => {
    throw new Error('a fault of a consumer')
  })
  const failing: (trade: Trade) => unknown = () => Promise.reject(new Error('a fault of a consumer'))
  const removeAsync = adapter.on('trade', failing)
  adapter.on('trade', ({ id }) => heard.push(id))
  await stage.begin(trades(symbol))
  await stage.moreTrades(symbol, 5)
  remove()
  removeAsync()

  assert.deepEqual(
    heard,
    told.trades.map(({ id }) => id),
  )
  await stage.tradesAreTrue(symbol)
  const reported = told.errors.splice(0)
  assert.ok(reported.length >= 10)
  for (const { code, message, exchange } of reported) {
    const sentence = 'a listener of trade failed: a fault of a consumer'
    assert.deepEqual([code, message, exchange], ['LISTENER_FAILED', sentence, venue.exchange])
  }
  await stage.moreTrades(symbol, 2)
  assert.deepEqual(told.errors, [])
}

async function stopsTelling(stage: Stage): Promise<void> {
  const { adapter, exchange, told, venue } = stage
  const [symbol] = venue.symbols
  const heard: string[] = []
  const remove = adapter.on('trade', ({ id }) => heard.push(id))
  await stage.begin(trades(symbol))
  await stage.moreTrades(symbol, 2)
  remove()
  remove()
  const before = heard.length
  await stage.moreTrades(symbol, 2)
  assert.equal(heard.length, before)

  const disconnecting = adapter.disconnect()
  const { count } = told
  exchange.step(20)
  await disconnecting
  assert.equal(told.trades.length, told.tradesOf(symbol).length)
  assert.ok(told.count - count <= 1, 'after disconnect() nothing but its own end is told')
}

export const lifecycle: readonly Scenario[] = [
  { name: 'stops at once what is unsubscribed, and tells the venue', play: unsubscribes },
  { name: 'asks again for exactly what is still wanted after a loss', play: asksForWhatIsStillWanted },
  { name: 'takes subscriptions during an outage, and keeps to them', play: holdsWhatIsAskedForMeanwhile },
  {
    name: 'asks again for what the venue refuses for a while after a loss',
    adapter: { timeout: 60_000 },
    pace: 20,
    play: asksAgainForWhatIsRefusedLater,
  },
  {
    name: 'reports and lets go of what the venue goes on refusing after a loss',
    adapter: { timeout: 60_000, pingInterval: 60_000 },
    pace: 20,
    play: letsGoOfWhatIsRefusedForGood,
  },
  { name: 'bears a listener that throws or whose promise is rejected, and reports it', play: bearsAListenerThatThrows },
  { name: 'tells nothing to a listener that was removed, nor after disconnect()', play: stopsTelling },
]
