import { expect, test } from 'vitest'
import { aProposal, aView, NOW } from '../../../test/risk-kit.ts'
import { checkOrder } from '../check-order.ts'
import type { RiskLimits } from '../limits.ts'
import type { Standing } from '../view.ts'

const codeOf = (limits: RiskLimits, standing: Partial<Standing>) =>
  checkOrder(aProposal(), aView({ standing: { ...aView().standing, ...standing } }), limits)?.code

test('a loss below the limit, and a gain, leave the day open', () => {
  expect(codeOf({ maxDailyLoss: '100' }, { equity: 9_900.01 })).toBeUndefined()
  expect(codeOf({ maxDailyLoss: '100' }, { equity: 20_000 })).toBeUndefined()
})

test('the fall from the highest equity counts, not that from the start of the day', () => {
  expect(codeOf({ maxDrawdown: 0.5 }, { equity: 10_000, peakEquity: 20_000 })).toBe('drawdown')
  expect(codeOf({ maxDrawdown: 0.5 }, { equity: 10_001, peakEquity: 20_000 })).toBeUndefined()
})

test('a bot that never had anything has lost all of it with its first loss', () => {
  expect(codeOf({ maxDrawdown: 1 }, { equity: 0, peakEquity: 0 })).toBeUndefined()
  expect(codeOf({ maxDrawdown: 1 }, { equity: -1, peakEquity: 0 })).toBe('drawdown')
})

test('a streak cools down from its last loss on, and then the next order leaves', () => {
  const limits = { lossStreak: { count: 3, coolDownMs: 1_000 } }

  expect(codeOf(limits, { lossStreak: 2, lastLossAt: NOW })).toBeUndefined()
  expect(codeOf(limits, { lossStreak: 3, lastLossAt: NOW - 999 })).toBe('cool-down')
  expect(codeOf(limits, { lossStreak: 3, lastLossAt: NOW - 1_000 })).toBeUndefined()
  expect(codeOf(limits, { lossStreak: 3, lastLossAt: undefined })).toBeUndefined()
})
