import { expect, test } from 'vitest'
import { judge } from './health.ts'
import type { ExchangeSnapshot, HealthSnapshot, TopicSnapshot } from './status.ts'
import { HEALTH_THRESHOLDS } from './thresholds.ts'

const NOW = 1_750_000_000_000
const QUIET = { count: 0, mean: 0, p50: 0, p95: 0, p99: 0, max: 0 }
const CLOSED = { state: 'closed', failuresInARow: 0, opened: 0, retryAt: undefined, since: undefined } as const

const anExchange = (particulars: Partial<ExchangeSnapshot> = {}): ExchangeSnapshot => ({
  exchange: 'binance',
  state: 'CONNECTED',
  stateSince: NOW - 3_600_000,
  everConnected: true,
  circuit: CLOSED,
  topics: [],
  latency: { 'exchange to adapter': QUIET, 'adapter to manager': QUIET, 'manager to listener': QUIET },
  deliveryRatio: 1,
  missedTrades: 0,
  errors: { recent: 0, minutesInARow: 0 },
  uptimeLastHour: 1,
  reconnectionLastHour: { attempts: 0, successes: 0, ratio: 1 },
  ...particulars,
})

const aTopic = (particulars: Partial<TopicSnapshot> = {}): TopicSnapshot => ({
  channel: 'ticker',
  symbol: 'BTC/USDT',
  openedAt: NOW - 3_600_000,
  lastEventAt: NOW - 100,
  notLiveSince: undefined,
  ...particulars,
})

const aSnapshot = (...exchanges: readonly ExchangeSnapshot[]): HealthSnapshot => ({
  now: NOW,
  exchanges,
  bridgeReady: undefined,
})

const judged = (...exchanges: readonly ExchangeSnapshot[]) => judge(aSnapshot(...exchanges), HEALTH_THRESHOLDS)

const latency = (p99: number, count = 1_000) => ({
  'exchange to adapter': { ...QUIET, count, p99 },
  'adapter to manager': QUIET,
  'manager to listener': QUIET,
})

test('is healthy when nothing is wanted, and when everything is as it should be', () => {
  expect(judged()).toEqual({ status: 'healthy', reasons: [], at: NOW })
  expect(judged(anExchange({ topics: [aTopic()], latency: latency(99) })).status).toBe('healthy')
})

test.each<[string, Partial<ExchangeSnapshot>, string, 'degraded' | 'unhealthy']>([
  [
    'a circuit that is open',
    { circuit: { ...CLOSED, state: 'open', failuresInARow: 5, since: NOW - 9_000, retryAt: NOW + 21_000 } },
    'CIRCUIT_OPEN',
    'degraded',
  ],
  ['a P99 above 100 ms', { latency: latency(101) }, 'LATENCY_HIGH', 'degraded'],
  ['a P99 above 500 ms', { latency: latency(501) }, 'LATENCY_HIGH', 'unhealthy'],
  ['less than 95 % delivered', { deliveryRatio: 0.949, missedTrades: 51 }, 'DELIVERY_LOW', 'degraded'],
  ['less than 90 % delivered', { deliveryRatio: 0.899, missedTrades: 101 }, 'DELIVERY_LOW', 'unhealthy'],
  ['any error', { errors: { recent: 1, minutesInARow: 1 } }, 'ERRORS', 'degraded'],
  ['sustained errors', { errors: { recent: 9, minutesInARow: 5 } }, 'ERRORS', 'unhealthy'],
  ['an uptime below 99.9 %', { uptimeLastHour: 0.998 }, 'UPTIME_LOW', 'degraded'],
  [
    'a reconnection success below 95 %',
    { reconnectionLastHour: { attempts: 40, successes: 37, ratio: 37 / 40 } },
    'RECONNECTION_LOW',
    'degraded',
  ],
  [
    'a book that is not live',
    { topics: [aTopic({ channel: 'orderbook', notLiveSince: NOW - 5_001 })] },
    'BOOK_NOT_LIVE',
    'degraded',
  ],
  ['a ticker that is silent', { topics: [aTopic({ lastEventAt: NOW - 60_001 })] }, 'SUBSCRIPTION_SILENT', 'degraded'],
  ['a ticker that never spoke', { topics: [aTopic({ lastEventAt: undefined })] }, 'SUBSCRIPTION_SILENT', 'degraded'],
])('%s is a reason, with its code, its exchange and a sentence', (_, particulars, code, status) => {
  const health = judged(anExchange(particulars))

  expect(health.status).toBe(status)
  expect(health.reasons).toMatchObject([{ code, exchange: 'binance' }])
  expect(health.reasons[0]?.message).toMatch(/^binance/)
})

