import { silentLogger } from '@md/types'
import { expect, test } from 'vitest'
import type { BotExecutionEngine } from '../engine/bot-execution-engine.ts'
import { Observer } from './observer.ts'
import { Performance } from './performance/performance.ts'

type Listeners = Record<string, (event: object) => void>

function watched() {
  const listeners: Listeners = {}
  const observer = new Observer(new Performance({ capital: '1', instruments: [], start: 0 }), () => 0, silentLogger)
  // Only what it is told matters here: it asks an engine for nothing else.
  const on = (type: string, listener: (event: object) => void): void => {
    listeners[type] = listener
  }
  const engine = { on }
  observer.watch(engine as unknown as BotExecutionEngine)
  return { observer, tell: (type: string, event: object) => listeners[type]?.(event) }
}

test('orders are counted by how they ended, and those that have not as open', () => {
  const { observer, tell } = watched()
  const order = (clientOrderId: string, status: string) => tell('order', { clientOrderId, status })
  order('a', 'open')
  order('a', 'partially-filled')
  order('a', 'filled')
  order('b', 'rejected')
  order('c', 'open')
  order('', 'refused')
  expect(observer.counts.orders).toEqual({ filled: 1, rejected: 1, open: 1 })
})

test('positions ended by a barrier are counted by it, and by nothing else', () => {
  const { observer, tell } = watched()
  for (const reason of ['stop-loss', 'stop-loss', 'take-profit', 'the average crossed']) tell('exit', { reason })
  expect(observer.counts.exits).toEqual({ 'stop-loss': 2, 'take-profit': 1 })
})

test('what is logged is noted with its reason, once with a number of times', () => {
  const { observer } = watched()
  observer.logger.warn({ message: 'no' }, 'it failed')
  observer.logger.warn({ message: 'no' }, 'it failed')
  observer.logger.error({ reason: 'late' }, 'it stopped')
  observer.logger.error({}, 'it is over')
  observer.logger.info({}, 'all is well')
  expect([...observer.messages]).toEqual([
    ['it failed: no', 2],
    ['it stopped: late', 1],
    ['it is over', 1],
  ])
})

test('a thousand different messages are not kept', () => {
  const { observer } = watched()
  for (let i = 0; i < 1_000; i++) observer.logger.warn({}, `message ${i}`)
  expect(observer.messages.size).toBe(50)
})
