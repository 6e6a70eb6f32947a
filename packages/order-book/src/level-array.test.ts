import type { Level } from '@md/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { marksOf, NaiveSide, someLevels } from '../test/naive-book.ts'
import { LevelArray } from './level-array.ts'

const LEVELS: readonly Level[] = [
  [100, 1],
  [102, 3],
  [101, 2],
]

function aSide(side: 'bids' | 'asks', levels = LEVELS): LevelArray {
  const array = new LevelArray(side)
  array.replace(levels)
  return array
}

test('bids begin with the highest price, asks with the lowest', () => {
  expect([...aSide('bids')]).toEqual([
    [102, 3],
    [101, 2],
    [100, 1],
  ])
  expect([...aSide('asks')]).toEqual([
    [100, 1],
    [101, 2],
    [102, 3],
  ])
})

test('tells each level by its rank, and NaN beyond the last', () => {
  const bids = aSide('bids')

  expect([bids.price(0), bids.amount(0)]).toEqual([102, 3])
  expect([bids.price(2), bids.amount(2)]).toEqual([100, 1])
  expect([bids.price(3), bids.amount(3)]).toEqual([Number.NaN, Number.NaN])
  expect(bids.size).toBe(3)
})

test('gives a copy of the best levels, as many as there are', () => {
  const asks = aSide('asks')
  const top = asks.top(2)

  asks.clear()

  expect(top).toEqual([
    [100, 1],
    [101, 2],
  ])
  expect(aSide('asks').top(9)).toHaveLength(3)
  expect(asks.top(9)).toEqual([])
})

test('sets a level, changes it and removes it', () => {
  const asks = aSide('asks')

  asks.set(100.5, 7)
  asks.set(101, 8)
  asks.set(102, 0)

  expect([...asks]).toEqual([
    [100, 1],
    [100.5, 7],
    [101, 8],
  ])
})

test('removing a level that is not there changes nothing', () => {
  const bids = aSide('bids')

  bids.set(99, 0)
  bids.set(101.5, 0)

  expect(bids.size).toBe(3)
})

test('of two levels with one price in a snapshot the later counts, a removal too', () => {
  const twice = aSide('bids', [
    [100, 1],
    [100, 2],
    [101, 5],
    [101, 0],
    [99, 0],
  ])

  expect([...twice]).toEqual([[100, 2]])
})

test('trims to its best levels and tells which prices it cut', () => {
  const bids = aSide('bids')

  expect(bids.trim(3)).toEqual([])
  expect(bids.trim(1)).toEqual([
    [100, 0],
    [101, 0],
  ])
  expect([...bids]).toEqual([[102, 3]])
})

test('keeps a mark beside each level, and none where it is not asked to', () => {
  const marked = new LevelArray('asks', { marked: true })
  marked.replace(LEVELS, ['a', 'c', 'b'])
  marked.set(101, 9, 'new')
  marked.set(100.5, 1)

  expect([0, 1, 2, 3, 4].map((i) => marked.mark(i))).toEqual(['a', '', 'new', 'c', ''])
  expect(aSide('asks').mark(0)).toBe('')
})

type Step = { readonly replace: Level[] } | { readonly set: Level[] } | { readonly trim: number }

/** `prices`: how many there are. A book of many has room to grow, and most of its changes are far from the best. */
const someSteps = (prices: number) =>
  fc.array(
    fc.oneof(
      { weight: 1, arbitrary: fc.record({ replace: someLevels(prices, prices) }) },
      { weight: 5, arbitrary: fc.record({ set: someLevels(prices / 3, prices) }) },
      { weight: 1, arbitrary: fc.record({ trim: fc.nat(prices / 3) }) },
    ),
    { maxLength: 20, size: 'max' },
  )

test.each([
  ['bids', 'highest', 36],
  ['asks', 'lowest', 36],
  ['bids', 'highest', 300],
  ['asks', 'lowest', 300],
] as const)(
  '%s are what a sorted map would be, %s first, marks included, after any changes of %d prices',
  (side, best, prices) => {
    fc.assert(
      fc.property(someSteps(prices), (sequence) => {
        const array = new LevelArray(side, { marked: true })
        const model = new NaiveSide(best)
        for (const step of sequence) {
          take(array, step)
          takeNaively(model, step)

          expect([...array]).toEqual(model.levels)
          expect(array.top(array.size).map((_, i) => array.mark(i))).toEqual(model.marks)
        }
      }),
      { numRuns: 50 },
    )
  },
)

function take(array: LevelArray, step: Step): void {
  if ('replace' in step) array.replace(step.replace, marksOf(step.replace))
  else if ('trim' in step) array.trim(step.trim)
  else for (const [i, [price, amount]] of step.set.entries()) array.set(price, amount, marksOf(step.set)[i])
}

function takeNaively(model: NaiveSide, step: Step): void {
  if ('trim' in step) {
    model.trim(step.trim)
    return
  }
  if ('replace' in step) model.clear()
  const levels = 'replace' in step ? step.replace : step.set
  model.apply(levels, marksOf(levels))
}