test.each<[string, Partial<ExchangeSnapshot>]>([
  ['a P99 of too few values', { latency: latency(9_999, 99) }],
  ['a P99 at the threshold', { latency: latency(100) }],
  ['delivery at the threshold', { deliveryRatio: 0.95 }],
  [
    'a book that has just begun to synchronise',
    { topics: [aTopic({ channel: 'orderbook', notLiveSince: NOW - 5_000 })] },
  ],
  ['trades of a quiet market', { topics: [aTopic({ channel: 'trades', lastEventAt: NOW - 599_000 })] }],
  [
    'silence since before the connection came back',
    { stateSince: NOW - 1_000, topics: [aTopic({ lastEventAt: NOW - 90_000 })] },
  ],
  ['a few attempts, of which one failed', { reconnectionLastHour: { attempts: 2, successes: 1, ratio: 0.5 } }],
])('%s is no reason', (_, particulars) => {
  expect(judged(anExchange(particulars))).toMatchObject({ status: 'healthy', reasons: [] })
})

const LOST = { state: 'RECONNECTING', stateSince: NOW - 2_000 } as const

test('one of two wanted exchanges without a connection: degraded, and unhealthy after 30 s', () => {
  const other = anExchange({ exchange: 'kraken' })

  expect(judged(anExchange(LOST), other)).toMatchObject({
    status: 'degraded',
    reasons: [
      {
        code: 'EXCHANGE_NOT_CONNECTED',
        severity: 'warning',
        exchange: 'binance',
        message: 'binance is RECONNECTING, not connected for 2 s',
        since: NOW - 2_000,
      },
    ],
  })
  expect(judged(anExchange({ ...LOST, stateSince: NOW - 30_001 }), other).status).toBe('unhealthy')
})

test('all wanted exchanges without a connection: unhealthy at once, but not while they connect for the first time', () => {
  const both = (particulars: Partial<ExchangeSnapshot>) =>
    judged(anExchange(particulars), anExchange({ ...particulars, exchange: 'kraken' }))

  expect(both(LOST).status).toBe('unhealthy')
  expect(both({ state: 'CONNECTING', stateSince: NOW - 500, everConnected: false }).status).toBe('degraded')
})

test('without a connection its silence and its books are not reported on top', () => {
  const topics = [aTopic({ channel: 'orderbook', lastEventAt: NOW - 120_000, notLiveSince: NOW - 120_000 })]

  expect(judged(anExchange({ ...LOST, topics })).reasons.map(({ code }) => code)).toEqual(['EXCHANGE_NOT_CONNECTED'])
})

test('many silent subscriptions are one reason that names some', () => {
  const topics = ['A', 'B', 'C', 'D'].map((base) => aTopic({ symbol: `${base}/USD`, lastEventAt: NOW - 70_000 }))

  const [reason, ...others] = judged(anExchange({ topics })).reasons

  expect(others).toEqual([])
  expect(reason?.message).toBe(
    'binance has 4 silent subscriptions: ticker A/USD, ticker B/USD, ticker C/USD and others, for up to 70 s',
  )
})

test('a bridge without a connection: a warning at once, critical after 30 s, counted from when it was first seen', () => {
  const without = (now: number): HealthSnapshot => ({ now, exchanges: [anExchange()], bridgeReady: false })

  const first = judge(without(NOW), HEALTH_THRESHOLDS)
  const later = judge(without(NOW + 30_001), HEALTH_THRESHOLDS, first)

  expect(first).toMatchObject({ status: 'degraded', reasons: [{ code: 'BRIDGE_DISCONNECTED', since: NOW }] })
  expect(later).toMatchObject({ status: 'unhealthy', reasons: [{ exchange: undefined, since: NOW }] })
})

test('a condition keeps the time it was first seen as long as it lasts, for each exchange its own', () => {
  const at = (now: number, ...exchanges: readonly ExchangeSnapshot[]) => ({ ...aSnapshot(...exchanges), now })
  const slow = anExchange({ latency: latency(200) })
  const slowKraken = anExchange({ exchange: 'kraken', latency: latency(200) })

  const first = judge(at(NOW, slow), HEALTH_THRESHOLDS)
  const second = judge(at(NOW + 1_000, slow, slowKraken), HEALTH_THRESHOLDS, first)
  const well = judge(at(NOW + 2_000, anExchange()), HEALTH_THRESHOLDS, second)
  const again = judge(at(NOW + 3_000, slow), HEALTH_THRESHOLDS, well)

  expect(second.reasons.map(({ since }) => since)).toEqual([NOW, NOW + 1_000])
  expect(well.reasons).toEqual([])
  expect(again.reasons.map(({ since }) => since)).toEqual([NOW + 3_000])
})
