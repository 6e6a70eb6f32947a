import { expect, test } from 'vitest'
import { aTradeSequence, DEADLINE, PATIENCE, trade } from '../../test/a-trade-sequence.ts'

test('after a drop what was missed is fetched at once, whether a trade shows it or not', () => {
  const { told, gaps, receive, fetches, fill, sequence } = aTradeSequence()
  receive(1)
  sequence.lost()
  expect(sequence.whole).toBe(false)
  sequence.resumed()
  expect(fetches).toEqual([{ after: 1, afterTimestamp: trade(1).timestamp, before: undefined }])

  fill(2, 3)
  receive(4)

  expect(told).toEqual([1, 2, 3, 'recovered 2-3', 4])
  expect(gaps[0]?.cause).toBe('drop')
})

test('a drop in which nothing happened is no gap', () => {
  const { gaps, receive, fill, sequence, clock } = aTradeSequence()
  receive(1)
  sequence.lost()
  sequence.resumed()

  fill()
  receive(2)

  expect(gaps).toEqual([])
  expect([sequence.whole, clock.pending]).toEqual([true, 0])
})

test('a drop that cannot be looked into is told by the first trade after it, as a drop', () => {
  const { told, gaps, receive, fetches, fail, sequence } = aTradeSequence()
  receive(1)
  sequence.lost()
  sequence.resumed()
  fail()
  expect([told, sequence.whole]).toEqual([[1], false])

  receive(5)
  expect(fetches.at(-1)).toMatchObject({ after: 1, before: 5 })
  fail()

  expect(told).toEqual([1, 'missing 2-4', 5])
  expect(gaps[0]?.cause).toBe('drop')
})

test('a trade that follows the last one shows that a drop cost nothing', () => {
  const { receive, fetches, sequence } = aTradeSequence()
  receive(1)
  sequence.lost()

  receive(2)
  sequence.resumed()

  expect([fetches, sequence.whole]).toEqual([[], true])
})

test('a drop while a hole is open is looked into when the hole is closed', () => {
  const { told, gaps, receive, clock, fetches, fill, sequence } = aTradeSequence()
  receive(1, 3)
  clock.advance(PATIENCE)
  sequence.lost()
  sequence.resumed()
  expect(fetches).toHaveLength(1)

  fill(2)
  expect(fetches.at(-1)).toMatchObject({ after: 3, before: undefined })
  fill(4)

  expect(told).toEqual([1, 2, 3, 'recovered 2-2', 4, 'recovered 4-4'])
  expect(gaps.map(({ cause }) => cause)).toEqual(['sequence', 'drop'])
})

test('a drop before anything was told has cost nothing that is known', () => {
  const { told, receive, fetches, sequence } = aTradeSequence()
  sequence.lost()
  sequence.resumed()

  receive(10, 11)

  expect([told, fetches]).toEqual([[10, 11], []])
})

test('the venue saying what the last trade was shows a hole that no trade has shown yet', () => {
  const { told, receive, clock, fetches, fill, sequence } = aTradeSequence()
  receive(1)
  sequence.watermark('1')
  sequence.watermark('3')
  clock.advance(PATIENCE)
  expect(fetches).toEqual([{ after: 1, afterTimestamp: trade(1).timestamp, before: undefined }])
  sequence.watermark('4')

  fill(2, 3)

  expect(told).toEqual([1, 2, 3, 'recovered 2-3'])
})

test('trades that come just after they were announced close the hole themselves', () => {
  const { told, receive, clock, fetches, sequence } = aTradeSequence()
  receive(1)
  sequence.watermark('3')

  receive(2, 3)
  clock.advance(DEADLINE)

  expect([told, fetches]).toEqual([[1, 2, 3], []])
})

test('what was announced before the first trade is where counting begins', () => {
  const { told, receive, sequence, clock, fail } = aTradeSequence()
  sequence.watermark('4')
  sequence.watermark('not a number')

  receive(4, 6)
  clock.advance(PATIENCE)
  fail()

  expect(told).toEqual(['missing 5-5', 6])
})

test('what only the venue’s announcements speak for is fetched ever less often while nothing comes of it', () => {
  const { told, receive, clock, fetches, fail, fill, sequence } = aTradeSequence()
  receive(1)
  const asked: number[] = []
  for (let second = 0; second < 120; second++) {
    sequence.watermark('3')
    const before = fetches.length
    clock.advance(PATIENCE)
    if (fetches.length > before) {
      asked.push(second)
      fail()
    }
    clock.advance(1_000 - PATIENCE)
  }
  expect(asked).toEqual([0, 2, 5, 10, 19, 36, 67, 98])

  clock.advance(30_000)
  sequence.watermark('3')
  clock.advance(PATIENCE)
  fill(2, 3)
  sequence.watermark('4')
  clock.advance(PATIENCE)
  fill(4)

  expect(told).toEqual([1, 2, 3, 'recovered 2-3', 4, 'recovered 4-4'])
})

test('a hole that a trade shows is fetched at once, however often that was in vain', () => {
  const { receive, clock, fetches, fail, sequence } = aTradeSequence()
  receive(1)
  for (let id = 3; id < 20; id += 2) {
    receive(id)
    clock.advance(PATIENCE)
    fail()
  }
  sequence.watermark('30')
  clock.advance(PATIENCE)

  expect(fetches).toHaveLength(9)
})
