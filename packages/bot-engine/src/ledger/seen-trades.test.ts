import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SeenTrades } from './seen-trades.ts'

test('a trade is new once', () => {
  const seen = new SeenTrades(10)
  expect(seen.look('a', 1)).toBe('new')

  seen.add('a', 1)
  expect(seen.look('a', 1)).toBe('seen')
  expect(seen.look('b', 0)).toBe('new')
})

test('beyond twice its number only the latest are kept, and what is older is forgotten, not new', () => {
  const seen = new SeenTrades(3)
  for (const time of [5, 1, 4, 2, 7, 6, 3]) seen.add(`${time}`, time)

  expect(seen.size).toBe(3)
  expect([5, 6, 7].map((time) => seen.look(`${time}`, time))).toEqual(['seen', 'seen', 'seen'])
  expect([1, 2, 3, 4].map((time) => seen.look(`${time}`, time))).toEqual(Array(4).fill('forgotten'))
  expect(seen.look('another', 5)).toBe('new')
})

test('trades of one millisecond are kept or forgotten together', () => {
  const seen = new SeenTrades(3)
  for (const [id, time] of [
    ['a', 1],
    ['b', 2],
    ['c', 2],
    ['d', 2],
    ['e', 2],
    ['f', 3],
    ['g', 4],
  ] as const)
    seen.add(id, time)

  expect(['b', 'c', 'd', 'e'].map((id) => seen.look(id, 2))).toEqual(Array(4).fill('seen'))
  expect(seen.look('a', 1)).toBe('forgotten')
})

test('memory is bounded even where time stands still', () => {
  const seen = new SeenTrades(3)
  for (let i = 0; i < 1_000; i++) seen.add(`${i}`, 1)

  expect(seen.size).toBeLessThanOrEqual(6)
  expect(seen.look('999', 1)).toBe('seen')
  expect(seen.look('1000', 1)).toBe('new')
})

test('whatever the order of their times, no trade is new a second time, and memory is bounded', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(10_000), { maxLength: 200, size: 'max' }),
      fc.integer({ min: 1, max: 20 }),
      (times, remember) => {
        let seen = new SeenTrades(remember)
        for (const time of times) {
          if (seen.look(`${time}`, time) === 'new') seen.add(`${time}`, time)
          expect(seen.size).toBeLessThanOrEqual(2 * remember)
          seen = new SeenTrades(remember, JSON.parse(JSON.stringify(seen.snapshot())))
        }
        for (const time of times) expect(seen.look(`${time}`, time)).not.toBe('new')
      },
    ),
  )
})
