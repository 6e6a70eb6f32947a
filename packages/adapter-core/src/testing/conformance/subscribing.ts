import assert from 'node:assert/strict'
import type { ChannelRequest, Interval } from '@md/types'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'
import { until, within } from './until.ts'

const UNLISTED = 'NOBODY/NOTHING'

async function acknowledgesEachChannel({ adapter, exchange, venue }: Stage): Promise<void> {
  const [symbol] = venue.symbols
  await adapter.connect()
  await adapter.subscribe({ channel: 'ticker', symbol })
  await adapter.subscribe({ channel: 'trades', symbol })
  await adapter.subscribe({ channel: 'orderbook', symbol })
  await adapter.subscribe({ channel: 'candles', symbol, interval: venue.intervals[0] })
  assert.equal(adapter.getMetrics().subscriptions, 4)
  assert.equal(exchange.accepted, 1)
}

async function waitsForConnect({ adapter, exchange, venue }: Stage): Promise<void> {
  const [symbol] = venue.symbols
  const subscribing = adapter.subscribe({ channel: 'trades', symbol })
  await adapter.connect()
  await subscribing
  assert.equal(exchange.accepted, 1)
}

async function asksOnce(stage: Stage): Promise<void> {
  const { adapter, venue } = stage
  const [symbol] = venue.symbols
  const request = { channel: 'trades', symbol } as const
  await stage.begin(request)
  const before = stage.requests.length
  await Promise.all([adapter.subscribe(request), adapter.subscribe(request)])
  await adapter.subscribe({ channel: 'ticker', symbol })

  assert.equal(stage.requests.length, before + 1)
  assert.equal(adapter.getMetrics().subscriptions, 2)
  await stage.moreTrades(symbol, 3)
  await stage.tradesAreTrue(symbol)
}

async function refusesWhatIsNotListed(stage: Stage): Promise<void> {
  const { adapter, exchange, venue } = stage
  const unknown = { code: 'UNKNOWN_SYMBOL', recovery: 'stop', message: new RegExp(UNLISTED) }
  await assert.rejects(adapter.subscribe({ channel: 'trades', symbol: UNLISTED }), unknown)
  assert.equal(exchange.accepted, 0)

  await adapter.connect()
  await adapter.subscribe({ channel: 'ticker', symbol: venue.symbols[0] })
  const before = stage.requests.length
  await assert.rejects(adapter.subscribe({ channel: 'orderbook', symbol: UNLISTED }), unknown)
  await adapter.subscribe({ channel: 'trades', symbol: venue.symbols[0] })
  assert.equal(stage.requests.length, before + 1)
  assert.equal(adapter.getMetrics().subscriptions, 2)
}

async function refusesWhatItDoesNotHave({ adapter, exchange, venue }: Stage): Promise<void> {
  const [symbol] = venue.symbols
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [{ channel: 'candle', symbol }, /"candle".*ticker, trades, orderbook, candles/],
    [{ channel: 'candles', symbol, interval: '7m' as Interval }, /"7m".*1m/],
    [{ channel: 'candles', symbol }, /interval.*1m/],
    [{ channel: 'orderbook', symbol, depth: 0 }, /depth 0/],
    [{ channel: 'orderbook', symbol, depth: 2.5 }, /depth 2.5/],
    [{ channel: 'trades', symbol: 'BTCUSD' }, /"BTCUSD".*BASE\/QUOTE/],
    [{ channel: 'trades' }, /symbol/],
  ]
  for (const [request, message] of wrong) {
    await assert.rejects(adapter.subscribe(request as ChannelRequest), { code: 'INVALID_INPUT', message })
  }
  assert.equal(exchange.accepted, 0)
  assert.equal(adapter.getMetrics().subscriptions, 0)
}

