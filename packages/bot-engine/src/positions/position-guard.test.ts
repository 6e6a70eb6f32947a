import { InvalidInputError } from '@md/types'
import { expect, test } from 'vitest'
import { BTC, NOON } from '../../test/ledger-fills.ts'
import type { PositionView } from '../strategy/context.ts'
import type { Barriers } from './barriers.ts'
import { PositionGuard } from './position-guard.ts'

const aPosition = (size: number, averageEntry = '100', openedAt: number | undefined = NOON): PositionView => ({
  market: BTC,
  amount: `${size}`,
  size,
  averageEntry: size === 0 ? '0' : averageEntry,
  realised: '0',
  openedAt: size === 0 ? undefined : openedAt,
})

const FLAT = aPosition(0)

function aGuard(barriers: Barriers, size = 1, entry = '100'): PositionGuard {
  const guard = new PositionGuard(barriers)
  guard.opened(aPosition(size, entry), NOON)
  return guard
}

/** Reasons, one for each price. */
const reasons = (guard: PositionGuard, prices: readonly number[]) =>
  prices.map((price) => guard.check(price, NOON + 1)?.reason)

test('nothing fires without a position, after it, or without barriers', () => {
  const guard = new PositionGuard({ stopLoss: 0.02, timeLimitMs: 10 })
  expect(reasons(guard, [1, 1e9])).toEqual([undefined, undefined])

  guard.opened(aPosition(1), NOON)
  guard.closed()
  expect(guard.check(1, NOON + 99)).toBeUndefined()
  expect(guard.dueAt).toBeUndefined()
  expect(reasons(aGuard({}), [1, 1e9])).toEqual([undefined, undefined])
  expect(reasons(new PositionGuard(), [1])).toEqual([undefined])
})

test.each([
  ['long', 1, 98.01, 98, 'stop-loss'],
  ['long', 1, 104.99, 105, 'take-profit'],
  ['short', -1, 101.99, 102, 'stop-loss'],
  ['short', -1, 95.01, 95, 'take-profit'],
] as const)('a %s (%d) is left alone at %d and ended at %d: %s', (_, size, before, at, reason) => {
  const guard = aGuard({ stopLoss: 0.02, takeProfit: 0.05 }, size)
  expect(guard.check(before, NOON)).toBeUndefined()
  expect(guard.check(at, NOON)).toEqual({ reason, price: at, threshold: at })
})

test('a threshold is the price that a person would work out: 7 % under 100 is 93', () => {
  expect(reasons(aGuard({ stopLoss: 0.07 }), [93.01, 93])).toEqual([undefined, 'stop-loss'])
  expect(aGuard({ stopLoss: 0.07 }, 1, '100.1').check(93.09, NOON)?.threshold).toBe(93.093)
  expect(reasons(aGuard({ takeProfit: 0.9 }, 1, '0.3'), [0.57])).toEqual(['take-profit'])
  expect(reasons(aGuard({ trailing: { activation: 0, distance: 0.1 } }, 1, '1'), [1.3, 1.21, 1.2])).toEqual([
    undefined,
    undefined,
    'trailing-stop',
  ])
})

test('a market that jumps over the stop ends the position at the price seen', () => {
  expect(aGuard({ stopLoss: 0.02 }).check(60, NOON)).toEqual({ reason: 'stop-loss', price: 60, threshold: 98 })
  expect(aGuard({ stopLoss: 0.02 }, -1).check(160, NOON)).toEqual({ reason: 'stop-loss', price: 160, threshold: 102 })
})

test('a trailing stop waits for its gain, and then follows the best price', () => {
  const guard = aGuard({ trailing: { activation: 0.05, distance: 0.02 } })
  expect(reasons(guard, [104.9, 90, 105, 103.01, 110, 108.01])).toEqual(Array(6).fill(undefined))
  expect(guard.check(108, NOON)).toEqual({ reason: 'trailing-stop', price: 108, threshold: 108 })
})

