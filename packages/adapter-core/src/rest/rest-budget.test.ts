import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { RestBudget } from './rest-budget.ts'

const MINUTE = 60_000

/** A budget at the beginning of a minute. */
function aBudget(weightPerMinute: number, requests?: { readonly limit: number; readonly windowMs: number }) {
  const clock = new ManualClock(MINUTE * 1_000)
  const limits = { concurrency: 1, weightPerMinute, ...(requests ? { requests } : {}) }
  return { clock, budget: new RestBudget(limits, clock) }
}

const anAnswer = (status: number, headers: Record<string, string> = {}) => new Response(null, { status, headers })

test('a tenth of the budget is left for who else speaks from this address, until the minute is over', () => {
  const { clock, budget } = aBudget(100)
  budget.use(60)
  expect(budget.delay(30)).toBe(0)
  clock.advance(10_000)

  expect(budget.delay(31)).toBe(50_000)
  clock.advance(50_000)
  expect(budget.delay(31)).toBe(0)
})

test('a request that weighs more than the budget goes out alone', () => {
  const { budget } = aBudget(100)

  expect(budget.delay(250)).toBe(0)
})

test('the count of the venue is believed when it is higher', () => {
  const { budget } = aBudget(100)
  budget.use(10)

  budget.observe(anAnswer(200, { 'x-mbx-used-weight-1m': '5' }))
  expect(budget.delay(80)).toBe(0)
  budget.observe(anAnswer(200, { 'x-mbx-used-weight-1m': '85' }))

  expect(budget.delay(10)).toBe(MINUTE)
})

test('where no weight is counted, none is waited for', () => {
  const { budget } = aBudget(0)
  budget.use(1_000_000)

  expect(budget.delay(1_000_000)).toBe(0)
})

test('where requests are counted, no more than those go out in any window', () => {
  const { clock, budget } = aBudget(0, { limit: 2, windowMs: 1_000 })
  for (let i = 0; i < 2; i++) budget.use(1)

  expect(budget.delay(1)).toBe(1_000)
  clock.advance(1_000)
  expect(budget.delay(1)).toBe(0)
})

test.each([
  [429, {}, 10_000],
  [429, { 'retry-after': '3' }, 3_000],
  [418, { 'retry-after': '120' }, 120_000],
  [429, { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 10_000],
])('%d %j leaves the venue alone for %d ms', (status, headers, ms) => {
  const { clock, budget } = aBudget(0)
  expect(budget.blockedFor()).toBeUndefined()

  budget.observe(anAnswer(status, headers as Record<string, string>))

  expect([budget.blockedFor(), budget.delay(1)]).toEqual([ms, ms])
  clock.advance(ms)
  expect([budget.blockedFor(), budget.delay(1)]).toEqual([undefined, 0])
})

test('a later answer does not shorten a ban', () => {
  const { budget } = aBudget(0)
  budget.observe(anAnswer(418, { 'retry-after': '120' }))

  budget.observe(anAnswer(429))

  expect(budget.blockedFor()).toBe(120_000)
})

test('other failures block nothing', () => {
  const { budget } = aBudget(0)

  budget.observe(anAnswer(503, { 'retry-after': '60' }))

  expect(budget.blockedFor()).toBeUndefined()
})
