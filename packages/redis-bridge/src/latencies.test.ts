import { aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { Latencies, LatencyHistogram } from './latencies.ts'

test('percentiles are within a tenth of the truth', () => {
  const histogram = new LatencyHistogram()
  for (let ms = 1; ms <= 1_000; ms++) histogram.add(ms)
  const { count, p50 = 0, p99 = 0 } = histogram.percentiles
  expect(count).toBe(1_000)
  expect(Math.abs(p50 - 500)).toBeLessThan(50)
  expect(Math.abs(p99 - 990)).toBeLessThan(99)
})

test('clocks that disagree, and very long ones, are counted too', () => {
  const histogram = new LatencyHistogram()
  for (const ms of [-5, 0, 1e12]) histogram.add(ms)
  expect(histogram.percentiles.count).toBe(3)
})

test('every part of the way is measured where its ends are known', () => {
  const latencies = new Latencies()
  const data = aTrade({ timestamp: 1_000, receivedAt: 1_010 })
  latencies.note({ type: 'trade', data }, 1_030, 1_070)
  latencies.note({ type: 'trade', data: { ...data, timestamp: undefined } }, 1_030, 1_070)
  expect(latencies.feed.percentiles.count).toBe(1)
  expect(latencies.host.percentiles.count).toBe(2)
  expect(latencies.bridge.percentiles.p50).toBeCloseTo(40, -1)
})
