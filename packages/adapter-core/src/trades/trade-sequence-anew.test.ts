import { expect, test } from 'vitest'
import { aTradeSequence, DEADLINE, filled, PATIENCE, trade } from '../../test/a-trade-sequence.ts'

const HOUR = 3_600_000

/** A sequence that has told trades 1000 to 1002, each a second after the other. */
function aSequence() {
  const made = aTradeSequence()
  const at = (id: number, timestamp: number) => made.sequence.receive(trade(id, { timestamp }))
  for (const [i, id] of [1_000, 1_001, 1_002].entries()) at(id, i * 1_000)
  made.told.length = 0
  return { ...made, at }
}

test('a venue that begins to count anew is followed, and what may be missing is said to be unknown', () => {
  const { at, told, gaps, sequence, counters, clock } = aSequence()

  at(3, HOUR)
  at(4, HOUR + 1)
  at(4, HOUR + 1)

  expect(told).toEqual(['epoch', 3, 4])
  expect(gaps).toEqual([
    { exchange: 'binance', symbol: 'BTC/USDT', channel: 'trades', cause: 'epoch', missed: undefined, recovered: false },
  ])
  expect([counters, sequence.whole, clock.pending]).toEqual([{ duplicates: 1, backfilled: 0, missed: 0 }, true, 0])
})

test('it may begin anew again and again, near where it began before', () => {
  const { at, told } = aSequence()

  for (const id of [3, 4, 5]) at(id, HOUR + id)
  for (const id of [4, 5, 6]) at(id, 2 * HOUR + id)

  expect(told).toEqual(['epoch', 3, 4, 5, 'epoch', 4, 5, 6])
})

test.each([
  ['of the same time', 2_000],
  ['that is earlier', 0],
  ['that is hardly later', 7_000],
  ['whose time is unknown', undefined],
])('a lower number %s is a trade that comes again', (_, timestamp) => {
  const { told, sequence, counters } = aSequence()

  sequence.receive(trade(1, { timestamp }))

  expect([told, counters.duplicates]).toEqual([[], 1])
})

test('the last number again is that trade, however late', () => {
  const { at, told, counters } = aSequence()

  at(1_002, HOUR)

  expect([told, counters.duplicates]).toEqual([[], 1])
})

test('nothing is known of a count that was only announced', () => {
  const { sequence, told, counters } = aTradeSequence()
  sequence.watermark('1000')

  sequence.receive(trade(3, { timestamp: HOUR }))

  expect([told, counters.duplicates]).toEqual([[], 1])
})

test('what comes again while a hole is open does not look later than what is held', () => {
  const { at, told, sequence, clock, fetches } = aSequence()
  sequence.lost()
  sequence.resumed()
  at(1_010, HOUR)
  at(1_000, HOUR)
  at(1_001, HOUR + 5_000)
  clock.advance(DEADLINE)

  expect([told, fetches.length]).toEqual([['missing 1003-1009', 1_010], 1])
})

test('what is held of the old count is told before the new one begins, and its hole is closed', () => {
  const { at, told, sequence, clock, fetches } = aSequence()
  at(1_005, 3_000)
  clock.advance(PATIENCE)

  at(3, HOUR)
  const [asked] = fetches
  if (asked === undefined) expect.unreachable()
  sequence.fill(asked, filled(1_003, 1_004))
  at(4, HOUR)

  expect(told).toEqual(['missing 1003-1004', 1_005, 'epoch', 3, 4])
  expect([clock.pending, sequence.whole]).toEqual([0, true])
})

test('a reset during an outage is found by the first trade after it', () => {
  const { at, told, sequence, clock, fail } = aSequence()
  sequence.lost()
  sequence.resumed()
  fail()
  at(3, HOUR)

  expect([told, clock.pending, sequence.whole]).toEqual([['epoch', 3], 0, true])
})
