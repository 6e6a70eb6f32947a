import { aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import type { SoakFigures, Watched } from './figures.ts'
import { reportOf } from './report.ts'
import { TradeAudit } from './trade-audit.ts'
import { failuresOf } from './verdict.ts'

const rising = (leastRise: number): Watched => ({
  trend: { slope: leastRise / 100, low: leastRise / 100, high: leastRise / 50, leastRise },
  last: 2 ** 20,
})

const LEVEL = rising(0)

function audit(...ids: readonly number[]): TradeAudit {
  const made = new TradeAudit()
  for (const id of ids) made.trade(aTrade({ id: String(id) }))
  return made
}

const GOOD: SoakFigures = {
  seconds: 600,
  injected: 150,
  rejections: 0,
  warnings: 0,
  lag: { p99: 12, max: 80 },
  audit: audit(1, 2, 3),
  counted: { trades: 3, listenerFailures: 0 },
  quiet: [],
  booksLeftDown: 0,
  heap: LEVEL,
  code: LEVEL,
  handles: LEVEL,
  sockets: LEVEL,
  socketsLeft: 0,
  exchangesDied: false,
  exchanges: [],
}

test('passes what held', () => {
  expect(failuresOf(GOOD)).toEqual([])
  expect(reportOf(GOOD, []).at(-1)).toBe('PASSED')
})

test.each<[string, Partial<SoakFigures>, string]>([
  ['a growing heap', { heap: rising(500_000) }, 'the heap grows'],
  ['handles that pile up', { handles: rising(5) }, 'handles pile up'],
  ['sockets that pile up', { sockets: rising(5) }, 'sockets pile up'],
  ['sockets that nobody closes', { socketsLeft: 1 }, '1 sockets were open after everything had been disconnected'],
  [
    'a loss that nobody told of',
    { audit: audit(1, 4), counted: { trades: 2, listenerFailures: 0 } },
    '2 trades are missing and nobody said so',
  ],
  [
    'a trade told twice',
    { audit: audit(1, 1), counted: { trades: 2, listenerFailures: 0 } },
    '1 trades came twice or out of order',
  ],
  ['silence', { audit: audit(), counted: { trades: 0, listenerFailures: 0 } }, 'nothing was delivered'],
  ['counters that disagree', { counted: { trades: 4, listenerFailures: 0 } }, '4 trades were counted and 3 delivered'],
  ['listeners that fail', { counted: { trades: 3, listenerFailures: 1 } }, '1 listeners failed'],
  [
    'a market that went quiet',
    { quiet: [{ exchange: 'kraken', symbol: 'BTC/USD' }] },
    'quiet in the end: kraken BTC/USD',
  ],
  ['a book that stays down', { booksLeftDown: 1 }, '1 order books did not come back'],
  ['an unhandled rejection', { rejections: 1 }, '1 unhandled rejections'],
  ['a warning of Node', { warnings: 1 }, '1 warnings'],
  ['a loop that is late', { lag: { p99: 900, max: 901 } }, 'the event loop is 900 ms late'],
  ['a feed that was cut off', { exchangesDied: true }, 'the simulated exchanges ended before the soak'],
])('fails %s', (_what, figures, failure) => {
  const failures = failuresOf({ ...GOOD, ...figures })

  expect(failures).toEqual([failure])
  expect(reportOf(GOOD, failures).slice(-2)).toEqual([`FAILED: ${failure}`, '1 failures'])
})

test('a rise within noise is no leak, and neither is compiled code', () => {
  expect(failuresOf({ ...GOOD, heap: rising(100_000), handles: rising(2), code: rising(5_000_000) })).toEqual([])
})

test('in two days the heap may rise by 2 MB: 13 bytes a second', () => {
  const heap = (leastRise: number) => failuresOf({ ...GOOD, seconds: 48 * 3_600, heap: rising(leastRise) })

  expect(heap(2_000_000)).toEqual([])
  expect(heap(2_500_000)).toEqual(['the heap grows'])
})

test('the report has the slope and how far it can be believed', () => {
  expect(reportOf({ ...GOOD, heap: rising(100_000) }, [])).toContain(
    "heap 1.00 MB, slope 60000 bytes a minute (99 %: 60000 to 120000); V8's code 1.00 MB, not part of it",
  )
})
