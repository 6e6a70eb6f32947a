import { expect, test } from 'vitest'
import {
  aBookKeeper,
  aLiveBookKeeper,
  anUpdate,
  aRestSnapshot,
  aSnapshot,
  PLAUSIBLE,
  SUMMED,
} from '../../test/a-book-keeper.ts'

const ASK = [[1_000, 1]] as const

test('a numbered book goes over to a new socket whose updates it knows, and loses none', () => {
  const { keeper, told, book } = aLiveBookKeeper()

  keeper.receive(anUpdate(10), 2)
  keeper.receive(anUpdate(11), 1)
  expect([keeper.follows(2), told]).toEqual([true, []])
  keeper.receive(anUpdate(11), 2)
  keeper.receive(anUpdate(12), 2)

  expect(told).toEqual(['live delta', 'live delta'])
  expect(book.bids.top(1)).toEqual([[12, 12]])
})

test('a new socket that is ahead waits until the old one has caught up', () => {
  const { keeper, told, book } = aLiveBookKeeper()

  keeper.receive(anUpdate(12), 2)
  keeper.receive(anUpdate(13), 2)
  expect([told, keeper.follows(1)]).toEqual([[], true])
  keeper.receive(anUpdate(11), 1)
  keeper.receive(anUpdate(14), 2)

  expect(told).toEqual(['live delta', 'live delta', 'live delta', 'live delta'])
  expect([keeper.follows(2), book.bids.top(1)]).toEqual([true, [[14, 14]]])
})

test('a book whose line was closed by us goes on with the one that is left, and notices what is missing', () => {
  const { keeper, told } = aLiveBookKeeper()

  expect(keeper.moveTo(2)).toBe(true)
  keeper.receive(anUpdate(11), 2)
  expect(told).toEqual(['live delta'])
  keeper.receive(anUpdate(13), 2)

  expect(told.slice(1)).toEqual(['syncing', 'gap sequence', 'need: expected update 12 and received 13'])
})

test('a book that is not numbered, or not live, cannot be moved', () => {
  const plausible = aBookKeeper(PLAUSIBLE)
  plausible.keeper.subscribed(1)
  plausible.keeper.receive(aSnapshot({ bids: [[1, 1]] }), 1)

  expect(plausible.keeper.moveTo(2)).toBe(false)
  expect(aBookKeeper().keeper.moveTo(2)).toBe(false)
})

test('a book that is not live yet is made from the newest socket that speaks of it', () => {
  const { keeper, told, book } = aBookKeeper()
  keeper.subscribed(1)
  keeper.receive(anUpdate(5), 1)

  keeper.receive(anUpdate(20), 2)
  keeper.receive(anUpdate(6), 1)
  keeper.startFrom(aRestSnapshot(19))

  expect([told.at(-1), book.bids.top(1), keeper.follows(2)]).toEqual(['live snapshot', [[20, 20]], true])
})

test('a book that begins with a snapshot goes over to the socket that sends one', () => {
  const { keeper, told, book } = aBookKeeper(PLAUSIBLE)
  keeper.subscribed(1)
  keeper.receive(aSnapshot({ bids: [[1, 1]], asks: ASK }), 1)
  keeper.receive(anUpdate(0, 0, { bids: [[2, 2]] }), 2)
  expect(book.bids.top(9)).toEqual([[1, 1]])

  keeper.receive(aSnapshot({ bids: [[3, 3]], asks: ASK }), 2)
  keeper.receive(anUpdate(0, 0, { bids: [[4, 4]] }), 1)
  keeper.receive(anUpdate(0, 0, { bids: [[5, 5]] }), 2)

  expect(told).toEqual(['live snapshot', 'live snapshot', 'live delta'])
  expect(book.bids.top(9)).toEqual([
    [5, 5],
    [3, 3],
  ])
})

test('a snapshot that an old socket still sends is not taken for the newest', () => {
  const { keeper, told } = aBookKeeper(PLAUSIBLE)
  keeper.subscribed(1)
  keeper.receive(aSnapshot({ bids: [[1, 1]], asks: ASK }), 1)
  keeper.receive(aSnapshot({ bids: [[2, 2]], asks: ASK }), 2)

  keeper.receive(aSnapshot({ bids: [[1, 1]], asks: ASK }), 1)

  expect([told.length, keeper.follows(2)]).toEqual([2, true])
})

test('a new snapshot of a book that is live is no synchronisation', () => {
  const { keeper, clock, counters } = aBookKeeper(PLAUSIBLE)
  keeper.subscribed(1)
  clock.advance(20)
  keeper.receive(aSnapshot({ bids: [[1, 1]] }), 1)
  clock.advance(3_600_000)

  keeper.receive(aSnapshot({ bids: [[2, 1]] }), 2)

  expect(counters.lastTimeToLive).toBe(20)
})

test('updates before the first snapshot are not applied', () => {
  const { keeper, told, book } = aBookKeeper(PLAUSIBLE)
  keeper.subscribed(1)
  keeper.receive(anUpdate(0, 0, { bids: [[2, 2]] }), 1)

  keeper.receive(aSnapshot({ bids: [[1, 1]] }), 1)

  expect([told, book.bids.top(9)]).toEqual([['live snapshot'], [[1, 1]]])
})

test('a crossed book is not believed where nothing better tells', () => {
  const { keeper, told, counters } = aBookKeeper(PLAUSIBLE)
  keeper.subscribed(1)
  keeper.receive(aSnapshot({ bids: [[1, 1]], asks: [[2, 1]] }), 1)

  keeper.receive(anUpdate(0, 0, { bids: [[2, 1]] }), 1)

  expect(told.slice(1)).toEqual(['syncing', 'gap crossed', 'need: the best bid is not below the best ask'])
  expect(counters).toMatchObject({ crossed: 1, resyncs: 1 })
})

test('a snapshot that does not verify is no book', () => {
  const { keeper, told, book } = aBookKeeper(SUMMED)
  keeper.subscribed(1)

  keeper.receive(aSnapshot({ bids: [[1, 1]], checksum: 7 }), 1)

  expect(told).toEqual(['gap checksum', 'need: the checksum is not 7'])
  expect(book.status).toBe('syncing')
})

test('a book that leaves what its snapshot knew is looked up further, without a gap', () => {
  const bids = [100, 99, 98, 97].map((price) => [price, 1] as const)
  const { keeper, told } = aBookKeeper(undefined, { wantedDepth: 2 })
  keeper.subscribed(1)
  keeper.startFrom(aRestSnapshot(5, { bids, cut: { bids: true, asks: false } }))
  for (const price of [100, 99]) keeper.receive(anUpdate(105 - price + 1, undefined, { bids: [[price, 0]] }), 1)
  expect(told).toEqual(['need', 'live snapshot', 'live delta', 'live delta'])

  keeper.receive(anUpdate(8, 8, { bids: [[98, 0]] }), 1)

  expect(told.slice(4)).toEqual(['syncing', 'need'])
})
