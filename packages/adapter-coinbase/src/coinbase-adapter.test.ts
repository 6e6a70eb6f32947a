import type { SocketEvents } from '@md/adapter-core'
import { InvalidInputError } from '@md/types'
import { expect, test } from 'vitest'
import { COINBASE_TESTNET_URL, CoinbaseAdapter, type CoinbaseOptions } from './index.ts'

test('an adapter can be made of nothing, and opens nothing', () => {
  const adapter = new CoinbaseAdapter()
  expect(adapter.exchange).toBe('coinbase')
  expect(adapter.state).toBe('DISCONNECTED')
})

test.each<[string, CoinbaseOptions]>([
  ['url', { url: 'https://ws-feed.exchange.coinbase.com' }],
  ['timeout', { timeout: -1 }],
  ['credentials.secret', { credentials: { key: 'a', secret: 'not base64', passphrase: 'b' } }],
])('an option that cannot be used is named: %s', (name, options) => {
  expect(() => new CoinbaseAdapter(options)).toThrow(InvalidInputError)
  expect(() => new CoinbaseAdapter(options)).toThrow(new RegExp(`^${name} `))
})

test('the sandbox is the test network, and is greeted at once', async () => {
  const dialled: string[] = []
  const sent: string[] = []
  const adapter = new CoinbaseAdapter({
    environment: 'testnet',
    openSocket: (url, _, events) => {
      dialled.push(url)
      queueMicrotask(() => events.open())
      return silentSocket(sent, events)
    },
  })

  await adapter.connect()
  expect(dialled).toEqual([COINBASE_TESTNET_URL])
  expect(sent).toEqual(['{"type":"subscribe","channels":[{"name":"heartbeat","product_ids":["BTC-USD"]}]}'])
  await adapter.disconnect()
})

/** A venue that accepts everything and says nothing. */
const silentSocket = (sent: string[], events: SocketEvents) => ({
  send: (text: string) => {
    sent.push(text)
  },
  ping: () => undefined,
  pong: () => undefined,
  close: () => queueMicrotask(() => events.end('closed')),
  terminate: () => queueMicrotask(() => events.end('terminated')),
})
