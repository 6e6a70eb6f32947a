import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BackoffPolicy, backoffDelay } from './backoff.ts'

const POLICY: BackoffPolicy = { initialDelay: 1_000, maxDelay: 30_000, backoffMultiplier: 2, jitterFactor: 0 }

const lowest = () => 0
const highest = () => 1 - Number.EPSILON

test('grows with every failure, up to the highest ceiling', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 1_000, 100_000].map((failures) => backoffDelay(failures, POLICY, lowest))

  expect(delays).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000])
})

test('a tenth of jitter stays within a tenth, full jitter may come back at once', () => {
  expect(backoffDelay(1, { ...POLICY, jitterFactor: 0.1 }, highest)).toBe(900)
  expect(backoffDelay(1, { ...POLICY, jitterFactor: 1 }, highest)).toBe(0)
  expect(backoffDelay(1, { ...POLICY, jitterFactor: 1 }, lowest)).toBe(1_000)
})

test('a delay of 0 stays 0, however often it failed', () => {
  expect(backoffDelay(5_000, { ...POLICY, initialDelay: 0 }, lowest)).toBe(0)
})

test('is always a whole number of ms between its floor and its ceiling', () => {
  const policies = fc.record({
    initialDelay: fc.nat(10_000),
    extra: fc.nat(60_000),
    backoffMultiplier: fc.double({ min: 1, max: 10, noNaN: true }),
    jitterFactor: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  const draws = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

  fc.assert(
    fc.property(policies, fc.integer({ min: 1, max: 3_000 }), draws, ({ extra, ...policy }, failures, draw) => {
      const maxDelay = policy.initialDelay + extra
      const ceiling = backoffDelay(failures, { ...policy, maxDelay, jitterFactor: 0 }, lowest)
      const delay = backoffDelay(failures, { ...policy, maxDelay }, () => draw)

      expect(Number.isInteger(delay)).toBe(true)
      expect(ceiling).toBeLessThanOrEqual(maxDelay)
      expect(ceiling).toBeGreaterThanOrEqual(Math.min(maxDelay, policy.initialDelay))
      expect(delay).toBeLessThanOrEqual(ceiling)
      expect(delay).toBeGreaterThanOrEqual(Math.floor(ceiling * (1 - policy.jitterFactor)) - 1)
    }),
  )
})
