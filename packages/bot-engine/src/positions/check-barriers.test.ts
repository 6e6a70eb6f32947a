import { InvalidInputError } from '@md/types'
import { expect, test } from 'vitest'
import type { Barriers } from './barriers.ts'
import { checkBarriers } from './check-barriers.ts'

test.each<Barriers>([
  {},
  { stopLoss: 0.02, takeProfit: 3, timeLimitMs: 1 },
  { trailing: { activation: 0, distance: 0.01 } },
  { trailing: { activation: 0.02, distance: 0.05 }, breakEven: { trigger: 0.01, offset: 0 } },
])('%j means something', (barriers) => {
  expect(() => checkBarriers(barriers)).not.toThrow()
})

test.each<readonly [Barriers, string]>([
  [{ stopLoss: 0 }, 'stopLoss 0 cannot be used: a finite number above 0'],
  [{ stopLoss: -0.1 }, 'stopLoss -0.1'],
  [{ stopLoss: Number.NaN }, 'stopLoss NaN'],
  [{ stopLoss: 1 }, 'stopLoss 1 cannot be used: below 1'],
  [{ takeProfit: 0 }, 'takeProfit 0'],
  [{ takeProfit: Number.POSITIVE_INFINITY }, 'takeProfit Infinity'],
  [{ takeProfit: '0.1' as unknown as number }, 'takeProfit "0.1"'],
  [{ timeLimitMs: 0 }, 'timeLimitMs 0'],
  [{ timeLimitMs: Number.NaN }, 'timeLimitMs NaN'],
  [{ trailing: { activation: -0.01, distance: 0.01 } }, 'trailing.activation -0.01'],
  [{ trailing: { activation: 0.01, distance: 0 } }, 'trailing.distance 0'],
  [{ breakEven: { trigger: 0, offset: 0 } }, 'breakEven.trigger 0'],
  [{ breakEven: { trigger: 0.01, offset: -0.01 } }, 'breakEven.offset -0.01'],
  [
    { breakEven: { trigger: 0.01, offset: 0.01 } },
    'breakEven.offset 0.01 cannot be used: below breakEven.trigger (0.01)',
  ],
])('%j is refused by name: %s', (barriers, message) => {
  const check = () => checkBarriers(barriers)
  expect(check).toThrow(InvalidInputError)
  expect(check).toThrow(message)
})

test('a short may lose more than its entry', () => {
  expect(() => checkBarriers({ stopLoss: 1.5 }, { short: true })).not.toThrow()
  expect(() => checkBarriers({ stopLoss: -1 }, { short: true })).toThrow('stopLoss -1')
})
