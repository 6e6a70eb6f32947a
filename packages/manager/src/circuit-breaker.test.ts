import { InvalidInputError } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { CircuitBreaker, verdictOf } from './circuit-breaker.ts'
import { AbandonedError } from './errors.ts'

const REFUSED = new Error('handshake refused')

function aBreaker() {
  const clock = new ManualClock()
  const breaker = new CircuitBreaker({ failures: 3, openMs: 10_000 }, clock)
  const fail = (times: number) => {
    for (let i = 0; i < times; i++) {
      breaker.admit()
      breaker.failed(REFUSED)
    }
  }
  return { breaker, clock, fail }
}

test('stays closed while failures are not in a row', () => {
  const { breaker, fail } = aBreaker()

  fail(2)
  breaker.succeeded()
  fail(2)

  expect(breaker.admit()).toBeUndefined()
  expect(breaker.status()).toMatchObject({ state: 'closed', failuresInARow: 2, opened: 0, retryAt: undefined })
})

test('opens after the stated failures in a row and says when it will try again, and why it is open', () => {
  const { breaker, clock, fail } = aBreaker()
  const openedAt = clock.now()

  fail(3)
  clock.advance(4_000)

  expect(breaker.admit()).toEqual({
    failures: 3,
    retryInMs: 6_000,
    retryAt: openedAt + 10_000,
    lastError: 'handshake refused',
  })
  expect(breaker.status()).toEqual({
    state: 'open',
    failuresInARow: 3,
    opened: 1,
    retryAt: openedAt + 10_000,
    since: openedAt,
  })
})

test('lets one call through after the stated time, and no second one beside it', () => {
  const { breaker, clock, fail } = aBreaker()
  fail(3)

  clock.advance(10_000)
  expect(breaker.status().state).toBe('half-open')

  expect(breaker.admit()).toBeUndefined()
  expect(breaker.admit()).toMatchObject({ retryInMs: 10_000 })
  expect(breaker.status().state).toBe('half-open')
})

test('a trial that succeeds closes it', () => {
  const { breaker, clock, fail } = aBreaker()
  fail(3)
  clock.advance(10_000)
  breaker.admit()

  breaker.succeeded()

  expect(breaker.admit()).toBeUndefined()
  expect(breaker.status()).toMatchObject({ state: 'closed', failuresInARow: 0, since: undefined })
})

test('a trial that fails opens it again for the whole time', () => {
  const { breaker, clock, fail } = aBreaker()
  const openedAt = clock.now()
  fail(3)
  clock.advance(10_000)

  fail(1)

  expect(breaker.admit()).toMatchObject({ failures: 4, retryInMs: 10_000 })
  expect(breaker.status()).toMatchObject({ state: 'open', opened: 2, since: openedAt })
})

test('a trial that was withdrawn lets the next call through at once', () => {
  const { breaker, clock, fail } = aBreaker()
  fail(3)
  clock.advance(10_000)
  breaker.admit()

  breaker.withdrawn()

  expect(breaker.admit()).toBeUndefined()
})

test('a trial that never settles is followed by another', () => {
  const { breaker, clock, fail } = aBreaker()
  fail(3)
  clock.advance(10_000)
  breaker.admit()

  clock.advance(10_000)

  expect(breaker.admit()).toBeUndefined()
})

test('failures of calls from before it opened do not keep it open longer', () => {
  const { breaker, clock, fail } = aBreaker()
  fail(3)
  clock.advance(9_000)

  breaker.failed(REFUSED)
  breaker.withdrawn()

  expect(breaker.admit()).toMatchObject({ retryInMs: 1_000 })
  expect(breaker.status().opened).toBe(1)
})

test('a refusal of what was asked speaks for the exchange, a withdrawal says nothing, anything else is its failure', () => {
  expect(verdictOf(new InvalidInputError('symbol', 'X/Y', 'use another'))).toBe('works')
  expect(verdictOf(new AbandonedError('binance', 'ticker:BTC/USDT', 'released'))).toBe('nothing')
  expect(verdictOf(REFUSED)).toBe('fails')
})
