import { expect, test } from 'vitest'
import { readConfiguration } from './configuration.ts'
import { ConfigurationError, type Problem } from './configuration-error.ts'
import type { Role } from './redis.ts'

function problemsOf(role: Role, environment: Readonly<Record<string, string>>): readonly Problem[] {
  try {
    readConfiguration(role, environment)
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems
    throw error
  }
  return []
}

test('an executor without any setting connects to the exchanges itself and listens on loopback alone', () => {
  expect(readConfiguration('executor', {})).toEqual({
    role: 'executor',
    logLevel: 'info',
    http: { host: '127.0.0.1', port: 8081 },
    shutdownDeadlineMs: 10_000,
    exchanges: ['binance', 'coinbase', 'kraken'],
    endpoints: { binance: {}, coinbase: {}, kraken: {} },
    subscriptions: [],
    readySilenceMs: 30_000,
    demandLingerMs: 30_000,
    redis: undefined,
    direct: true,
    fallbackDirect: false,
  })
})

test('a host without any setting publishes to a Redis nearby, and hosts of the same exchanges share a lease', () => {
  expect(readConfiguration('host', { EXCHANGES: 'kraken, Binance' })).toMatchObject({
    direct: true,
    http: { port: 8080 },
    redis: { enablePublishing: true, enableSubscription: false, lease: { name: 'host-binance-kraken' } },
  })
})

test('every setting of Redis reaches the bridge', () => {
  const { redis } = readConfiguration('host', {
    REDIS_URL: 'rediss://me:secret@far:7000/3',
    REDIS_HOST: 'near',
    REDIS_PORT: '7001',
    REDIS_USERNAME: 'me',
    REDIS_PASSWORD: 'secret word',
    REDIS_TLS: 'TRUE',
    REDIS_DB: '2',
    REDIS_KEY_PREFIX: 'test:',
    REDIS_INSTANCE_ID: '7',
    REDIS_MAX_RETRIES: '5',
    REDIS_RETRY_DELAY: '250',
    REDIS_PARTITIONS: '4',
    REDIS_DELIVERY: 'live',
    REDIS_LEASE_NAME: 'ours',
    REDIS_LEASE_TTL: '3000',
  })
  expect(redis).toEqual({
    redisUrl: 'rediss://me:secret@far:7000/3',
    host: 'near',
    port: 7001,
    username: 'me',
    password: 'secret word',
    tls: true,
    db: 2,
    keyPrefix: 'test:',
    instanceId: '7',
    partitions: 4,
    delivery: 'live',
    lease: { name: 'ours', ttlMs: 3_000 },
    enablePublishing: true,
    enableSubscription: false,
    reconnection: { maxRetries: 5, retryDelay: 250 },
  })
})

test.each<[string, Role, Record<string, string>, object]>([
  ['an executor that scales', 'executor', {}, { publish: false, subscribe: true, direct: false }],
  ['a hybrid executor', 'executor', { REDIS_ENABLE_PUBLISHING: '1' }, { publish: true, subscribe: true, direct: true }],
  ['a hybrid host', 'host', { REDIS_ENABLE_SUBSCRIPTION: 'true' }, { publish: true, subscribe: true, direct: true }],
  ['a host', 'host', {}, { publish: true, subscribe: false, direct: true }],
])('a flag that is not set takes the role of the app, one that is set wins: %s', (_who, role, flags, expected) => {
  const { direct, redis } = readConfiguration(role, { ENABLE_REDIS_SCALING: 'true', ...flags })
  expect(redis?.lease?.name).toBe(direct ? 'host-binance-coinbase-kraken' : undefined)
  expect({ publish: redis?.enablePublishing, subscribe: redis?.enableSubscription, direct }).toEqual(expected)
})