test('a trailing stop follows a short downwards', () => {
  const guard = aGuard({ trailing: { activation: 0.05, distance: 0.02 } }, -1)
  expect(reasons(guard, [95.1, 110, 95, 96.99, 90, 91.99])).toEqual(Array(6).fill(undefined))
  expect(guard.check(92, NOON)).toEqual({ reason: 'trailing-stop', price: 92, threshold: 92 })
})

test('a trailing stop without activation guards from the entry on', () => {
  const guard = aGuard({ trailing: { activation: 0, distance: 0.02 } })
  expect(guard.check(98, NOON)).toEqual({ reason: 'trailing-stop', price: 98, threshold: 98 })
})

test('the stop moves to the entry plus its offset once the gain was there', () => {
  const guard = aGuard({ stopLoss: 0.1, breakEven: { trigger: 0.03, offset: 0.01 } })
  expect(reasons(guard, [102.9, 100, 95, 103, 101.01])).toEqual(Array(5).fill(undefined))
  expect(guard.check(101, NOON)).toEqual({ reason: 'break-even', price: 101, threshold: 101 })
})

test('of several stops the tightest fires', () => {
  const barriers: Barriers = {
    stopLoss: 0.05,
    breakEven: { trigger: 0.02, offset: 0 },
    trailing: { activation: 0.02, distance: 0.04 },
  }
  expect(reasons(aGuard(barriers), [95])).toEqual(['stop-loss'])
  expect(reasons(aGuard(barriers), [103, 100])).toEqual([undefined, 'break-even'])
  expect(reasons(aGuard(barriers), [106, 102])).toEqual([undefined, 'trailing-stop'])
})

test('the time limit counts from the opening, and a price barrier goes first', () => {
  const guard = aGuard({ timeLimitMs: 1_000, stopLoss: 0.02 })
  expect(guard.dueAt).toBe(NOON + 1_000)
  expect(guard.check(100, NOON + 999)).toBeUndefined()
  expect(guard.check(100, NOON + 1_000)).toEqual({ reason: 'time-limit', price: 100, threshold: NOON + 1_000 })
  expect(guard.check(97, NOON + 1_000)?.reason).toBe('stop-loss')
})

test('a position nobody knows the age of is as old as its guard', () => {
  const guard = new PositionGuard({ timeLimitMs: 1_000 })
  guard.changed({ ...aPosition(1), openedAt: undefined }, NOON + 5)
  expect(guard.dueAt).toBe(NOON + 1_005)

  guard.changed({ ...aPosition(2), openedAt: undefined }, NOON + 50)
  expect(guard.dueAt).toBe(NOON + 1_005)
})

test('a position that grows has new thresholds, and keeps its best price and its age', () => {
  const guard = aGuard({ stopLoss: 0.1, timeLimitMs: 1_000, trailing: { activation: 0.05, distance: 0.03 } })
  guard.check(106, NOON)
  guard.changed(aPosition(2, '104'), NOON + 500)

  expect(guard.dueAt).toBe(NOON + 1_000)
  expect(reasons(guard, [102.89, 102.88])).toEqual([undefined, 'trailing-stop'])
})

test('averaging down does not move the stop for a gain that was never made', () => {
  const guard = aGuard({ breakEven: { trigger: 0.02, offset: 0 } })
  guard.check(101.5, NOON)
  guard.changed(aPosition(2, '95'), NOON)

  expect(reasons(guard, [90, 96.8, 95])).toEqual([undefined, undefined, undefined])
  expect(reasons(guard, [96.9, 95])).toEqual([undefined, 'break-even'])
})

test('a stop at break even goes back where a dearer entry would not have let it move', () => {
  const guard = aGuard({ breakEven: { trigger: 0.02, offset: 0.01 } })
  guard.check(103, NOON)
  guard.changed(aPosition(1.1, '100.5'), NOON)
  expect(guard.check(101.5, NOON)?.reason).toBe('break-even')

  guard.changed(aPosition(9, '102.5'), NOON)
  expect(guard.check(101.5, NOON)).toBeUndefined()
})

