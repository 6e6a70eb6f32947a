import { aTrade, ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { aTradeSequence, DEADLINE, filled, PATIENCE, trade } from '../../test/a-trade-sequence.ts'
import type { MissingTrades } from './hole.ts'
import { TradeSequence } from './trade-sequence.ts'

test('trades that follow each other are told as they come', () => {
  const { told, receive, clock, sequence } = aTradeSequence()

  receive(7, 8, 9)

  expect(told).toEqual([7, 8, 9])
  expect(clock.pending).toBe(0)
  expect(sequence.whole).toBe(true)
})

test('a trade that comes twice is told once', () => {
  const { told, receive, counters } = aTradeSequence()

  receive(1, 2, 2, 1, 3)

  expect(told).toEqual([1, 2, 3])
  expect(counters.duplicates).toBe(2)
})

test('trades that overtook each other are put in order without asking anybody', () => {
  const { told, receive, clock, fetches, gaps } = aTradeSequence()

  receive(1, 3, 4, 2, 5)
  clock.advance(DEADLINE)

  expect(told).toEqual([1, 2, 3, 4, 5])
  expect([fetches, gaps]).toEqual([[], []])
  expect(clock.pending).toBe(0)
})

test('a hole is waited on for a moment, then fetched, and told as recovered', () => {
  const { told, receive, clock, fetches, fill, counters, sequence } = aTradeSequence()
  sequence.receive(trade(1, { timestamp: 777 }))
  receive(5)
  clock.advance(PATIENCE - 1)
  expect(fetches).toEqual([])
  clock.advance(1)
  expect(fetches).toEqual([{ after: 1, afterTimestamp: 777, before: 5 }])
  expect(sequence.whole).toBe(false)

  receive(6)
  fill(2, 3, 4)

  expect(told).toEqual([1, 2, 3, 4, 5, 6, 'recovered 2-4'])
  expect(counters).toEqual({ duplicates: 0, backfilled: 3, missed: 0 })
  expect(sequence.whole).toBe(true)
  expect(clock.pending).toBe(0)
})

test('what cannot be fetched is told exactly, before what follows it', () => {
  const { told, gaps, receive, clock, fail, counters } = aTradeSequence()
  receive(1, 4, 6)
  clock.advance(PATIENCE)

  fail()

  expect(told).toEqual([1, 'missing 2-3', 4, 'missing 5-5', 6])
  expect(gaps[0]).toEqual({
    exchange: 'binance',
    symbol: 'BTC/USDT',
    channel: 'trades',
    cause: 'sequence',
    from: '2',
    to: '3',
    missed: 2,
    recovered: false,
  })
  expect(counters.missed).toBe(3)
  expect(clock.pending).toBe(0)
})

test('what arrives after it was told missing is dropped', () => {
  const { told, receive, clock, fail, counters } = aTradeSequence()
  receive(1, 3)
  clock.advance(PATIENCE)
  fail()

  receive(2, 4)

  expect(told).toEqual([1, 'missing 2-2', 3, 4])
  expect(counters.duplicates).toBe(1)
})

test('live trades wait no longer than the deadline', () => {
  const { told, receive, clock } = aTradeSequence()
  receive(1, 3)

  clock.advance(DEADLINE)

  expect(told).toEqual([1, 'missing 2-2', 3])
  expect(clock.pending).toBe(0)
})

test('a fetch that brought a part is followed by another', () => {
  const { told, receive, clock, fetches, fill, fail } = aTradeSequence()
  receive(1, 6)
  clock.advance(PATIENCE)
  fill(2, 4)
  expect(fetches.at(-1)).toMatchObject({ after: 2, before: 4 })

  fail()

  expect(told).toEqual([1, 2, 'missing 3-3', 4, 'missing 5-5', 6, 'recovered 2-4'])
})

test('no hole is fetched for more than three times', () => {
  const { told, receive, clock, fetches, fill } = aTradeSequence()
  receive(1, 9)
  clock.advance(PATIENCE)

  for (const id of [2, 3, 4]) fill(id)

  expect(fetches).toHaveLength(3)
  expect(told).toEqual([1, 2, 3, 4, 'missing 5-8', 9, 'recovered 2-4'])
})

test('a fetch that brought nothing of use is not repeated', () => {
  const { told, receive, clock, fetches, fill } = aTradeSequence()
  receive(1, 3)
  clock.advance(PATIENCE)

  fill(1)

  expect(fetches).toHaveLength(1)
  expect(told).toEqual([1, 'missing 2-2', 3])
})

test('the late answer to a hole that was given up does not end the next one', () => {
  const { told, receive, clock, fetches, sequence } = aTradeSequence()
  receive(1, 3)
  clock.advance(DEADLINE)
  receive(6)
  clock.advance(PATIENCE)
  const [first, second] = fetches
  if (first === undefined || second === undefined) expect.unreachable()

  sequence.unavailable(first)
  sequence.fill(first, filled(2))
  expect(told).toEqual([1, 'missing 2-2', 3])
  sequence.fill(second, filled(4, 5))

  expect(told.slice(3)).toEqual([4, 5, 6, 'recovered 4-5'])
})

test('trades of a venue that does not number them are told as they come', () => {
  const { told, sequence } = aTradeSequence()

  for (const id of ['a', 'b', 'a']) sequence.receive(aTrade({ id }))
  sequence.receive(trade(1))
  sequence.receive(aTrade({ id: 'c' }))

  expect(told).toEqual([Number.NaN, Number.NaN, Number.NaN, 1, Number.NaN])
})

test('holds only so many trades, then goes on without the missing one', () => {
  const { told, receive } = aTradeSequence()
  receive(1)
  for (let id = 3; told.length === 1 && id < 50_000; id++) receive(id)

  expect(told.slice(0, 3)).toEqual([1, 'missing 2-2', 3])
  expect(told).toHaveLength(10_002)
})

/** A sequence that is stopped by whoever is told of the first gap. */
function aStoppedSequence() {
  const clock = new ManualClock()
  const told: string[] = []
  const fetches: MissingTrades[] = []
  const counters = { duplicates: 0, backfilled: 0, missed: 0 }
  const sequence = new TradeSequence(
    { exchange: 'binance', symbol: 'BTC/USDT', clock, random: () => 0, counters, deadline: DEADLINE },
    { emit: ({ id }) => told.push(id), gap: () => sequence.stop(), fetch: (missing) => fetches.push(missing) },
  )
  return { clock, told, sequence, asked: () => fetches.at(-1) ?? expect.unreachable() }
}

test('lets go of everything when it is stopped by whoever is told what is missing', () => {
  const { clock, told, sequence, asked } = aStoppedSequence()
  for (const id of [1, 3, 5]) sequence.receive(trade(id))
  clock.advance(PATIENCE)

  clock.advance(DEADLINE)
  sequence.fill(asked(), filled(2))

  expect([told, clock.pending]).toEqual([['1'], 0])
})

test('opens nothing more when it is stopped by whoever is told what was recovered', () => {
  const { clock, told, sequence, asked } = aStoppedSequence()
  for (const id of [1, 3]) sequence.receive(trade(id))
  clock.advance(PATIENCE)
  sequence.lost()
  sequence.resumed()

  sequence.fill(asked(), filled(2))

  expect([told, clock.pending]).toEqual([['1', '2', '3'], 0])
})
