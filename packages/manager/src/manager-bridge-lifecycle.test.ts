import { aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { aHostAndAnExecutor } from '../test/host-and-executor.ts'
import { aRecorder, settled, TRADES } from '../test/kit.ts'

test('connecting to an exchange elsewhere needs only the bridge', async () => {
  const { executor, executorBridge } = await aHostAndAnExecutor()

  await executor.manager.connectToExchange('binance')
  await settled()

  expect(executorBridge.calls).toEqual(['connect'])
  await expect(executor.manager.instruments('binance')).rejects.toMatchObject({ code: 'EXCHANGE_NOT_AVAILABLE' })
})

test('a bridge that fails stops nothing: it is counted and logged, and subscribing to it says so', async () => {
  const { executor, executorBridge, host, hostBridge } = await aHostAndAnExecutor()
  const recorder = aRecorder()
  await host.manager.subscribe(TRADES, recorder.listen)
  recorder.events.length = 0
  hostBridge.publish = () => Promise.reject(new Error('no memory left'))
  host.adapter().emit('trade', aTrade())
  hostBridge.publish = () => {
    throw new Error('closed')
  }
  host.adapter().emit('trade', aTrade())
  await settled()
  expect(recorder.events).toHaveLength(2)
  expect(host.manager.getSystemMetrics().delivery.bridgeFailures).toBe(2)
  expect(host.logs.map(({ level }) => level)).toEqual(['warn', 'warn'])

  executorBridge.failure = new Error('redis is away')
  await expect(executor.manager.subscribe(TRADES)).rejects.toThrow('redis is away')
  await settled()
  executorBridge.failure = undefined
  await executor.manager.subscribe(TRADES)
  expect(executorBridge.getMetrics().subscriptions).toBe(6)
})

test('the bridge without a connection is a matter of health, and its metrics are handed on', async () => {
  const { executor, executorBridge, host } = await aHostAndAnExecutor()
  await executor.manager.subscribe(TRADES)
  host.adapter().emit('trade', aTrade())
  await settled()
  expect(executor.manager.getRedisMetrics()).toMatchObject({ connected: true, receivedEvents: 1 })
  expect(executor.manager.getHealthStatus().status).toBe('healthy')

  executorBridge.setConnected(false)
  expect(executor.manager.getHealthStatus()).toMatchObject({
    status: 'degraded',
    reasons: [{ code: 'BRIDGE_DISCONNECTED' }],
  })
  executor.clock.advance(30_001)
  expect(executor.manager.getHealthStatus().status).toBe('unhealthy')
  expect(executor.manager.getSystemMetrics().redis).toMatchObject({ connected: false })
})

test('disconnectAll disconnects the bridge too, once, and it can be connected again', async () => {
  const { executor, executorBridge, host } = await aHostAndAnExecutor()
  const recorder = aRecorder()
  await executor.manager.subscribe(TRADES, recorder.listen)

  await Promise.all([executor.manager.disconnectAll(), executor.manager.disconnectAll()])
  host.adapter().emit('trade', aTrade())
  expect(recorder.events).toEqual([])
  expect(executorBridge.calls.filter((call) => call === 'disconnect')).toHaveLength(1)

  await executor.manager.subscribe(TRADES, recorder.listen)
  await settled()
  host.adapter().emit('trade', aTrade())
  expect(recorder.events).toHaveLength(1)
})

test('an event of no exchange does no harm', async () => {
  const { executor, executorBridge, hostBridge } = await aHostAndAnExecutor()
  await executor.manager.subscribe(TRADES)
  await settled()
  await executorBridge.subscribe('trade', {})

  await hostBridge.publish({ type: 'trade', data: { ...aTrade(), exchange: 'ftx' as never } })

  expect(executor.manager.getSystemMetrics().delivery.bridgeFailures).toBe(1)
})

test('the time in which nothing is wanted of an exchange elsewhere is no downtime', async () => {
  const { executor, host } = await aHostAndAnExecutor()
  await executor.manager.subscribe(TRADES)
  host.adapter().emit('trade', aTrade())
  executor.clock.advance(10_000)
  await executor.manager.disconnectFromExchange('binance')
  executor.clock.advance(600_000)

  await executor.manager.subscribe(TRADES)
  host.adapter().emit('trade', aTrade())

  expect(executor.manager.getSystemMetrics().exchanges.binance).toMatchObject({ uptime: 1, reconnects: 0 })
  host.adapter().drop()
  executor.clock.advance(10_000)
  expect(executor.manager.getSystemMetrics().exchanges.binance?.uptime).toBe(0.5)
})