test('a partial exit changes nothing', () => {
  const guard = aGuard({ trailing: { activation: 0, distance: 0.02 } })
  guard.check(110, NOON)
  guard.changed(aPosition(0.1), NOON)
  expect(guard.check(108, NOON)?.threshold).toBe(108)
})

test('a position that was turned, or closed and opened again, begins anew', () => {
  const guard = aGuard({ trailing: { activation: 0, distance: 0.02 } })
  guard.check(110, NOON)

  guard.changed(aPosition(-1, '105', NOON + 1), NOON + 1)
  expect(reasons(guard, [106.9, 107.2])).toEqual([undefined, 'trailing-stop'])

  guard.changed(FLAT, NOON + 2)
  expect(reasons(guard, [1, 1e6])).toEqual([undefined, undefined])

  guard.changed(aPosition(1, '50', NOON + 3), NOON + 3)
  expect(reasons(guard, [49.1, 49])).toEqual([undefined, 'trailing-stop'])

  guard.check(60, NOON + 4)
  guard.changed(aPosition(1, '50', NOON + 5), NOON + 5)
  expect(reasons(guard, [49.1])).toEqual([undefined])
})

test('a trailing stop that was armed has to be earned again by the next position', () => {
  const guard = aGuard({ trailing: { activation: 0.05, distance: 0.02 } })
  guard.check(110, NOON)

  guard.changed(aPosition(1, '109', NOON + 1), NOON + 1)
  expect(reasons(guard, [100])).toEqual([undefined])
})

test.each([Number.NaN, 0, -1, Number.POSITIVE_INFINITY])('a price of %d ends nothing', (price) => {
  const barriers: Barriers = { stopLoss: 0.02, takeProfit: 0.02, trailing: { activation: 0.01, distance: 0.01 } }
  for (const size of [1, -1]) {
    const guard = aGuard(barriers, size)
    const before = guard.snapshot()
    expect(guard.check(price, NOON)).toBeUndefined()
    expect(guard.snapshot()).toEqual(before)
  }
})

test('other barriers keep the best price where the trailing stop is the same', () => {
  const trailing = { activation: 0, distance: 0.02 }
  const breakEven = { trigger: 0.05, offset: 0.04 }
  const guard = aGuard({ trailing, breakEven })
  guard.check(105, NOON)

  guard.protect({ trailing: { ...trailing }, breakEven: { ...breakEven }, takeProfit: 0.3 })
  expect(guard.check(104, NOON)?.reason).toBe('break-even')
  guard.protect({ trailing: { ...trailing } })
  expect(guard.check(103, NOON)?.threshold).toBe(103)
  guard.protect({ trailing: { activation: 0, distance: 0.03 } })
  expect(guard.check(99, NOON)).toBeUndefined()
  guard.protect({})
  expect(guard.check(1, NOON)).toBeUndefined()
})

test('another break-even has to be earned anew', () => {
  const guard = aGuard({ breakEven: { trigger: 0.05, offset: 0 } })
  guard.check(105, NOON)
  guard.protect({ breakEven: { trigger: 0.04, offset: 0.03 } })

  expect(reasons(guard, [102, 104, 103])).toEqual([undefined, undefined, 'break-even'])
})

test('barriers that mean nothing are refused, and the old ones stay', () => {
  expect(() => new PositionGuard({ stopLoss: -1 })).toThrow(InvalidInputError)
  const guard = aGuard({ stopLoss: 0.02 })
  expect(() => guard.protect({ takeProfit: Number.NaN })).toThrow('takeProfit NaN')
  expect(guard.barriers).toEqual({ stopLoss: 0.02 })
  expect(guard.check(98, NOON)?.reason).toBe('stop-loss')
})