test('falling back is for those who only subscribe', () => {
  const environment = { ENABLE_REDIS_SCALING: 'true', FALLBACK_DIRECT: 'true' }
  expect(readConfiguration('executor', environment).fallbackDirect).toBe(true)
  expect(readConfiguration('executor', { ...environment, REDIS_ENABLE_PUBLISHING: 'true' }).fallbackDirect).toBe(false)
  expect(readConfiguration('host', environment).fallbackDirect).toBe(false)
})

test('subscriptions may name a market, a channel, a depth, an interval', () => {
  const SUBSCRIPTIONS = 'Binance:btc/usdt, kraken:XBT/USD:orderbook:50,kraken:ETH/USD:candles:1m,kraken:ETH/USD:trades'
  expect(readConfiguration('executor', { SUBSCRIPTIONS }).subscriptions).toEqual([
    { exchange: 'binance', symbol: 'BTC/USDT', channel: 'ticker' },
    { exchange: 'binance', symbol: 'BTC/USDT', channel: 'trades' },
    { exchange: 'binance', symbol: 'BTC/USDT', channel: 'orderbook' },
    { exchange: 'kraken', symbol: 'XBT/USD', channel: 'orderbook', depth: 50 },
    { exchange: 'kraken', symbol: 'ETH/USD', channel: 'candles', interval: '1m' },
    { exchange: 'kraken', symbol: 'ETH/USD', channel: 'trades' },
  ])
})

test('Sentinels and Clusters', () => {
  expect(
    readConfiguration('host', { REDIS_SENTINELS: 'a:1, [::1]:2', REDIS_SENTINEL_MASTER: 'm' }).redis?.topology,
  ).toEqual({
    kind: 'sentinel',
    sentinels: [
      { host: 'a', port: 1 },
      { host: '::1', port: 2 },
    ],
    master: 'm',
  })
  expect(readConfiguration('host', { REDIS_CLUSTER_NODES: 'a:1' }).redis?.topology).toEqual({
    kind: 'cluster',
    nodes: [{ host: 'a', port: 1 }],
  })
})

test('an empty text counts as not set', () => {
  expect(readConfiguration('host', { REDIS_PORT: '', LOG_LEVEL: ' ' })).toEqual(readConfiguration('host', {}))
})

test.each([
  ['LOG_LEVEL', 'loud', 'silent, error, warn, info, debug'],
  ['HTTP_PORT', '70000', '0 to 65535'],
  ['HTTP_HOST', 'http://x', '127.0.0.1'],
  ['SHUTDOWN_DEADLINE', '5s', 'whole number of ms'],
  ['EXCHANGES', 'mtgox', 'binance, coinbase, kraken'],
  ['EXCHANGES', ',', 'binance, coinbase, kraken'],
  ['EXCHANGE_ENVIRONMENT', 'test', 'production, testnet'],
  ['BINANCE_URL', 'https://x', 'wss:// or ws://'],
  ['KRAKEN_REST_URL', 'kraken', 'https:// or http://'],
  ['SUBSCRIPTIONS', 'BTC/USDT', 'exchange:symbol'],
  ['SUBSCRIPTIONS', 'kraken:BTC/USD:candles', ':candles:interval'],
  ['SUBSCRIPTIONS', 'kraken:BTC/USD:orderbook:0', ':orderbook:depth'],
  ['SUBSCRIPTIONS', 'kraken:BTC/USD:trades:5', ':trades'],
  ['SUBSCRIPTIONS', 'kraken:BTC/USD:news', ':ticker'],
  ['SUBSCRIPTIONS', 'okx:BTC/USDT', 'the exchanges of this process are'],
  ['DEMAND_LINGER', '-1', 'whole number of ms'],
  ['READY_SILENCE', '30s', 'whole number of ms'],
  ['ENABLE_REDIS_SCALING', 'yes', 'true or false'],
  ['FALLBACK_DIRECT', 'maybe', 'true or false'],
  ['REDIS_HOST', 'redis://x', 'without protocol'],
  ['REDIS_PORT', 'tcp://10.0.0.1:6379', '1 to 65535'],
  ['REDIS_USERNAME', 'a b', 'without spaces'],
  ['REDIS_TLS', '2', 'true or false'],
  ['REDIS_DB', '1.5', 'whole number'],
  ['REDIS_KEY_PREFIX', 'ws{}', '{ } * ?'],
  ['REDIS_ENABLE_PUBLISHING', 'on', 'true or false'],
  ['REDIS_ENABLE_SUBSCRIPTION', 'off', 'true or false'],
  ['REDIS_INSTANCE_ID', 'a b', '1 to 128 characters'],
  ['REDIS_MAX_RETRIES', 'Infinity', 'whole number'],
  ['REDIS_RETRY_DELAY', '0', 'from 1'],
  ['REDIS_PARTITIONS', '2000', '1 to 1024'],
  ['REDIS_DELIVERY', 'fast', 'live, repaired, log'],
  ['REDIS_LEASE_NAME', 'a b', '1 to 64 letters'],
  ['REDIS_LEASE_TTL', '5', 'from 100'],
  ['REDIS_CLUSTER_NODES', 'a', 'host:port'],
  ['REDIS_CLUSTER_NODES', 'a:99999', 'host:port'],
  ['REDIS_SENTINELS', 'a;b', 'host:port'],
])('%s "%s" names itself and what to write', (name, text, fix) => {
  const problems = problemsOf('executor', { [name]: text })
  expect(problems).toMatchObject([{ name, fix: expect.stringContaining(fix) }])
})

