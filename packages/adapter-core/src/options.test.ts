import { fakeProtocol } from '@md/adapter-core/testing'
import { systemClock } from '@md/runtime'
import { silentLogger } from '@md/types'
import { expect, test } from 'vitest'
import { openSocket } from './connection/socket.ts'
import { settingsOf } from './options.ts'

const settings = (options: object = {}, parts = {}) => settingsOf(fakeProtocol(parts), options)

test('every option has a default, and they are those of the specification', () => {
  expect(settings()).toEqual({
    url: 'wss://production.invalid',
    restUrl: 'https://production.invalid',
    clock: systemClock,
    random: Math.random,
    logger: silentLogger,
    fetch,
    openSocket,
    timeout: 30_000,
    pingInterval: 30_000,
    pongTimeout: 10_000,
    reconnection: {
      maxAttempts: Number.POSITIVE_INFINITY,
      initialDelay: 1_000,
      maxDelay: 30_000,
      backoffMultiplier: 2,
      jitterFactor: 1,
    },
    rotation: { age: undefined, overlap: 1_000 },
    freshness: { ticker: 60_000, orderbook: 30_000, trades: 300_000, candles: 300_000 },
    backfill: { maxPages: 10, deadline: 5_000 },
  })
})

test('what is given replaces its default and nothing else', () => {
  const { reconnection, freshness, rotation } = settings({
    reconnection: { maxAttempts: 3 },
    freshness: { ticker: 5 },
    rotation: { overlap: 0 },
  })

  expect(reconnection).toMatchObject({ maxAttempts: 3, initialDelay: 1_000 })
  expect(freshness).toMatchObject({ ticker: 5, orderbook: 30_000 })
  expect(rotation.overlap).toBe(0)
  expect(settings({ freshness: false }).freshness).toBeUndefined()
})

test('a socket is replaced before the venue cuts it, unless something else is said', () => {
  const parts = { limits: { socketAge: 1_000 } }

  expect(settings({}, parts).rotation.age).toBe(1_000)
  expect(settings({ rotation: { age: 5 } }, parts).rotation.age).toBe(5)
})

test('the environment chooses the addresses, and an address of its own is used as it is', () => {
  expect(settings({ environment: 'testnet' })).toMatchObject({
    url: 'wss://testnet.invalid',
    restUrl: 'https://testnet.invalid',
  })
  expect(settings({ url: 'ws://127.0.0.1:1/a?b=c', restUrl: 'http://127.0.0.1:2/base//' })).toMatchObject({
    url: 'ws://127.0.0.1:1/a?b=c',
    restUrl: 'http://127.0.0.1:2/base',
  })
})

test.each([
  [{ environment: 'staging' }, 'environment "staging" cannot be used: production or testnet'],
  [{ url: 'http://127.0.0.1' }, 'url "http://127.0.0.1" cannot be used: an address that starts with ws:// or wss://'],
  [{ url: 'not an address' }, 'url "not an address" cannot be used'],
  [{ url: 'ws://127.0.0.1/#part' }, 'url "ws://127.0.0.1/#part" cannot be used'],
  [{ restUrl: 'ftp://127.0.0.1' }, 'restUrl "ftp://127.0.0.1" cannot be used'],
  [{ timeout: 0 }, 'timeout 0 cannot be used: a number of ms above 0'],
  [{ timeout: '30' }, 'timeout "30" cannot be used'],
  [{ pingInterval: Number.NaN }, 'pingInterval NaN cannot be used'],
  [{ pongTimeout: Number.POSITIVE_INFINITY }, 'pongTimeout Infinity cannot be used'],
  [{ rotation: { age: -1 } }, 'rotation.age -1 cannot be used'],
  [{ rotation: { overlap: -1 } }, 'rotation.overlap -1 cannot be used: a number from 0'],
  [{ backfill: { deadline: 0 } }, 'backfill.deadline 0 cannot be used'],
  [{ backfill: { maxPages: -1 } }, 'backfill.maxPages -1 cannot be used'],
  [{ freshness: { ticker: 0 } }, 'ticker 0 cannot be used'],
  [{ reconnection: { maxAttempts: -1 } }, 'reconnection.maxAttempts -1 cannot be used: a number from 0'],
  [{ reconnection: { maxAttempts: '3' } }, 'reconnection.maxAttempts "3" cannot be used'],
  [{ reconnection: { initialDelay: Number.NaN } }, 'reconnection.initialDelay NaN cannot be used'],
  [
    { reconnection: { initialDelay: 100, maxDelay: 99 } },
    'reconnection.maxDelay 99 cannot be used: a number of ms not below',
  ],
  [{ reconnection: { maxDelay: Number.POSITIVE_INFINITY } }, 'reconnection.maxDelay Infinity cannot be used'],
  [{ reconnection: { backoffMultiplier: 0.5 } }, 'reconnection.backoffMultiplier 0.5 cannot be used'],
  [{ reconnection: { jitterFactor: 1.1 } }, 'reconnection.jitterFactor 1.1 cannot be used: a number from 0 to 1'],
])('%j is refused, and named', (options, message) => {
  expect(() => settings(options)).toThrow(message)
})
