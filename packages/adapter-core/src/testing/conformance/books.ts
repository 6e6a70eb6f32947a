import assert from 'node:assert/strict'
import type { ChannelRequest } from '@md/types'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'
import { until } from './until.ts'

/** Deeper than the simulated books are: all of them. */
const WHOLE = 1_000

const bookOf = (symbol: string): ChannelRequest => ({ channel: 'orderbook', symbol })

async function keepsTheTop(stage: Stage): Promise<void> {
  const { adapter, exchange, told, venue } = stage
  const [one, other] = venue.symbols
  await stage.begin(bookOf(one), bookOf(other))
  for (const symbol of [one, other]) await stage.bookIsTrue(symbol)
  for (let i = 0; i < 10; i++) {
    exchange.step(30)
    for (const symbol of [one, other]) await stage.bookIsTrue(symbol)
  }
  const book = adapter.orderBook(one)
  assert.equal(book?.integrity, venue.evidence)
  assert.ok((book?.sequence ?? 0) > 100)
  assert.deepEqual(told.storyOf(one), ['live'])
  assert.deepEqual(adapter.getMetrics().books, {
    ...adapter.getMetrics().books,
    live: 2,
    syncing: 0,
    stale: 0,
    sequenceGaps: 0,
    checksumFailures: 0,
    crossed: 0,
    resyncs: 0,
  })
}

