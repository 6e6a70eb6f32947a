import type { BookSnapshot } from '@md/adapter-core'
import type { FakeProtocolParts } from '@md/adapter-core/testing'
import { type Deferred, deferred } from '@md/runtime'
import { expect, test } from 'vitest'
import { anUpdate, aRestSnapshot, aSnapshot } from '../../test/a-book-keeper.ts'
import { settled } from '../../test/fake-exchange.ts'
import { feedParts } from '../../test/feed-parts.ts'
import { orderbook } from '../../test/wire-request.ts'
import { RestError } from '../errors.ts'
import { BookFeed } from './book-feed.ts'

const TIMEOUT = 30_000

/** A feed whose snapshots a test hands out. */
function aFeed(parts: FakeProtocolParts = {}, depth?: number) {
  const fetches: { readonly depth: number | undefined; readonly answer: Deferred<BookSnapshot> }[] = []
  const made = feedParts({
    rest: {
      bookSnapshot: (_, __, wanted) => {
        const answer = deferred<BookSnapshot>()
        fetches.push({ depth: wanted, answer })
        return answer.promise
      },
    },
    ...parts,
  })
  const feed = new BookFeed(orderbook('BTC/USDT', depth), made.parts)
  return {
    ...made,
    feed,
    fetches,
    /** Moves time on, and lets what is asked for be asked. */
    advance: async (ms: number) => {
      made.clock.advance(ms)
      await settled()
    },
    answer: async (last: number) => {
      fetches.at(-1)?.answer.resolve(aRestSnapshot(last))
      await settled()
    },
    fail: async () => {
      fetches.at(-1)?.answer.reject(new RestError('/depth', 'HTTP 503'))
      await settled()
    },
    told: () =>
      made.events.map(({ type, data }) =>
        type === 'gap' ? `gap ${data.cause}` : type === 'orderbook' ? data.status : type,
      ),
  }
}

const FROM_STREAM: FakeProtocolParts = { book: { startsFrom: 'stream' } }

async function aLiveFeed() {
  const made = aFeed()
  made.feed.subscribed(1)
  await made.advance(0)
  await made.answer(10)
  return made
}

test('a new subscription fetches its snapshot, as deep as it is wanted', async () => {
  const { feed, fetches, advance, answer } = aFeed({}, 50)
  feed.subscribed(1)
  expect(fetches).toEqual([])
  await advance(0)

  await answer(10)

  expect([fetches.map(({ depth }) => depth), feed.book.status, feed.key]).toEqual([[50], 'live', 'orderbook:BTC/USDT'])
})

test('one fetch is under way at a time, whatever happens meanwhile', async () => {
  const { feed, fetches, advance, answer } = aFeed()
  for (const line of [1, 2, 3]) {
    feed.subscribed(line)
    await advance(0)
    if (line < 3) feed.lost(line)
  }
  expect(fetches).toHaveLength(1)

  feed.message(anUpdate(20), 3)
  await answer(10)
  await advance(1_000)
  expect([fetches.length, feed.book.status]).toEqual([2, 'syncing'])
  await answer(19)

  expect(feed.book.status).toBe('live')
})

test('what could not be fetched is reported and tried again, ever later', async () => {
  const { feed, fetches, reports, advance, fail } = aFeed()
  feed.subscribed(1)
  await advance(0)
  const waits: number[] = []
  for (let i = 1; i <= 7; i++) {
    await fail()
    let ms = 0
    for (; fetches.length === i && ms < 100_000; ms += 500) await advance(ms === 0 ? 0 : 500)
    waits.push(ms === 0 ? 0 : ms - 500)
  }

  expect(waits).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000])
  expect(reports).toEqual(Array(7).fill('GET /depth: HTTP 503'))
})

test('a book that had proven itself is looked after at once, one that keeps failing ever later', async () => {
  const { feed, fetches, reports, advance, answer } = await aLiveFeed()
  await advance(10_001)
  feed.message(anUpdate(12), 1)
  await advance(0)
  expect([fetches.length, reports]).toEqual([2, ['binance BTC/USDT book: expected update 11 and received 12']])
  await answer(12)

  feed.message(anUpdate(14), 1)
  await advance(999)
  expect(fetches).toHaveLength(2)
  await advance(1)

  expect(fetches).toHaveLength(3)
})

