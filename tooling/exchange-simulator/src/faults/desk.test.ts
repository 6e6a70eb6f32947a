import { connect } from 'node:net'
import { ManualClock } from '@md/types/testing'
import { afterEach, expect, test } from 'vitest'
import { Bench } from '../../test/client.ts'
import type { SimulatedVenue } from '../index.ts'

const bench = new Bench()
afterEach(bench.clear)

async function connected(exchange: SimulatedVenue = 'kraken') {
  const clock = new ManualClock()
  const running = await bench.exchange({ exchange, clock })
  return { exchange: running, clock, client: await bench.client(running) }
}

const TRADES = { method: 'subscribe', params: { channel: 'trade', symbol: ['BTC/USD'] }, req_id: 1 }

test('drops all connections, or only the one that is named', async () => {
  const { client, exchange } = await connected()
  const other = await bench.client(exchange)

  exchange.inject({ kind: 'drop', connection: 2 })
  expect((await other.closed).code).toBe(1006)
  expect(client.socket.readyState).toBe(client.socket.OPEN)

  exchange.inject({ kind: 'drop' })
  expect((await client.closed).code).toBe(1006)
})

test('closes with the code and the reason it is given, and with 1000 for a forced cut', async () => {
  const { client, exchange } = await connected()
  exchange.inject({ kind: 'close', code: 1012, reason: 'restarting' })
  expect(await client.closed).toEqual({ code: 1012, reason: 'restarting' })

  const second = await bench.client(exchange)
  exchange.inject({ kind: 'cut' })
  expect((await second.closed).code).toBe(1000)
})

test('destroys the next handshakes half way', async () => {
  const { exchange } = await connected()
  exchange.inject({ kind: 'refuse', count: 2 })

  expect((await bench.dial(exchange.url).closed).code).toBe(1006)
  expect((await bench.dial(exchange.url).closed).code).toBe(1006)
  await bench.client(exchange)
  expect(exchange.accepted).toBe(2)
})

test('never answers a handshake that stalls, and lets go of it in the end', async () => {
  const { exchange } = await connected()
  exchange.inject({ kind: 'stall' })
  const stalled = bench.dial(exchange.url)

  await bench.client(exchange)
  expect(stalled.socket.readyState).toBe(stalled.socket.CONNECTING)

  await exchange.close()
  await stalled.closed
})

test('leaves a half-open connection standing and says nothing on it, not even a pong', async () => {
  const { client, exchange } = await connected()
  client.send(TRADES)
  await client.settled()
  exchange.inject({ kind: 'half-open' })
  const before = client.frames.length
  let ponged = false
  client.socket.on('pong', () => {
    ponged = true
  })

  client.socket.ping()
  client.send({ method: 'ping', req_id: 2 })
  exchange.step(30)
  const later = await bench.client(exchange)
  await later.settled()

  expect(client.frames).toHaveLength(before)
  expect(ponged).toBe(false)
  expect(client.socket.readyState).toBe(client.socket.OPEN)
  expect(exchange.connections).toBe(2)
})

test('sends what is no JSON, what is nested too deep, and what is too big', async () => {
  const { client, exchange } = await connected()
  await client.next('status')

  exchange.inject({ kind: 'malformed', text: '<html>' })
  exchange.inject({ kind: 'deep' })
  exchange.inject({ kind: 'oversized', bytes: 1_000_000 })

  expect(await client.next()).toBe('<html>')
  expect(await client.next()).toMatch(/^\[{100000}\]{100000}$/)
  expect(await client.next()).toHaveLength(1_000_000)
})

test('never answers a close frame when told not to', async () => {
  const { client, exchange } = await connected()
  exchange.inject({ kind: 'slow-close' })

  client.socket.close(1000)
  const later = await bench.client(exchange)
  await later.settled()

  expect(client.socket.readyState).toBe(client.socket.CLOSING)
  expect(exchange.connections).toBe(2)
})

const SUBSCRIBES = [
  {
    venue: 'kraken',
    request: TRADES,
    refused: '"error":"Currency pair not supported BTC/USD"',
    granted: '"success":true',
  },
  {
    venue: 'coinbase',
    request: { type: 'subscribe', product_ids: ['BTC-USD'], channels: ['matches'] },
    refused: '"reason":"BTC-USD is not a valid product"',
    granted: '"type":"subscriptions"',
  },
  {
    venue: 'binance',
    request: { method: 'SUBSCRIBE', params: ['btcusdt@trade'], id: 1 },
    refused: '"code":2',
    granted: '"result":null',
  },
] as const

