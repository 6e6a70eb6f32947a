import { MdError } from '@md/types'
import { expect, test } from 'vitest'
import { aManager, settled, TICKER, TRADES } from '../test/kit.ts'

class RefusedError extends MdError {
  readonly code = 'SUBSCRIPTION_REFUSED'
  readonly recovery = 'stop'
}

class TimeoutError extends MdError {
  readonly code = 'NOT_ACKNOWLEDGED'
  readonly recovery = 'stop'
}

test('after failures in a row the circuit opens: calls fail at once and say when it will be tried again', async () => {
  const { adapter, clock, manager } = aManager({ circuitBreaker: { failures: 2, openMs: 10_000 } })
  await manager.connectToExchange('binance')
  for (const symbol of ['A/USD', 'B/USD']) {
    adapter().failNext('subscribe', new TimeoutError('no answer'))
    await expect(manager.subscribe({ ...TICKER, symbol })).rejects.toThrow('no answer')
  }

  clock.advance(1_000)
  await expect(manager.subscribe(TICKER)).rejects.toMatchObject({
    code: 'CIRCUIT_OPEN',
    message: 'binance failed 2 times in a row (last: no answer) and will be tried again in 9000 ms',
    retryAt: clock.now() + 9_000,
  })
  expect(adapter().calls).toHaveLength(3)
  expect(manager.getSystemMetrics().exchanges.binance).toMatchObject({
    circuit: { state: 'open', opened: 1 },
    errors: 2,
  })
  expect(manager.getHealthStatus().reasons.map(({ code }) => code)).toContain('CIRCUIT_OPEN')

  clock.advance(9_000)
  await manager.subscribe(TICKER)
  expect(manager.getSystemMetrics().exchanges.binance?.circuit.state).toBe('closed')
})

test('refused symbols do not open the circuit, connections that fail do', async () => {
  const { adapter, manager } = aManager({ circuitBreaker: { failures: 2 } })
  await manager.connectToExchange('binance')
  for (const symbol of ['A/USD', 'B/USD', 'C/USD']) {
    adapter().failNext('subscribe', new RefusedError('no such symbol'))
    await expect(manager.subscribe({ ...TICKER, symbol })).rejects.toThrow('no such symbol')
  }
  await manager.subscribe(TICKER)
  await manager.disconnectAll()

  const connecting = manager.connectToExchange('binance')
  await connecting
  adapter().become('TERMINATED', 'exchange:disconnected', 'attempts are spent')
  for (let i = 0; i < 2; i++) {
    adapter().failNext('connect', new TimeoutError('unreachable'))
    await expect(manager.connectToExchange('binance')).rejects.toThrow('unreachable')
  }
  await expect(manager.connectToExchange('binance')).rejects.toMatchObject({ code: 'CIRCUIT_OPEN' })
  await expect(manager.subscribe(TICKER)).rejects.toMatchObject({ code: 'CIRCUIT_OPEN' })
})

test('given up while the circuit tries: the trial says nothing, the next call is the trial', async () => {
  const { adapter, clock, manager } = aManager({ circuitBreaker: { failures: 1, openMs: 10_000 } })
  await manager.connectToExchange('binance')
  adapter().failNext('subscribe', new TimeoutError('no answer'))
  await expect(manager.subscribe(TICKER)).rejects.toThrow('no answer')
  clock.advance(10_000)
  adapter().hold('subscribe')

  const trial = manager.subscribe(TICKER)
  await settled()
  await trial.unsubscribe()
  await expect(trial).rejects.toMatchObject({ code: 'ABANDONED' })
  adapter().answer('subscribe')
  await settled()

  await expect(manager.subscribe(TRADES)).resolves.toBeDefined()
})
