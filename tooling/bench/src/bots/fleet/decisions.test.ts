import { systemClock } from '@md/runtime'
import { aTicker } from '@md/types/testing'
import { expect, test } from 'vitest'
import { microseconds } from '../../stage/microseconds.ts'
import { Decisions } from './decisions.ts'

const aFreshTicker = (symbol = 'BTC/USDT') =>
  aTicker({ symbol, timestamp: microseconds(), receivedAt: systemClock.now() })

test('an event is decided on when the last bot of its market has been asked', () => {
  const decisions = new Decisions()
  for (let i = 0; i < 3; i++) decisions.expect('BTC/USDT')
  const ticker = aFreshTicker()
  decisions.note(ticker)
  decisions.note(ticker)
  expect(decisions.decided).toBe(0)
  decisions.note(ticker)
  expect(decisions).toMatchObject({ decided: 1, hooks: 3 })
  expect(decisions.fromWrite.spread.count).toBe(1)
})

test('a bot that is not asked leaves its event undecided, and no other', () => {
  const decisions = new Decisions()
  for (let i = 0; i < 2; i++) decisions.expect('BTC/USDT')
  decisions.note(aFreshTicker())
  const next = aFreshTicker()
  decisions.note(next)
  decisions.note(next)
  expect(decisions).toMatchObject({ decided: 1, hooks: 3 })
})

test('a mark begins anew', () => {
  const decisions = new Decisions()
  decisions.expect('BTC/USDT')
  decisions.note(aFreshTicker())
  decisions.mark()
  expect(decisions).toMatchObject({ decided: 0, hooks: 0 })
  expect(decisions.fromArrival.spread.count).toBe(0)
})
