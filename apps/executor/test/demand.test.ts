import { until } from '@md/redis-bridge/testing'
import { expect, test } from 'vitest'
import { aStage, isFlowing, market, ready, statusOf } from './stage.ts'

test('an executor gets what nobody configured at the host, without a socket of its own; both leave in good order', {
  timeout: 60_000,
}, async () => {
  const { decoy, exchange, ...stage } = await aStage()
  const host = stage.host({ DEMAND_LINGER: '500' })
  await ready(host)
  expect(exchange.accepted).toBe(0)

  const executor = stage.executor({ SUBSCRIPTIONS: 'kraken:XETH/ZUSD:ticker,kraken:ETH/USD,kraken:ETH/USD:candles:1m' })
  const { received } = await market(executor, 'ETH/USD', (one) => isFlowing(one) && one.received.candle > 0)
  expect(received.gap).toBe(0)
  expect(exchange.accepted).toBe(1)
  expect(decoy.accepted).toBe(0)
  expect((await statusOf(host)).wants.map(({ symbol }) => symbol)).toContain('ETH/USD')
  expect((await executor.ask('/metrics')).text).toMatch(/^redis_events_received_total [1-9]/m)
  expect(JSON.parse((await host.ask('/health/redis')).text)).toMatchObject({
    status: 'healthy',
    metrics: { connected: true, publishedEvents: expect.any(Number), receivedEvents: 0 },
  })

  await until('a line tells of it', () => /^kraken ETH\/USD .*book live/m.test(executor.out))
  executor.kill('SIGTERM')
  expect((await executor.ended).code).toBe(0)
  await until('the host lets go', async () => (await statusOf(host)).wants.length === 0)
  host.kill('SIGTERM')
  expect((await host.ended).code).toBe(0)
})

test('what the exchange refuses is told to whoever wants it', { timeout: 60_000 }, async () => {
  const stage = await aStage()
  const host = stage.host()
  const executor = stage.executor({ SUBSCRIPTIONS: 'kraken:NOPE/USD:trades' })
  await until(
    'the executor hears why',
    () => /"msg":"exchange:error"/.test(executor.err) && /NOPE\/USD/.test(executor.err),
  )
  expect(host.err).toContain('a subscription was refused')
  await ready(host)
  expect(await ready(executor, 503)).toContain('nothing has come of kraken NOPE/USD yet')
})

test('an executor without Redis connects to the exchange itself, and tells a line of JSON a second', {
  timeout: 60_000,
}, async () => {
  const { decoy, ...stage } = await aStage()
  const executor = stage.executor({ ENABLE_REDIS_SCALING: 'false', SUBSCRIPTIONS: 'kraken:BTC/USD' }, ['--json'])
  await market(executor, 'BTC/USD', isFlowing)
  await until('a line', () => executor.out.includes('\n'))

  expect(decoy.accepted).toBe(1)
  expect(JSON.parse(executor.out.split('\n')[0] ?? '')).toMatchObject({ exchange: 'kraken', symbol: 'BTC/USD' })
  expect((await executor.ask('/health/redis')).code).toBe(404)
  expect(await ready(executor)).toContain('"ready":true')
  executor.kill('SIGINT')
  expect((await executor.ended).code).toBe(0)
})

test('hybrids serve others as hosts do, and only one of them publishes', { timeout: 60_000 }, async () => {
  const { decoy, exchange, ...stage } = await aStage()
  const hybrid = { REDIS_ENABLE_PUBLISHING: 'true', SUBSCRIPTIONS: 'kraken:BTC/USD' }
  const hybrids = [stage.executor(hybrid), stage.executor(hybrid)]
  for (const one of hybrids) await market(one, 'BTC/USD', isFlowing)
  const executor = stage.executor({ SUBSCRIPTIONS: 'kraken:ETH/USD', KRAKEN_URL: exchange.url })
  await market(executor, 'ETH/USD', isFlowing)

  expect([decoy.accepted, exchange.accepted]).toEqual([2, 0])
  const metrics = await Promise.all(hybrids.map((one) => one.ask('/metrics')))
  const published = metrics.map(({ text }) => /^redis_events_published_total (\d+)$/m.exec(text)?.[1])
  expect(published.filter((count) => count === '0')).toHaveLength(1)
})
