import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EquityCurve } from './equity-curve.ts'

test('a stretch keeps its end, its extremes and its worst drawdown', () => {
  const curve = new EquityCurve()
  curve.add(0, 100, 10)
  curve.add(400, 80, 8)
  curve.add(900, 120, 12)
  curve.add(1_000, 90, 9)
  expect(curve.points).toEqual([
    { at: 900, equity: 120, lowest: 80, highest: 120, price: 12, drawdown: expect.closeTo(0.2, 12) },
    { at: 1_000, equity: 90, lowest: 90, highest: 90, price: 9, drawdown: 0.25 },
  ])
})

test('has no points before there is anything to tell', () => {
  expect(new EquityCurve().points).toEqual([])
})

test('however long it gets: bounded, in order, no extreme lost, and the last value is the last', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 5_000 }), fc.integer({ min: 1, max: 1_000 })), {
    minLength: 1,
    maxLength: 50,
  })
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 1_000 }), (pattern, times) => {
      const curve = new EquityCurve()
      const all: number[] = []
      let at = 1_750_000_000_000
      for (let i = 0; i < times; i++)
        for (const [step, equity] of pattern) {
          at += step
          all.push(equity)
          curve.add(at, equity, 1)
        }
      const points = curve.points
      expect(points.length).toBeLessThanOrEqual(4_097)
      expect(points.at(-1)).toMatchObject({ at, equity: all.at(-1) })
      expect(points.every((point, i) => i === 0 || point.at > (points[i - 1]?.at ?? 0))).toBe(true)
      const extremes = (values: readonly number[]) =>
        values.reduce(([low, high], v) => [Math.min(low, v), Math.max(high, v)] as const, [
          Infinity,
          -Infinity,
        ] as readonly [number, number])
      expect(extremes(points.flatMap(({ lowest, highest }) => [lowest, highest]))).toEqual(extremes(all))
    }),
    { numRuns: 30 },
  )
})

test('twice as many points as there is room for take stretches of twice the length', () => {
  const curve = new EquityCurve()
  for (let i = 0; i < 9_000; i++) curve.add(i * 1_000, i === 100 ? 1 : 1_000 - (i % 7), 10)
  const { points } = curve
  expect(points.length).toBeGreaterThan(2_000)
  expect(points.length).toBeLessThan(4_097)
  expect(Math.min(...points.map(({ lowest }) => lowest))).toBe(1)
  expect(Math.max(...points.map(({ drawdown }) => drawdown))).toBeCloseTo(0.999, 12)
})