test.each(SUBSCRIBES)(
  '$venue: leaves a subscribe unanswered, refuses the next and grants the one after',
  async (one) => {
    const { client, exchange } = await connected(one.venue)
    await client.settled()
    const greeted = client.frames.length
    exchange.inject({ kind: 'no-ack' })
    exchange.inject({ kind: 'refuse-subscribe' })

    client.send(one.request)
    await client.settled()
    expect(client.frames).toHaveLength(greeted)

    client.send(one.request)
    await client.next(one.refused)
    client.send(one.request)
    await client.next(one.granted)
  },
)

test.each([
  ['binance', [429, 418]],
  ['coinbase', [429, 429]],
  ['kraken', [429, 429]],
] as const)('%s: bans REST and handshakes for a while', async (venue, statuses) => {
  const { clock, exchange } = await connected(venue)
  exchange.inject({ kind: 'ban', durationMs: 30_000 })

  for (const status of statuses) {
    const response = await fetch(`${exchange.restUrl}/`)
    expect(response.status).toBe(status)
    expect(response.headers.get('Retry-After')).toBe('30')
  }
  expect(await statusOfUpgrade(exchange.url)).toContain('HTTP/1.1 429 Too Many Requests')

  clock.advance(30_000)
  await bench.client(exchange)
})

/** The first line that a handshake is answered with. */
function statusOfUpgrade(url: string): Promise<string> {
  const { host, hostname, pathname, port } = new URL(url)
  const upgrade = [
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ]
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\n${upgrade.join('\r\n')}\r\n\r\n`)
    })
    socket.once('data', (data) => {
      socket.destroy()
      resolve(String(data))
    })
  })
}

test('takes REST down, with a status or by destroying the socket, and brings it back', async () => {
  const { clock, exchange } = await connected()
  exchange.inject({ kind: 'rest-down', status: 503, durationMs: 1000 })
  expect((await fetch(`${exchange.restUrl}/0/public/Time`)).status).toBe(503)

  exchange.inject({ kind: 'rest-down', status: 0, durationMs: 1000 })
  await expect(fetch(`${exchange.restUrl}/0/public/Time`)).rejects.toThrow()

  clock.advance(1000)
  expect((await fetch(`${exchange.restUrl}/0/public/Time`)).status).toBe(200)
})

test('answers REST with a page, as a proxy in between does', async () => {
  const { exchange } = await connected()
  exchange.inject({ kind: 'rest-html' })

  const page = await fetch(`${exchange.restUrl}/0/public/Time`)
  expect([page.status, page.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=UTF-8'])
  expect(await page.text()).toMatch(/^<!DOCTYPE html>/)
  expect((await fetch(`${exchange.restUrl}/0/public/Time`)).headers.get('Content-Type')).toContain('json')
})

test('accepts and drops every socket while a storm lasts', async () => {
  const { clock, exchange } = await connected()
  exchange.inject({ kind: 'storm', durationMs: 2000 })

  expect((await bench.dial(exchange.url).closed).code).toBe(1006)
  expect((await bench.dial(exchange.url).closed).code).toBe(1006)
  expect(exchange.accepted).toBe(3)

  clock.advance(2000)
  await (await bench.client(exchange)).settled()
})

test('stops the heartbeat', async () => {
  const { client, clock, exchange } = await connected()
  client.send(TRADES)
  await client.next('success')
  exchange.inject({ kind: 'stop-heartbeat' })

  clock.advance(5000)
  await client.settled()

  expect(client.frames.join()).not.toContain('heartbeat')
})

test('refuses handshakes beyond the rate of the venue', async () => {
  const clock = new ManualClock()
  const exchange = await bench.exchange({
    exchange: 'coinbase',
    clock,
    limits: { connectionAttempts: 2, connectionWindowMs: 1000 },
  })
  await bench.client(exchange)
  await bench.client(exchange)

  expect((await bench.dial(exchange.url).closed).code).toBe(1006)
  expect(exchange.violations).toEqual(['more than 2 handshakes within 1000 ms'])
  clock.advance(1000)
  await bench.client(exchange)
})
