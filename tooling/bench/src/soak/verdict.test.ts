import { aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { TradeAudit } from './trade-audit.ts'
import { type SoakFigures, verdictOf } from './verdict.ts'

const LEVEL = { trend: { slope: 0, standardError: 1, rising: false }, last: 1 }

function audit(...ids: readonly number[]): TradeAudit {
  const made = new TradeAudit()
  for (const id of ids) made.trade(aTrade({ id: String(id) }))
  return made
}

const GOOD: SoakFigures = {
  seconds: 600,
  injected: 150,
  rejections: 0,
  lagMs: 12,
  audit: audit(1, 2, 3),
  heap: LEVEL,
  handles: LEVEL,
  exchanges: [],
}

test('passes what held', () => {
  const { failures, lines } = verdictOf(GOOD)

  expect(failures).toEqual([])
  expect(lines.at(-1)).toBe('PASSED')
})

const rising = (slope: number) => ({ trend: { slope, standardError: slope / 10, rising: true }, last: 1 })

test.each<[string, Partial<SoakFigures>, string]>([
  ['a growing heap', { heap: rising(50_000) }, 'the heap grows'],
  ['handles that pile up', { handles: rising(1) }, 'handles pile up'],
  ['a loss that nobody told of', { audit: audit(1, 4) }, '2 trades are missing and nobody said so'],
  ['a trade told twice', { audit: audit(1, 1) }, '1 trades came twice or out of order'],
  ['silence', { audit: audit() }, 'nothing was delivered'],
  ['an unhandled rejection', { rejections: 1 }, '1 unhandled rejections'],
  ['a loop that is late', { lagMs: 900 }, 'the event loop is 900 ms late'],
])('fails %s', (_what, figures, failure) => {
  const { failures, lines } = verdictOf({ ...GOOD, ...figures })

  expect(failures).toEqual([failure])
  expect(lines).toContain(`FAILED: ${failure}`)
})

test('a rise within noise is no leak', () => {
  expect(verdictOf({ ...GOOD, heap: rising(100), handles: rising(0.0001) }).failures).toEqual([])
})
