import { expect, test } from 'vitest'
import { z } from 'zod'
import { defineStrategy } from './define-strategy.ts'

const definition = {
  name: 'dip',
  version: 1,
  params: z.unknown(),
  state: () => ({}),
  subscriptions: () => [],
  hooks: {},
}

test('a strategy that keeps no indicators has none', () => {
  expect(defineStrategy(definition).indicators(undefined)).toBeUndefined()
  expect(defineStrategy({ ...definition, indicators: () => ({ low: 1 }) }).indicators(undefined)).toEqual({ low: 1 })
})

test.each([
  [{ name: 'Buy the dip' }, 'strategy name "Buy the dip" cannot be used: lower-case words joined by hyphens'],
  [{ version: 0 }, 'version of strategy dip 0 cannot be used: a whole number from 1'],
  [{ version: 1.5 }, 'version of strategy dip 1.5 cannot be used: a whole number from 1'],
])('a strategy with %j is none', (wrong, message) => {
  expect(() => defineStrategy({ ...definition, ...wrong })).toThrow(message)
})
