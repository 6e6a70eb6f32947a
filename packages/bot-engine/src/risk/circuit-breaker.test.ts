import { expect, test } from 'vitest'
import { CircuitBreaker } from './circuit-breaker.ts'

const POLICY = { failures: 3, firstOpenMs: 1_000, longestOpenMs: 5_000 }

function anOpenBreaker() {
  const breaker = new CircuitBreaker(POLICY)
  for (let i = 0; i < 3; i++) breaker.failed(i, 'venue answers with HTML')
  return breaker
}

/** Lets the trial leave at `now` and fail at once; says until when it is open then. */
function failTrial(breaker: CircuitBreaker, now: number): number | undefined {
  breaker.left(now)
  breaker.failed(now, 'still HTML')
  return breaker.openUntil(now)
}

test('failures that are not in a row leave it closed', () => {
  const breaker = new CircuitBreaker(POLICY)
  breaker.failed(0, 'no')
  breaker.failed(1, 'no')
  breaker.succeeded()
  breaker.failed(2, 'no')
  breaker.failed(3, 'no')

  expect(breaker.openUntil(4)).toBeUndefined()
  expect(breaker.status(4)).toEqual({ state: 'closed', failuresInARow: 2, openings: 0, lastFailure: 'no' })
})

test('opens after the stated failures in a row, says why and when it will try again', () => {
  const breaker = anOpenBreaker()

  expect(breaker.openUntil(2)).toBe(1_002)
  expect(breaker.status(1_001)).toEqual({
    state: 'open',
    failuresInARow: 3,
    openings: 1,
    retryAt: 1_002,
    lastFailure: 'venue answers with HTML',
  })
})

test('five failures open it for five seconds where nothing else is said', () => {
  const breaker = new CircuitBreaker()
  for (let i = 0; i < 4; i++) breaker.failed(0, 'no')
  expect(breaker.openUntil(0)).toBeUndefined()
  breaker.failed(0, 'no')

  expect(breaker.openUntil(0)).toBe(5_000)
})

test('lets one order through when it is due, and no second one beside it', () => {
  const breaker = anOpenBreaker()
  expect(breaker.status(1_002).state).toBe('half-open')
  expect(breaker.openUntil(1_002)).toBeUndefined()

  breaker.left(1_002)

  expect(breaker.openUntil(1_002)).toBe(2_002)
  expect(breaker.status(1_003).state).toBe('half-open')
})

test('a trial that nothing is heard of is followed by another', () => {
  const breaker = anOpenBreaker()
  breaker.left(1_002)

  expect(breaker.openUntil(2_002)).toBeUndefined()
})

test('a trial that succeeds closes it, and it starts anew', () => {
  const breaker = anOpenBreaker()
  failTrial(breaker, 1_002)
  breaker.left(3_002)
  breaker.succeeded()

  expect(breaker.status(3_003)).toEqual({ state: 'closed', failuresInARow: 0, openings: 0 })
  for (let i = 0; i < 3; i++) breaker.failed(4_000, 'no')
  expect(breaker.openUntil(4_000)).toBe(5_000)
})

test('every trial that fails doubles the wait, up to the longest', () => {
  const breaker = anOpenBreaker()
  const waits: number[] = []
  let now = 1_002
  for (let i = 0; i < 4; i++) {
    const until = failTrial(breaker, now) ?? now
    waits.push(until - now)
    now = until
  }

  expect(waits).toEqual([2_000, 4_000, 5_000, 5_000])
})

test('answers to orders from before it opened keep it open no longer', () => {
  const breaker = anOpenBreaker()
  breaker.failed(900, 'late')

  expect(breaker.openUntil(900)).toBe(1_002)
  expect(breaker.status(900).failuresInARow).toBe(4)
})

test('an exit that goes through while it is open closes it: the venue takes orders', () => {
  const breaker = anOpenBreaker()
  breaker.left(500)
  expect(breaker.openUntil(500)).toBe(1_002)

  breaker.succeeded()

  expect(breaker.openUntil(500)).toBeUndefined()
})

test('stays as it is through a restart', () => {
  const before = anOpenBreaker()
  before.left(1_002)
  const text = JSON.stringify(before.snapshot())
  const after = new CircuitBreaker(POLICY, JSON.parse(text))

  expect(after.status(1_500)).toEqual(before.status(1_500))
  expect(failTrial(after, 1_500)).toBe(failTrial(before, 1_500))
  expect(after.snapshot()).toEqual(before.snapshot())
})

test('waits no longer than the longest after any number of failed trials', () => {
  const breaker = new CircuitBreaker(POLICY, { failuresInARow: 9_999, openings: 5_000, retryAt: 10 })

  expect(failTrial(breaker, 10)).toBe(5_010)
})