async function rejectsOnlyWhatIsRefused(stage: Stage): Promise<void> {
  const { adapter, exchange, told, venue } = stage
  const [good, bad] = venue.symbols
  await stage.begin({ channel: 'trades', symbol: good })
  exchange.inject({ kind: 'refuse-subscribe' })
  await assert.rejects(adapter.subscribe({ channel: 'trades', symbol: bad }), { code: 'SUBSCRIPTION_REFUSED' })

  assert.equal(adapter.getMetrics().subscriptions, 1)
  await stage.moreTrades(good, 3)
  await stage.tradesAreTrue(good)
  assert.deepEqual(told.tradesOf(bad), [])

  await adapter.subscribe({ channel: 'trades', symbol: bad })
  await stage.moreTrades(bad, 3)
  await stage.tradesAreTrue(bad)
}

async function rejectsTheUnknownOne(stage: Stage): Promise<void> {
  const { adapter, exchange, venue } = stage
  exchange.inject({ kind: 'rest-down', durationMs: 60_000 })
  const refused = assert.rejects(adapter.subscribe({ channel: 'trades', symbol: UNLISTED }), {
    code: 'SUBSCRIPTION_REFUSED',
  })
  await stage.begin(...venue.symbols.map((symbol) => ({ channel: 'trades', symbol }) as const))
  await refused
  assert.equal(adapter.getMetrics().subscriptions, venue.symbols.length)
  for (const symbol of venue.symbols) await stage.moreTrades(symbol, 2)
}

async function givesUpOnSilence({ adapter, exchange, venue }: Stage): Promise<void> {
  const [answered, ignored] = venue.symbols
  await adapter.connect()
  await adapter.subscribe({ channel: 'trades', symbol: answered })
  exchange.inject({ kind: 'no-ack' })
  await assert.rejects(adapter.subscribe({ channel: 'trades', symbol: ignored }), { code: 'NOT_ACKNOWLEDGED' })
  assert.equal(adapter.getMetrics().subscriptions, 1)
  assert.equal(exchange.accepted, 1)
}

async function isAbandonedWhileSubscribing(stage: Stage): Promise<void> {
  const { adapter, exchange, venue } = stage
  const [answered, ignored] = venue.symbols
  await stage.begin({ channel: 'trades', symbol: answered })
  exchange.inject({ kind: 'no-ack' })
  const before = stage.requests.length
  const subscribing = assert.rejects(adapter.subscribe({ channel: 'trades', symbol: ignored }), { code: 'ABANDONED' })
  await until('the venue was asked', () => stage.requests.length > before)
  await within(1_500, 'disconnect() resolves', adapter.disconnect())
  await subscribing
}

async function isAbandonedByUnsubscribe(stage: Stage): Promise<void> {
  const { adapter, exchange, venue } = stage
  const [answered, ignored] = venue.symbols
  await stage.begin({ channel: 'trades', symbol: answered })
  exchange.inject({ kind: 'no-ack' })
  const request = { channel: 'trades', symbol: ignored } as const
  const subscribing = assert.rejects(adapter.subscribe(request), { code: 'ABANDONED' })
  await adapter.unsubscribe(request)
  await subscribing
  assert.equal(adapter.getMetrics().subscriptions, 1)
}

export const subscribing: readonly Scenario[] = [
  { name: 'resolves a subscription of each channel on the acknowledgement', play: acknowledgesEachChannel },
  { name: 'holds a subscription until connect()', play: waitsForConnect },
  { name: 'asks the venue once for what is asked for twice', play: asksOnce },
  { name: 'refuses a symbol that is not listed before anything is sent', play: refusesWhatIsNotListed },
  { name: 'refuses a channel, interval, depth or spelling before any socket opens', play: refusesWhatItDoesNotHave },
  {
    name: 'rejects only the subscription that the venue refuses, and keeps nothing of it',
    play: rejectsOnlyWhatIsRefused,
  },
  {
    name: 'finds the unknown symbol among good ones by the refusal of the venue',
    where: ({ refusesUnknownSymbols }) => refusesUnknownSymbols,
    play: rejectsTheUnknownOne,
  },
  {
    name: 'rejects a subscription that the venue does not answer',
    adapter: { timeout: 3_000 },
    pace: 3,
    play: givesUpOnSilence,
  },
  { name: 'lets disconnect() end a subscription under way', play: isAbandonedWhileSubscribing },
  { name: 'lets unsubscribe() end a subscription under way', play: isAbandonedByUnsubscribe },
]
