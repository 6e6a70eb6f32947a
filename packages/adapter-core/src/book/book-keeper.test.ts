import { expect, test } from 'vitest'
import { aBookKeeper, aLiveBookKeeper, anUpdate, aRestSnapshot, aSnapshot, SUMMED } from '../../test/a-book-keeper.ts'

test('a book from REST asks for its snapshot when the subscription stands, and joins it to the updates', () => {
  const { keeper, told, book, counters, clock } = aBookKeeper()
  keeper.subscribed(1)
  expect(told).toEqual(['need'])
  for (const number of [8, 9, 10]) keeper.receive(anUpdate(number), 1)
  clock.advance(40)

  keeper.startFrom(aRestSnapshot(8))

  expect(told).toEqual(['need', 'live snapshot'])
  expect(book.bids.top(9)).toEqual([
    [10, 10],
    [9, 9],
    [1, 8],
  ])
  expect(book.change).toMatchObject({ kind: 'snapshot', sequence: 0, bids: book.bids.top(9) })
  expect(counters.lastTimeToLive).toBe(40)
})

test('a snapshot without any update since is the book, as of when it arrived', () => {
  const { keeper, told, book, clock } = aBookKeeper()
  keeper.subscribed(1)

  keeper.startFrom(aRestSnapshot(8))

  expect(told).toEqual(['need', 'live snapshot'])
  expect([book.timestamp, book.receivedAt]).toEqual([undefined, clock.now()])
})

test('a snapshot older than the updates at hand is not used, and another one is asked for', () => {
  const { keeper, told, book } = aBookKeeper()
  keeper.subscribed(1)
  keeper.receive(anUpdate(10), 1)
  keeper.receive(anUpdate(11), 1)

  keeper.startFrom(aRestSnapshot(8))
  expect([told, book.status]).toEqual([['need', 'need: the snapshot is older than the updates at hand'], 'syncing'])
  keeper.startFrom(aRestSnapshot(9))

  expect(told.at(-1)).toBe('live snapshot')
  expect(book.bids.top(1)).toEqual([[11, 11]])
})

test('updates are told one by one, and those that are old are not', () => {
  const { keeper, told, book } = aLiveBookKeeper()

  keeper.receive(anUpdate(9, 10), 1)
  keeper.receive(anUpdate(11, 13), 1)
  keeper.receive(anUpdate(13, 14), 1)

  expect(told).toEqual(['live delta', 'live delta'])
  expect(book.sequence).toBe(2)
})

test('a hole in the numbers is told exactly, and the book starts over from a new snapshot', () => {
  const { keeper, told, gaps, book, counters } = aLiveBookKeeper()

  keeper.receive(anUpdate(14, 15), 1)

  expect(told).toEqual(['syncing', 'gap sequence', 'need: expected update 11 and received 14'])
  expect(gaps).toEqual([
    {
      exchange: 'binance',
      symbol: 'BTC/USDT',
      channel: 'orderbook',
      cause: 'sequence',
      from: '11',
      to: '13',
      missed: 3,
      recovered: false,
    },
  ])
  expect(counters).toMatchObject({ sequenceGaps: 1, resyncs: 1 })
  keeper.startFrom(aRestSnapshot(13))
  expect([told.at(-1), book.bids.top(1)]).toEqual(['live snapshot', [[14, 15]]])
})

test('a snapshot that nobody needs is not used', () => {
  const { keeper, told } = aLiveBookKeeper()

  keeper.startFrom(aRestSnapshot(5))

  expect(told).toEqual([])
})

test('a socket that ends makes the book stale; a new one makes it live again', () => {
  const { keeper, told, gaps, clock, counters } = aLiveBookKeeper()

  keeper.lost(1)
  expect(told).toEqual(['stale', 'gap drop'])
  expect(gaps[0]).toMatchObject({ missed: undefined, recovered: false })
  expect(gaps[0]).not.toHaveProperty('from')
  keeper.startFrom(aRestSnapshot(20))
  clock.advance(60_000)
  keeper.subscribed(2)
  clock.advance(30)
  keeper.startFrom(aRestSnapshot(30))

  expect(told.slice(2)).toEqual(['syncing', 'need', 'live snapshot'])
  expect(counters.lastTimeToLive).toBe(30)
})

test('the end of a socket that the book does not follow changes nothing', () => {
  const { keeper, told } = aLiveBookKeeper()

  keeper.lost(7)

  expect(told).toEqual([])
})

test('a book that is lost while it is being synchronised has lost nothing that was told', () => {
  const { keeper, told } = aBookKeeper()
  keeper.subscribed(1)

  keeper.lost(1)

  expect(told).toEqual(['need', 'stale'])
})

test('a book that is given up says so to whoever holds its view', () => {
  const { keeper, told, book } = aLiveBookKeeper()

  keeper.abandon()
  keeper.receive(anUpdate(11), 1)

  expect([told, book.status]).toEqual([['stale'], 'stale'])
})

test('a damaged frame makes a live book suspect, on its own line alone', () => {
  const { keeper, told } = aLiveBookKeeper()

  keeper.damaged(2)
  expect(told).toEqual([])
  keeper.damaged(1)
  keeper.damaged(1)

  expect(told).toEqual(['syncing', 'gap malformed', 'need: a damaged frame'])
})

test('a standing subscription that is acknowledged again leaves a live book alone', () => {
  const { keeper, told } = aLiveBookKeeper()

  keeper.subscribed(1)

  expect(told).toEqual([])
})

test('updates that come before the subscription is acknowledged are not lost', () => {
  const { keeper, told, book } = aBookKeeper()
  keeper.receive(anUpdate(9), 1)
  keeper.subscribed(1)

  keeper.startFrom(aRestSnapshot(8))

  expect([told.at(-1), book.bids.top(1)]).toEqual(['live snapshot', [[9, 9]]])
})

test('more updates than are kept cost the oldest, and so a newer snapshot', () => {
  const { keeper, told } = aBookKeeper()
  keeper.subscribed(1)
  for (let number = 1; number <= 1_005; number++) keeper.receive(anUpdate(number), 1)

  keeper.startFrom(aRestSnapshot(4))
  expect(told.at(-1)).toContain('older than the updates')
  keeper.startFrom(aRestSnapshot(5))

  expect(told.at(-1)).toBe('live snapshot')
})

test('a book whose messages carry a checksum is live while it holds', () => {
  const { keeper, told, counters, book } = aBookKeeper(SUMMED)
  keeper.subscribed(1)
  keeper.receive(aSnapshot({ bids: [[1, 5]], checksum: 5 }), 1)
  keeper.receive(anUpdate(1, 1, { bids: [[2, 3]], checksum: 8 }), 1)
  expect(told).toEqual(['live snapshot', 'live delta'])

  keeper.receive(anUpdate(1, 1, { bids: [[3, 1]], checksum: 99 }), 1)

  expect(told.slice(2)).toEqual(['syncing', 'gap checksum', 'need: the checksum is not 99'])
  expect([counters.checksumFailures, counters.resyncs, book.change]).toEqual([1, 1, undefined])
})