test('a book that starts from its stream is asked for afresh', async () => {
  const { feed, renewed, advance, told } = aFeed({ book: { startsFrom: 'stream', integrity: 'plausibility' } })
  feed.subscribed(1)
  feed.message(aSnapshot({ bids: [[5, 1]], asks: [[5, 1]] }), 1)
  await advance(0)

  expect([renewed, told()]).toEqual([[orderbook('BTC/USDT')], ['gap crossed']])
})

test('a snapshot that never comes is asked for again', async () => {
  const { feed, renewed, reports, advance } = aFeed(FROM_STREAM)
  feed.subscribed(1)
  feed.message(anUpdate(5), 1)
  await advance(TIMEOUT - 1)
  expect(renewed).toEqual([])

  await advance(1)
  await advance(0)

  expect([renewed.length, reports]).toEqual([1, ['binance BTC/USDT book: no snapshot within 30000 ms']])
})

test('a snapshot that came is not expected any more', async () => {
  const { feed, renewed, advance } = aFeed(FROM_STREAM)
  feed.subscribed(1)
  feed.message(aSnapshot({ last: 5 }), 1)

  await advance(10 * TIMEOUT)

  expect([renewed, feed.book.status]).toEqual([[], 'live'])
})

test('nothing is asked for while the line is away', async () => {
  const { feed, renewed, clock } = aFeed(FROM_STREAM)
  feed.subscribed(1)

  feed.lost(1)

  expect([clock.pending, renewed]).toEqual([0, []])
})

test('a book whose line was closed by us starts afresh where it cannot go on', async () => {
  const { feed, renewed, told } = aFeed(FROM_STREAM)
  feed.subscribed(1)
  feed.message(aSnapshot({ last: 5 }), 1)
  feed.retired(2, 1)
  expect(told()).toEqual(['live'])

  feed.retired(1, undefined)

  expect([renewed.length, feed.book.status]).toEqual([1, 'stale'])
})

test('a numbered book whose line was closed by us goes on with the one that is left', async () => {
  const { feed, renewed } = await aLiveFeed()

  feed.retired(1, 2)
  feed.message(anUpdate(11), 2)

  expect([renewed, feed.book.status, feed.book.bids.price(0)]).toEqual([[], 'live', 11])
})

test('a damaged frame starts the book over', async () => {
  const { feed, told } = await aLiveFeed()

  feed.damaged(1)

  expect(told().slice(1)).toEqual(['live', 'gap malformed'].map((word) => (word === 'live' ? 'syncing' : word)))
})

test('after its end nothing is told, asked for or left', async () => {
  const { feed, clock, events, fetches, reports, advance } = aFeed()
  feed.subscribed(1)
  await advance(0)

  feed.stop()
  const before = events.length
  fetches[0]?.answer.resolve(aRestSnapshot(10))
  await settled()
  feed.message(anUpdate(50), 1)
  feed.subscribed(2)
  await advance(TIMEOUT)

  expect([events.length, fetches.length, reports, clock.pending]).toEqual([before, 1, [], 0])
})

test('a failure that comes after its end is nobody’s', async () => {
  const { feed, clock, reports, advance, fail } = aFeed()
  feed.subscribed(1)
  await advance(0)

  feed.stop()
  await fail()

  expect([reports, clock.pending]).toEqual([[], 0])
})

test('whoever is told of a fault may end it', async () => {
  const { parts, clock } = feedParts()
  const feed: BookFeed = new BookFeed(orderbook('BTC/USDT'), {
    ...parts,
    report: () => feed.stop(),
  })
  feed.subscribed(1)
  feed.message(aSnapshot({ last: 10 }), 1)

  feed.message(anUpdate(15), 1)

  expect([feed.book.status, clock.pending]).toEqual(['stale', 0])
})
