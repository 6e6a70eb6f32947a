import { InvalidInputError } from '@md/types'
import { expect, test } from 'vitest'
import { RedisEventBridge } from './bridge.ts'
import { type RedisEventBridgeOptions, settingsOf } from './settings.ts'

test('has the defaults of the specification', () => {
  expect(settingsOf({})).toMatchObject({
    address: { host: 'localhost', port: 6379 },
    username: undefined,
    password: undefined,
    tls: undefined,
    db: 0,
    keyPrefix: 'ws:',
    enablePublishing: true,
    enableSubscription: true,
    reconnection: { maxRetries: 0, retryDelay: 1_000 },
    delivery: 'repaired',
    partitions: 8,
  })
})

test('a bridge without options can be made', () => {
  expect(new RedisEventBridge().isReady()).toBe(false)
})

test('every bridge has a UUID of its own', () => {
  const [one, other] = [settingsOf({}), settingsOf({})]
  expect(one.instanceId).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
  expect(one.instanceId).not.toBe(other.instanceId)
  expect(one.writer).not.toBe(other.writer)
})

test('an instance may be called by a number or by a text: 1 and "1" are the same', () => {
  expect(settingsOf({ instanceId: 1 }).instanceId).toBe(settingsOf({ instanceId: '1' }).instanceId)
})

test('the URL wins over the parts', () => {
  const redisUrl = 'rediss://us%40er:p%3Aw@redis.example:7000/3'
  expect(settingsOf({ redisUrl, host: 'other', port: 1, username: 'x', password: 'y', db: 9 })).toMatchObject({
    address: { host: 'redis.example', port: 7_000 },
    username: 'us@er',
    password: 'p:w',
    db: 3,
    tls: {},
  })
  expect(settingsOf({ redisUrl: 'redis://[::1]', port: 6_380, password: 'y' })).toMatchObject({
    address: { host: '::1', port: 6_380 },
    password: 'y',
    tls: undefined,
  })
})

test('TLS may be told how to prove itself', () => {
  expect(settingsOf({ tls: true }).tls).toEqual({})
  expect(settingsOf({ tls: false }).tls).toBeUndefined()
  expect(settingsOf({ redisUrl: 'rediss://h', tls: { ca: 'pem' } }).tls).toEqual({ ca: 'pem' })
})

test('custom values are kept', () => {
  const options: RedisEventBridgeOptions = {
    keyPrefix: 'md:',
    enablePublishing: false,
    reconnection: { maxRetries: 3, retryDelay: 50 },
    delivery: 'log',
    partitions: 16,
    lease: { name: 'host' },
    batching: { maxWaitMs: 0, maxItems: 10 },
  }
  expect(settingsOf(options)).toMatchObject({
    ...options,
    writer: 'host',
    lease: { shared: true, ttlMs: 5_000 },
    batching: { maxWaitMs: 0, maxItems: 10, maxBytes: 65_536 },
  })
})

test.each<[string, RedisEventBridgeOptions, string]>([
  ['port', { port: 70_000 }, '70000'],
  ['port', { port: 1.5 }, '1.5'],
  ['host', { host: 'redis://x' }, 'redis://x'],
  ['db', { db: -1 }, '-1'],
  ['db', { redisUrl: 'redis://h/abc' }, 'NaN'],
  ['protocol of redisUrl', { redisUrl: 'http://h' }, 'http:'],
  ['keyPrefix', { keyPrefix: 'w{s' }, 'w{s'],
  ['keyPrefix', { keyPrefix: '' }, ''],
  ['instanceId', { instanceId: '' }, ''],
  ['instanceId', { instanceId: Number.NaN }, 'NaN'],
  ['reconnection.maxRetries', { reconnection: { maxRetries: -1 } }, '-1'],
  ['reconnection.retryDelay', { reconnection: { retryDelay: 0 } }, '0'],
  ['delivery', { delivery: 'fast' as never }, 'fast'],
  ['partitions', { partitions: 0 }, '0'],
  ['lease.name', { lease: { name: 'a b' } }, 'a b'],
  ['lease.ttlMs', { lease: { name: 'a', ttlMs: 1 } }, '1'],
  ['heartbeatMs', { heartbeatMs: 1 }, '1'],
  ['live.enabled', { live: { enabled: false }, log: { enabled: false } }, 'false'],
])('refuses a %s that cannot be used, and says what can', (what, options, value) => {
  const failure = thrownBy(() => settingsOf(options))
  expect(failure).toBeInstanceOf(InvalidInputError)
  expect(failure).toMatchObject({ context: { what, value } })
  expect(failure.message).toMatch(/use |at least /)
})

test('never names a password, not even of a URL that cannot be read', () => {
  const failure = thrownBy(() => settingsOf({ redisUrl: 'redis//:hunter2@host' }))
  expect(JSON.stringify([failure.message, failure])).not.toContain('hunter2')
})

function thrownBy(work: () => unknown): Error {
  try {
    work()
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('nothing was thrown')
}
