import { expect, test } from 'vitest'
import { figuresOf } from './figures.ts'
import type { InstanceReport } from './instance.ts'
import { Latencies } from './latencies.ts'
import { reportLines } from './report.ts'

function aReport(index: number, published: number, received: readonly (readonly [number, number])[]): InstanceReport {
  const latencies = new Latencies()
  for (const [, count] of received) for (let i = 0; i < count; i++) latencies.add(1)
  return {
    index,
    connected: true,
    published,
    received: Object.fromEntries(received.map(([from, count]) => [`test-instance-${from}`, count])),
    selfReceived: 0,
    errors: 0,
    lost: 0,
    latency: latencies.counts,
  }
}

const from = (...counts: readonly (readonly [number, number])[]) => counts

const THREE = [
  aReport(0, 69, from([1, 65], [2, 61])),
  aReport(1, 65, from([0, 69], [2, 61])),
  aReport(2, 61, from([0, 69], [1, 65])),
]

test('all is delivered when every instance has what the others published', () => {
  expect(figuresOf(THREE, 20)).toMatchObject({
    published: 195,
    received: 390,
    deliveryRate: 1,
    selfReceived: 0,
    errors: 0,
    publishedPerSecond: 9.75,
    receivedPerSecond: 19.5,
    passed: true,
  })
})

test('one too many does not make up for one too few', () => {
  const [first, second, third] = THREE
  const odd = aReport(1, 65, from([0, 68], [2, 62]))
  const figures = figuresOf([first ?? odd, odd, third ?? odd], 20)
  expect(second).toBeDefined()
  expect(figures).toMatchObject({ received: 390, deliveryRate: 1, passed: false })
})

test.each([
  ['something is missing', { received: { 'test-instance-0': 69, 'test-instance-2': 60 } }],
  ['it hears itself', { selfReceived: 1 }],
  ['there was an error', { errors: 1 }],
  ['an instance is not connected', { connected: false }],
])('fails when %s', (_what, particulars) => {
  const reports = THREE.map((report) => (report.index === 1 ? { ...report, ...particulars } : report))
  expect(figuresOf(reports, 20).passed).toBe(false)
})

test('fails when nothing was published', () => {
  const figures = figuresOf([aReport(0, 0, []), aReport(1, 0, [])], 1)
  expect(figures).toMatchObject({ deliveryRate: 0, latency: undefined, passed: false })
  expect(reportLines(figures)).toContain('Status: ❌ FAIL')
})

test('percentiles are within 2 % over all instances, the rest exact', () => {
  const [odd, even] = [new Latencies(), new Latencies()]
  for (let ms = 1; ms <= 1_000; ms++) (ms % 2 === 0 ? even : odd).add(ms)
  const both = new Latencies()
  for (const { counts } of [odd, even, new Latencies()]) both.merge(counts)
  const { average, max, min, p50 = 0, p95 = 0, p99 = 0 } = both.summary ?? {}
  expect({ average, min, max }).toEqual({ average: 500.5, min: 1, max: 1_000 })
  for (const [found, truth] of [
    [p50, 500],
    [p95, 950],
    [p99, 990],
  ] as const) {
    expect(Math.abs(found - truth) / truth).toBeLessThan(0.021)
  }
})

test('the report says all of it', () => {
  expect(reportLines(figuresOf(THREE, 20))).toEqual([
    '─'.repeat(60),
    'Multi-Instance Test Results',
    '─'.repeat(60),
    'Total Instances: 3',
    'Total Events Published: 195',
    'Total Events Received: 390',
    'Delivery Rate: 100.00%',
    'Self-Received Events: 0',
    'Total Errors: 0',
    '',
    'Latency:',
    '  Average: 1.00ms',
    '  Min: 1.00ms',
    '  Max: 1.00ms',
    '  P50: 1.00ms',
    '  P95: 1.00ms',
    '  P99: 1.00ms',
    '',
    'Instances:',
    '  Instance 0: Published 69 → Received 126 (65+61)',
    '    Connected: Yes',
    '  Instance 1: Published 65 → Received 130 (69+61)',
    '    Connected: Yes',
    '  Instance 2: Published 61 → Received 134 (69+65)',
    '    Connected: Yes',
    '',
    'Rates:',
    '  Publish: 9.75 events/s',
    '  Delivery: 19.50 events/s',
    '  Per Instance: 3.25 events/s published, 6.50 events/s received',
    '',
    'Status: ✅ PASS',
    '─'.repeat(60),
  ])
})