async function keepsTheWhole(stage: Stage): Promise<void> {
  const { exchange, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin({ channel: 'orderbook', symbol, depth: WHOLE })
  for (let i = 0; i < 5; i++) {
    exchange.step(100)
    const book = await stage.bookIsTrue(symbol, WHOLE)
    assert.ok(book.bids.size > 400 && book.asks.size > 400)
  }
}

async function deepens(stage: Stage): Promise<void> {
  const { adapter, exchange, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin({ channel: 'orderbook', symbol, depth: 10 })
  await adapter.subscribe({ channel: 'orderbook', symbol, depth: 100 })
  await stage.until('the book is a hundred levels deep', () => (adapter.orderBook(symbol)?.bids.size ?? 0) >= 100)
  exchange.step(50)
  await stage.bookIsTrue(symbol, 100)
  assert.equal(adapter.getMetrics().subscriptions, 1)
}

async function staysAsDeepAsItWas(stage: Stage): Promise<void> {
  const { adapter, exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin({ channel: 'orderbook', symbol, depth: 10 })
  await stage.bookIsTrue(symbol)
  exchange.inject({ kind: 'refuse-subscribe' })
  const deeper = { channel: 'orderbook', symbol, depth: WHOLE } as const
  await assert.rejects(adapter.subscribe(deeper), { code: 'SUBSCRIPTION_REFUSED' })
  exchange.step(50)
  await stage.bookIsTrue(symbol)
  assert.equal(adapter.getMetrics().subscriptions, 1)
  assert.deepEqual(told.errors, [])

  await adapter.subscribe(deeper)
  exchange.step(50)
  assert.ok((await stage.bookIsTrue(symbol, WHOLE)).bids.size > 400)
}

/** One book goes through a fault; the other does not notice. */
async function rebuilds(stage: Stage, inject: (symbol: string) => void): Promise<void> {
  const { exchange, told, venue } = stage
  const [hurt, unhurt] = venue.symbols
  await stage.begin(bookOf(hurt), bookOf(unhurt))
  for (const symbol of [hurt, unhurt]) await stage.bookIsTrue(symbol)

  inject(hurt)
  await stage.until('the fault is found', () => told.gapsOf('orderbook', hurt).length > 0)
  await stage.until('the book is live again', () => stage.adapter.orderBook(hurt)?.status === 'live')
  exchange.step(50)
  for (const symbol of [hurt, unhurt]) await stage.bookIsTrue(symbol)
  assert.deepEqual(told.storyOf(hurt), ['live', 'syncing', 'gap', 'live'])
  assert.deepEqual(told.storyOf(unhurt), ['live'])
  assert.equal(exchange.accepted, 1)
  assert.equal(stage.adapter.getMetrics().books.resyncs, 1)
}

async function findsALostUpdate(stage: Stage): Promise<void> {
  await rebuilds(stage, (symbol) => stage.exchange.inject({ kind: 'gap', symbol, channel: 'orderbook' }))
  const { from, to, missed, cause, recovered } = stage.told.gaps[0] ?? assert.fail()
  assert.deepEqual([cause, recovered], [stage.venue.evidence, false])
  if (cause === 'sequence') assert.equal(missed, Number(to) - Number(from) + 1)
}

async function findsAnUpdateOutOfPlace(stage: Stage): Promise<void> {
  await rebuilds(stage, (symbol) => stage.exchange.inject({ kind: 'reorder', symbol, channel: 'orderbook' }))
}

async function findsAWrongChecksum(stage: Stage): Promise<void> {
  await rebuilds(stage, (symbol) => stage.exchange.inject({ kind: 'checksum', symbol, channel: 'orderbook' }))
  assert.equal(stage.told.gaps[0]?.cause, 'checksum')
  assert.equal(stage.adapter.getMetrics().books.checksumFailures, 1)
}

async function doesNotBelieveAWrongSnapshot(stage: Stage): Promise<void> {
  const { exchange, told, venue } = stage
  const [symbol] = venue.symbols
  exchange.inject({ kind: 'checksum', symbol, channel: 'orderbook' })
  await stage.begin(bookOf(symbol))
  await stage.bookIsTrue(symbol)
  assert.deepEqual(told.storyOf(symbol), ['gap', 'live'])
}

async function findsACrossedBook(stage: Stage): Promise<void> {
  await rebuilds(stage, (symbol) => stage.exchange.inject({ kind: 'crossed', symbol, channel: 'orderbook' }))
  assert.equal(stage.told.gaps[0]?.cause, 'crossed')
  assert.equal(stage.adapter.getMetrics().books.crossed, 1)
}

async function bearsTheSameTwice(stage: Stage): Promise<void> {
  const { exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin(bookOf(symbol))
  await stage.bookIsTrue(symbol)
  exchange.inject({ kind: 'duplicate', symbol, channel: 'orderbook' })
  exchange.step(50)
  await stage.bookIsTrue(symbol)
  assert.deepEqual(told.storyOf(symbol), ['live'])
}

async function isStaleWhileAway(stage: Stage): Promise<void> {
  const { adapter, exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin(bookOf(symbol))
  await stage.bookIsTrue(symbol)
  exchange.inject({ kind: 'drop' })
  exchange.step(20)
  await until('the book is stale', () => told.storyOf(symbol).includes('stale'))
  assert.deepEqual(
    told.gaps.map(({ cause, missed }) => ({ cause, missed })),
    [{ cause: 'drop', missed: undefined }],
  )
  await stage.bookIsTrue(symbol)
  assert.deepEqual(
    told.storyOf(symbol).filter((moment) => moment !== 'syncing'),
    ['live', 'stale', 'gap', 'live'],
  )
  assert.equal(adapter.getMetrics().reconnects, 1)
}

async function becomesStaleForGood(stage: Stage): Promise<void> {
  const { adapter, exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin(bookOf(symbol))
  const book = await stage.bookIsTrue(symbol)
  await adapter.unsubscribe(bookOf(symbol))
  assert.equal(book.status, 'stale')
  assert.equal(adapter.orderBook(symbol), undefined)
  assert.deepEqual(told.storyOf(symbol), ['live', 'stale'])

  await adapter.subscribe(bookOf(symbol))
  exchange.step(5)
  await stage.bookIsTrue(symbol)
}

/** Where nothing proves that an update was lost, the book comes whole: there is nothing deeper. */
const comesInDepths: Scenario['where'] = ({ evidence }) => evidence !== 'plausibility'

const canTellALostUpdate: Scenario['where'] = ({ evidence }) => evidence !== 'plausibility'

export const books: readonly Scenario[] = [
  { name: 'keeps the top of the book as the venue has it', play: keepsTheTop },
  { name: 'keeps the whole book as the venue has it', play: keepsTheWhole },
  { name: 'deepens a book for whoever wants more of it', play: deepens },
  {
    name: 'leaves a book as it was when the venue refuses a deeper one',
    where: comesInDepths,
    play: staysAsDeepAsItWas,
  },
  { name: 'rebuilds the one book that lost an update', where: canTellALostUpdate, play: findsALostUpdate },
  {
    name: 'rebuilds the one book that got an update out of place',
    where: canTellALostUpdate,
    play: findsAnUpdateOutOfPlace,
  },
  {
    name: 'rebuilds the one book whose checksum is wrong',
    where: ({ evidence }) => evidence === 'checksum',
    play: findsAWrongChecksum,
  },
  {
    name: 'does not believe a first book whose checksum is wrong',
    where: ({ evidence }) => evidence === 'checksum',
    play: doesNotBelieveAWrongSnapshot,
  },
  {
    name: 'rebuilds the one book whose sides cross',
    where: ({ evidence }) => evidence === 'plausibility',
    play: findsACrossedBook,
  },
  { name: 'bears an update that comes twice', play: bearsTheSameTwice },
  { name: 'calls a book stale while its exchange is away, and live when it is verified', play: isStaleWhileAway },
  { name: 'calls a book stale when it is given up', play: becomesStaleForGood },
]
