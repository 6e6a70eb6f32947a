import { expect, test } from 'vitest'
import { type Report, toMarkdown } from './report.ts'
import { rounded } from './report-table.ts'
import type { Throughput } from './throughput.ts'

const NOTHING: Report = {
  date: '2026-11-21',
  machine: 'a machine',
  throughput: { rows: [], leftOut: [] },
  recordings: { rows: [], leftOut: [] },
  paced: [],
  book: [],
  fanOut: [],
  redis: undefined,
  bots: undefined,
}

const aRow = (row: Partial<Throughput>): Throughput => ({
  workload: 'binance trade',
  contender: 'plain',
  framesPerSecond: 400_000,
  spread: [380_000, 420_000],
  cpuPerFrame: 2.5,
  maxRssMb: 90,
  timesPlain: 1,
  seen: 1,
  remark: undefined,
  ...row,
})

test('names day and machine, and has no table without figures', () => {
  const text = toMarkdown(NOTHING)

  expect(text).toContain('Measured 2026-11-21. Machine: a machine.')
  expect(text).not.toContain('|')
})

test('puts contenders beside each other, a dash where one did not take part', () => {
  const rows = [
    aRow({}),
    aRow({ contender: 'ours', framesPerSecond: 1_200_000, timesPlain: 3, spread: [1_200_000, 1_200_000] }),
    aRow({ workload: 'kraken trade' }),
  ]

  const text = toMarkdown({ ...NOTHING, throughput: { rows, leftOut: [] } })

  expect(text).toContain('| workload | plain | ours |')
  expect(text).toContain('| binance trade | 400 k (1.00×) ±5 % | 1.20 M (3.00×) ±0 % |')
  expect(text).toContain('| kraken trade | 400 k (1.00×) ±5 % | – |')
})

test('says once who was left out and why, and who does less', () => {
  const text = toMarkdown({
    ...NOTHING,
    throughput: {
      rows: [aRow({ contender: 'ccxws', remark: 'keeps no book' })],
      leftOut: [
        { workload: 'kraken book', contender: 'ccxws', reason: 'speaks v1' },
        { workload: 'kraken trade', contender: 'ccxws', reason: 'speaks v1' },
      ],
    },
  })

  expect(text).toContain('±5 % * |')
  expect(text).toContain('- `*` ccxws keeps no book: binance trade.')
  expect(text).toContain('- `–` ccxws speaks v1: kraken book, kraken trade.')
})

test('writes a dash for a ratio to somebody who did not run', () => {
  const text = toMarkdown({ ...NOTHING, throughput: { rows: [aRow({ timesPlain: Number.NaN })], leftOut: [] } })

  expect(text).toContain('400 k (–×)')
})

test('tells paces apart', () => {
  const pace = { contender: 'ours', p50: 50, p99: 160, p999: 2_700, cpuPerFrame: 39.04, timesWs: 0.75, seen: 1 }

  const text = toMarkdown({
    ...NOTHING,
    paced: [
      { ...pace, perSecond: 2_000, burst: 1 },
      { ...pace, perSecond: 10_000, burst: 50 },
    ],
  })

  expect(text).toContain('| ours | 2,000 singly | 50 | 160 | 2,700 | 39.0 | 0.75 | 100.0 % |')
  expect(text).toContain('| ours | 10,000 in bursts of 50 |')
})

test.each([
  [1_234_567, '1.23 M'],
  [999_600, '1.00 M'],
  [45_678, '46 k'],
  [9_400, '9.4 k'],
  [Number.NaN, '–'],
])('rounds %d to %s', (value, text) => {
  expect(rounded(value)).toBe(text)
})