test('everything that is wrong is told at once, with its value', () => {
  const wrong = { REDIS_PORT: 'x', LOG_LEVEL: 'loud', EXCHANGES: 'mtgox' }
  expect(() => readConfiguration('host', wrong)).toThrow(ConfigurationError)
  expect(() => readConfiguration('host', wrong)).toThrow(
    /LOG_LEVEL "loud".*\n.*EXCHANGES "mtgox".*\n.*REDIS_PORT "x" cannot be used: write a whole/,
  )
})

test('a secret is never told, not even a wrong one', () => {
  const problems = problemsOf('host', { REDIS_URL: 'http://me:hunter2@x' })
  expect(problems).toEqual([{ name: 'REDIS_URL', shown: undefined, fix: expect.stringContaining('redis://') }])
  expect(new ConfigurationError(problems).message).toContain('REDIS_URL cannot be used')
})

test.each<[string, Role, Record<string, string>, string]>([
  ['a host that does not publish', 'host', { REDIS_ENABLE_PUBLISHING: 'false' }, 'REDIS_ENABLE_PUBLISHING'],
  ['a host without Redis', 'host', { ENABLE_REDIS_SCALING: 'false' }, 'ENABLE_REDIS_SCALING'],
  [
    'an executor that does neither',
    'executor',
    { ENABLE_REDIS_SCALING: 'true', REDIS_ENABLE_SUBSCRIPTION: 'false' },
    'REDIS_ENABLE_SUBSCRIPTION',
  ],
  ['Sentinels without a master', 'host', { REDIS_SENTINELS: 'a:1' }, 'REDIS_SENTINEL_MASTER'],
  ['a master without Sentinels', 'host', { REDIS_SENTINEL_MASTER: 'm' }, 'REDIS_SENTINELS'],
  [
    'Sentinels and a Cluster',
    'host',
    { REDIS_SENTINELS: 'a:1', REDIS_SENTINEL_MASTER: 'm', REDIS_CLUSTER_NODES: 'b:2' },
    'REDIS_CLUSTER_NODES',
  ],
  [
    'a subscription of an exchange left alone',
    'host',
    { EXCHANGES: 'kraken', SUBSCRIPTIONS: 'binance:BTC/USDT' },
    'SUBSCRIPTIONS',
  ],
])('what contradicts itself is refused: %s', (_what, role, environment, name) => {
  expect(problemsOf(role, environment)).toMatchObject([{ name }])
})
