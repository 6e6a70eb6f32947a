import { type BridgeMetrics, silentLogger } from '@md/types'
import { expect, onTestFinished, test } from 'vitest'
import { IDLE_VIEWS } from '../testing/idle-views.ts'
import { feedFamilies } from './feed-families.ts'
import type { Views } from './routes.ts'
import { HttpListenError, startHttp } from './server.ts'

const REDIS: BridgeMetrics = {
  connected: true,
  publishedEvents: 5,
  receivedEvents: 3,
  errors: 1,
  subscriptions: 2,
  activeSubscriptions: ['trade'],
}

const HOP = { recent: { count: 10, p50: 1, p95: 2, p99: 3 } }
const SILENT = { recent: { count: 0, p50: 0, p95: 0, p99: 0 } }

const FEED = {
  exchanges: {
    kraken: {
      state: 'CONNECTED',
      events: { trade: 7, ticker: 1 },
      errors: 2,
      missedTrades: 4,
      reconnects: 1,
      uptimeLastHour: 0.5,
      latency: { exchangeToAdapter: HOP, adapterToManager: SILENT, managerToListener: SILENT },
    },
  },
  redis: REDIS,
  connections: 1,
  subscriptions: 3,
  health: { status: 'degraded' },
  delivery: { dropped: 0, bridgeFailures: 0 },
} as const

async function aService(views: Partial<Views> = {}) {
  const service = await startHttp({
    host: '127.0.0.1',
    port: 0,
    logger: silentLogger,
    views: {
      notReady: () => [],
      health: () => ({ status: 'healthy' }),
      redis: () => REDIS,
      metrics: () => feedFamilies(FEED),
      status: () => ({ role: 'host' }),
      ...views,
    },
  })
  onTestFinished(() => service.close())
  const ask = async (path: string, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${service.port}${path}`, { method })
    return { code: response.status, text: await response.text(), type: response.headers.get('content-type') }
  }
  return { ...service, ask }
}

test('it is alive as long as it answers', async () => {
  const { ask } = await aService()
  expect(await ask('/livez')).toMatchObject({ code: 200, text: '{"status":"alive"}\n' })
})

test('readiness says why not', async () => {
  const reasons: string[] = []
  const { ask } = await aService({ notReady: () => reasons })
  expect(await ask('/readyz')).toMatchObject({ code: 200, text: '{"ready":true,"reasons":[]}\n' })
  reasons.push('Redis is not connected')
  expect(await ask('/readyz?verbose')).toMatchObject({
    code: 503,
    text: '{"ready":false,"reasons":["Redis is not connected"]}\n',
  })
})

test.each([
  ['healthy', 200],
  ['degraded', 200],
  ['unhealthy', 503],
] as const)('health that is %s is answered with %i', async (status, code) => {
  const { ask } = await aService({ health: () => ({ status }) })
  expect(await ask('/health')).toMatchObject({ code, text: `{"status":"${status}"}\n` })
})

test('the health of Redis is as the specification has it', async () => {
  const { ask } = await aService()
  const { code, text } = await ask('/health/redis')
  expect(code).toBe(200)
  expect(JSON.parse(text)).toEqual({
    status: 'healthy',
    metrics: { connected: true, publishedEvents: 5, receivedEvents: 3, errors: 1, subscriptions: 2 },
  })

  const away = await aService({ redis: () => ({ ...REDIS, connected: false }) })
  expect(await away.ask('/health/redis')).toMatchObject({ code: 503, text: expect.stringContaining('"unhealthy"') })
  const without = await aService({ redis: () => null })
  expect(await without.ask('/health/redis')).toMatchObject({
    code: 404,
    text: expect.stringContaining('ENABLE_REDIS_SCALING'),
  })
})

test('metrics are for Prometheus, with the names of the specification beside ours', async () => {
  const { ask } = await aService()
  const { text, type } = await ask('/metrics')
  expect(type).toBe('text/plain; version=0.0.4; charset=utf-8')
  expect(text.split('\n')).toEqual(
    expect.arrayContaining([
      '# TYPE redis_connected gauge',
      'redis_connected 1',
      '# TYPE redis_events_published_total counter',
      'redis_events_published_total 5',
      'redis_events_received_total 3',
      'redis_errors_total 1',
      'redis_subscriptions 2',
      'md_health 1',
      'md_exchange_connected{exchange="kraken"} 1',
      'md_events_total{exchange="kraken",type="trade"} 7',
      'md_latency_ms{exchange="kraken",hop="exchangeToAdapter",quantile="0.99"} 3',
    ]),
  )
  expect(text).not.toContain('adapterToManager')
  const names = text.split('\n').filter((line) => line.startsWith('# TYPE'))
  expect(new Set(names).size).toBe(names.length)
})

test('without Redis there is nothing to measure of it', () => {
  expect(
    feedFamilies({ ...FEED, redis: null })
      .map(({ name }) => name)
      .join(),
  ).not.toContain('redis_')
})

test('what cannot be answered is told, and does no harm', async () => {
  const { ask } = await aService({
    status: () => {
      throw new Error('hunter2')
    },
  })
  expect(await ask('/status')).toMatchObject({ code: 500, text: expect.not.stringContaining('hunter2') })
  expect(await ask('/nowhere')).toMatchObject({ code: 404, text: expect.stringContaining('/livez') })
  expect(await ask('/livez', 'POST')).toMatchObject({ code: 405 })
  expect((await ask('/livez')).code).toBe(200)
})

test('a port that is taken is named, with what to set', async () => {
  const { port } = await aService()
  const second = startHttp({ host: '127.0.0.1', port, views: IDLE_VIEWS, logger: silentLogger })
  await expect(second).rejects.toThrow(HttpListenError)
  await expect(second).rejects.toThrow(new RegExp(`127.0.0.1:${port}.*HTTP_PORT`))
})
