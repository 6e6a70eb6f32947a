import { expect, test } from 'vitest'
import { silentLogger } from './logger.ts'

test('the silent logger takes every call and says nothing', () => {
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    expect(silentLogger[level]({ symbol: 'BTC/USDT' }, 'a message')).toBeUndefined()
  }
})
