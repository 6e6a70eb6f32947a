import { expect, test } from 'vitest'
import { wantedOf } from './fan.ts'
import { percentile } from './latency.ts'
import type { RedisFigures } from './redis-bench.ts'
import { perSecondIn } from './redis-benchmark.ts'
import { redisMarkdown } from './redis-report.ts'
import { targetsOf } from './redis-targets.ts'
import { whyNot } from './sustained.ts'

const cost = { host: 0.2, executor: 0.1, redis: 0.1, logBytesPerEvent: 80, usedBytesPerEvent: 90 }

const FIGURES: RedisFigures = {
  publishing: {
    benchmarkPerSecond: 1_500_000,
    rates: [
      { transport: 'plain', perSecond: 200_000, timesPlain: 1, timesBenchmark: 0.133, saidLive: true },
      { transport: 'repaired', perSecond: 120_000, timesPlain: 0.6, timesBenchmark: 0.08, saidLive: true },
      { transport: 'log', perSecond: 400_000, timesPlain: 2, timesBenchmark: 0.266, saidLive: false },
    ],
  },
  sustained: { highest: 50_000, failed: { perSecond: 65_000, reason: '1 of 2 arrived' } },
  cores: [{ transport: 'repaired', ...cost }],
  latency: [
    { executors: 5, transport: 'plain', p50Ms: 0.3, p99Ms: 3, whole: true },
    { executors: 5, transport: 'repaired', p50Ms: 0.6, p99Ms: 9, whole: true },
    { executors: 10, transport: 'plain', p50Ms: 0.4, p99Ms: 4, whole: false },
  ],
  bytesPerBridge: 204_800,
  outage: {
    seconds: 60,
    rssBeforeMb: 100,
    rssPeakMb: 180,
    rssAfterMb: 150,
    ringPeakMb: 10,
    published: 640_000,
    dropped: 500_000,
    received: 140_000,
    lost: 500_000,
  },
}

test('every target stands beside what was found', () => {
  expect(targetsOf(FIGURES).map(({ found, reached }) => [found, reached])).toEqual([
    ['2.00 ×', true],
    ['0.60 ×', true],
    ['50,000', true],
    ['0.20', true],
    ['0.10', true],
    ['0.60 ms', true],
    ['6.00 ms above', false],
  ])
})

test('a log that was said live as well is not a log alone', () => {
  const rates = FIGURES.publishing.rates.map((rate) => ({ ...rate, saidLive: true }))
  const shared = { ...FIGURES, publishing: { ...FIGURES.publishing, rates } }
  expect(targetsOf(shared)[0]).toMatchObject({ found: 'not measured', reached: undefined })
  expect(redisMarkdown(shared, '2026-11-21', 'a machine')).toContain('the log alone was not measured')
})

test('the tables say what they have, and what they have not', () => {
  const text = redisMarkdown(FIGURES, '2026-11-21', 'a machine')
  expect(text).toContain('| log | 400 k | 2.00 | 0.266 |')
  expect(text).toContain('nothing lost: 50,000 events a second; at 65,000 1 of 2 arrived.')
  expect(text).toContain('| 5 | 0.30 / 3.00 | – | 0.60 / 9.00 | – |')
  expect(text).toContain('| 10 | 0.40 / 4.00 (not whole) |')
  expect(text).toContain('takes 200 KiB')
  expect(text).not.toContain('was not measured')

  const without = { ...FIGURES, publishing: { ...FIGURES.publishing, benchmarkPerSecond: undefined } }
  expect(redisMarkdown(without, '', '')).toContain('`redis-benchmark` (of redis-tools) was not found')
})

test('reads what redis-benchmark says', () => {
  const head = '"test","rps","avg_latency_ms"\n'
  expect(perSecondIn(`${head}"PUBLISH bench xxx","1538461.62","3.059"\n`)).toBe(1_538_461.62)
  expect(perSecondIn('Could not connect')).toBeUndefined()
})

test.each([
  [0, 0, 0],
  [0, 5, 5],
  [0, 1_000, 10],
  [1, 1_010, 10],
  [1, 1_015, 15],
  [100, 1_003, 13],
])('of the %dth executor’s ten symbols %d events have %d', (executor, published, wanted) => {
  expect(wantedOf(executor, published, 1_000)).toBe(wanted)
})

test('percentiles of few values', () => {
  expect([percentile([1, 2, 3, 4], 0.5), percentile([1, 2, 3, 4], 0.99), percentile([7], 0)]).toEqual([2, 4, 7])
  expect(percentile([], 0.5)).toBeNaN()
})

test.each([
  [{}, undefined],
  [{ received: 99, lost: 1 }, '99 of 100 arrived, 1 counted as lost, 0 out of order'],
  [{ disorder: 1 }, '100 of 100 arrived, 0 counted as lost, 1 out of order'],
  [{ stretch: 1.2 }, 'the host needed 1.20 times as long'],
])('a run with %j is sustained, or says why not', (particulars, reason) => {
  const whole = { published: 100, expected: 100, received: 100, lost: 0, disorder: 0, stretch: 1 }
  expect(whyNot({ ...whole, hostCores: 0.1, executorCores: [0.1], latenciesUs: [], ...particulars })).toBe(reason)
})
