import { until } from '@md/redis-bridge/testing'
import { expect, test } from 'vitest'
import { aStage, isFlowing, market, notReady, ready } from './stage.ts'

const WANT = { SUBSCRIPTIONS: 'kraken:BTC/USD' }

test('started without Redis both say so, stay alive, and come up when it does', { timeout: 60_000 }, async () => {
  const { redis, ...stage } = await aStage()
  await redis.kill()
  const [host, executor] = [stage.host(), stage.executor(WANT)]
  for (const program of [host, executor]) {
    expect(await ready(program, 503)).toContain('Redis is not connected')
    expect((await program.ask('/livez')).code).toBe(200)
    expect(await program.ask('/health/redis')).toMatchObject({ code: 503, text: expect.stringContaining('unhealthy') })
  }

  await redis.restart({ empty: true })
  await market(executor, 'BTC/USD', isFlowing)
  await ready(host)
  await ready(executor)
})

test.each(['killed', 'frozen'] as const)(
  'when Redis is %s the executor says stale within two seconds, and live when it is back',
  { timeout: 90_000 },
  async (how) => {
    const { redis, ...stage } = await aStage()
    stage.host()
    const executor = stage.executor(WANT)
    await market(executor, 'BTC/USD', isFlowing)

    const gone = performance.now()
    if (how === 'killed') await redis.kill()
    else redis.freeze()
    await market(executor, 'BTC/USD', ({ book }) => book === 'stale', 5_000)
    expect(performance.now() - gone).toBeLessThan(2_000)
    expect(await ready(executor, 503)).toContain('Redis is not connected')

    if (how === 'killed') await redis.restart({ empty: true })
    else redis.thaw()
    const { received } = await market(executor, 'BTC/USD', isFlowing)
    await market(executor, 'BTC/USD', (one) => isFlowing(one) && one.received.trade > received.trade)
  },
)

test('without a host nothing is ready, whatever Redis has kept of it, until a host is back', {
  timeout: 90_000,
}, async () => {
  const stage = await aStage()
  const host = stage.host()
  const patient = { ...WANT, READY_SILENCE: '2000' }
  const early = stage.executor(patient)
  await market(early, 'BTC/USD', isFlowing)
  await ready(early)

  host.kill('SIGKILL')
  await notReady(early, /nothing has come of kraken BTC\/USD for [1-9]\d* s/)
  const late = stage.executor(patient)
  await notReady(late, /nothing has come of kraken BTC\/USD (yet|for [1-9]\d* s)/)

  stage.host()
  await ready(early)
  await ready(late)
})

test('while Redis is away both still leave in good order', { timeout: 60_000 }, async () => {
  const { redis, ...stage } = await aStage()
  const [host, executor] = [stage.host(), stage.executor(WANT)]
  await market(executor, 'BTC/USD', isFlowing)
  await redis.kill()
  for (const program of [host, executor]) {
    program.kill('SIGTERM')
    expect((await program.ended).code).toBe(0)
  }
})

test('with FALLBACK_DIRECT the exchange is asked itself while Redis is away, and left alone when it is back', {
  timeout: 90_000,
}, async () => {
  const { decoy, exchange, redis, ...stage } = await aStage()
  stage.host()
  const executor = stage.executor({
    ...WANT,
    FALLBACK_DIRECT: 'true',
    KRAKEN_URL: exchange.url,
    KRAKEN_REST_URL: exchange.restUrl,
  })
  await market(executor, 'BTC/USD', isFlowing)
  expect(exchange.connections).toBe(1)

  await redis.kill()
  await until('it has a socket of its own', () => exchange.connections === 2)
  const direct = await market(executor, 'BTC/USD', isFlowing)
  await market(executor, 'BTC/USD', (one) => isFlowing(one) && one.received.trade > direct.received.trade + 10)
  expect(await ready(executor)).toContain('"ready":true')

  await redis.restart({ empty: true })
  await until('it has let go of it', () => exchange.connections === 1)
  const back = await market(executor, 'BTC/USD', isFlowing)
  await market(executor, 'BTC/USD', (one) => isFlowing(one) && one.received.trade > back.received.trade + 10)
})
