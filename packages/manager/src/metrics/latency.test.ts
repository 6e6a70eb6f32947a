import { expect, test } from 'vitest'
import { LatencyMeter } from './latency.ts'

const NONE = { count: 0, mean: 0, p50: 0, p95: 0, p99: 0, max: 0 }

test('tells percentiles in ms, within 1 %', () => {
  const meter = new LatencyMeter()
  for (let ms = 1; ms <= 1_000; ms++) meter.record(ms, 0)

  const { count, max, mean, p50, p95, p99 } = meter.summary(0)

  expect(count).toBe(1_000)
  for (const [value, expected] of [
    [mean, 500.5],
    [p50, 500],
    [p95, 950],
    [p99, 990],
    [max, 1_000],
  ] as const) {
    expect(value / expected).toBeGreaterThan(0.99)
    expect(value / expected).toBeLessThan(1.01)
  }
})

test('resolves microseconds', () => {
  const meter = new LatencyMeter()
  meter.record(0.004, 0)

  expect(meter.summary(0)).toMatchObject({ p50: 0.004, max: 0.004 })
})

test('nothing recorded is nothing, not a number out of nowhere', () => {
  expect(new LatencyMeter().summary(0)).toEqual({ ...NONE, negative: 0, recent: NONE })
})

test('a value below zero is counted as clock skew and recorded as the least; one beyond an hour as an hour', () => {
  const meter = new LatencyMeter()
  meter.record(-250, 0)
  meter.record(0, 0)
  meter.record(10 * 3_600_000, 0)

  const { count, max, negative, p50 } = meter.summary(0)

  expect({ count, negative, p50 }).toEqual({ count: 3, negative: 1, p50: 0.001 })
  expect(max / 3_600_000).toBeCloseTo(1, 1)
})

test('what is not a number is not recorded', () => {
  const meter = new LatencyMeter()
  meter.record(Number.NaN, 0)

  expect(meter.summary(0)).toMatchObject({ count: 0, negative: 0 })
})

test('recent forgets what is two minutes old; the total does not', () => {
  const meter = new LatencyMeter()
  meter.record(500, 0)
  meter.record(10, 61_000)
  expect(meter.summary(61_000).recent).toMatchObject({ count: 2 })

  meter.record(10, 122_000)

  const { count, max, recent } = meter.summary(122_000)
  expect(count).toBe(3)
  expect(max).toBeGreaterThan(495)
  expect(recent.count).toBe(2)
  expect(recent.max).toBeLessThan(11)
})

test('recent is empty after a long silence', () => {
  const meter = new LatencyMeter()
  meter.record(500, 0)

  expect(meter.summary(600_000)).toMatchObject({ count: 1, recent: { count: 0 } })
})
