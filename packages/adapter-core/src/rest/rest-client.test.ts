import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type FakeProtocolParts, fakeProtocol } from '@md/adapter-core/testing'
import { ManualClock } from '@md/types/testing'
import { afterEach, expect, test } from 'vitest'
import { settled } from '../../test/fake-exchange.ts'
import { RestError } from '../errors.ts'
import { settingsOf } from '../options.ts'
import { RestClient } from './rest-client.ts'

const cleanups: (() => void)[] = []

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A client of a real server on loopback, with a clock that stands still. */
async function aClient(answer: Answer, parts: FakeProtocolParts = {}) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url} ${request.headers.accept}`)
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const restUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}//`
  return { asked, server, ...aClientOf(restUrl, parts) }
}

function aClientOf(restUrl: string, parts: FakeProtocolParts = {}) {
  const clock = new ManualClock()
  const protocol = fakeProtocol(parts)
  const client = new RestClient(protocol, settingsOf(protocol, { clock, restUrl, timeout: 30_000 }))
  return { clock, client }
}

const json = (value: unknown): Answer => {
  return (_, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
}

const failureOf = (request: Promise<unknown>): Promise<unknown> =>
  request.then(
    () => expect.unreachable(),
    (error: unknown) => error,
  )

/** Waits until the server has been asked so often. */
async function untilAsked(asked: readonly string[], count: number): Promise<void> {
  while (asked.length < count) await settled()
}

test('gets a JSON document, with what of the query is set', async () => {
  const { client, asked, clock } = await aClient(json({ a: 1 }))

  expect(await client.get('/v1/thing', { symbol: 'BTC/USD', limit: 5, after: undefined })).toEqual({ a: 1 })
  expect(await client.get('/v1/thing')).toEqual({ a: 1 })

  expect(asked).toEqual(['GET /v1/thing?symbol=BTC%2FUSD&limit=5 application/json', 'GET /v1/thing application/json'])
  expect(clock.pending).toBe(0)
})

test('an error status is an error that names it, with the beginning of what was said', async () => {
  const { client } = await aClient((_, response) => response.writeHead(400).end(`{"msg":\n "${'x'.repeat(500)}"}`))

  const error = await failureOf(client.get('/v1/thing'))

  expect(error).toBeInstanceOf(RestError)
  expect(error).toMatchObject({ code: 'REST_FAILED', recovery: 'skip', context: { path: '/v1/thing', status: 400 } })
  expect(String(error)).toMatch(/^RestError: GET \/v1\/thing: HTTP 400 \{"msg": "x{100,}$/)
})

test('an answer that is not JSON is an error', async () => {
  const { client } = await aClient((_, response) => response.end('<html>busy</html>'))

  expect(await failureOf(client.get('/x'))).toMatchObject({
    message: 'GET /x: the answer is not JSON: <html>busy</html>',
  })
})

test('nobody listening is told by its code', async () => {
  const { server, client } = await aClient(json({}))
  server.close()
  await once(server, 'close')

  const error = await failureOf(client.get('/x'))

  expect(error).toMatchObject({ message: 'GET /x: cannot be reached (ECONNREFUSED)', context: { status: 0 } })
  expect(error).toHaveProperty('cause')
})

test('an answer that does not come in time is given up', async () => {
  const { client, clock, asked } = await aClient(() => undefined)
  const failing = failureOf(client.get('/x'))
  await untilAsked(asked, 1)

  clock.advance(30_000)

  expect(await failing).toMatchObject({ message: 'GET /x: no answer within 30000 ms' })
  expect(clock.pending).toBe(0)
})

test('only so many requests are under way at once, the others wait for their turn', async () => {
  const held: ServerResponse[] = []
  const { client, asked } = await aClient((_, response) => held.push(response), {
    limits: { rest: { concurrency: 2, weightPerMinute: 0 } },
  })
  const all = ['/1', '/2', '/3'].map((path) => client.get(path))
  await untilAsked(asked, 2)
  expect(asked).toHaveLength(2)

  held[0]?.end('1')
  await untilAsked(asked, 3)
  for (const response of held.slice(1)) response.end('2')

  expect(await Promise.all(all)).toEqual([1, 2, 2])
})

test('what exceeds the budget of the venue waits until there is some again', async () => {
  const { client, asked, clock } = await aClient(json(0), {
    limits: { rest: { concurrency: 5, weightPerMinute: 100 } },
  })
  const all = [client.get('/1', {}, 80), client.get('/2', {}, 80)]
  await all[0]
  expect(asked).toHaveLength(1)

  clock.advance(60_000)
  await Promise.all(all)

  expect(asked).toHaveLength(2)
})

test('what nobody wants any more leaves the queue unsent, before and between what is wanted', async () => {
  const { client, asked, clock } = await aClient(json(0), {
    limits: { rest: { concurrency: 5, weightPerMinute: 100 } },
  })
  await client.get('/1', {}, 80)
  let wanted = true
  const late = [2, 4].map((n) => failureOf(client.get(`/${n}`, {}, 80, () => wanted)))
  const next = client.get('/3', {}, 80)
  expect(asked).toHaveLength(1)

  wanted = false
  clock.advance(60_000)

  expect(await next).toBe(0)
  for (const error of await Promise.all(late)) expect(error).toMatchObject({ code: 'ABANDONED' })
  expect(asked.map((line) => line.split(' ')[1])).toEqual(['/1', '/3'])
})

test('a short block is waited for', async () => {
  let status = 429
  const { client, asked, clock } = await aClient((_, response) =>
    response.writeHead(status, { 'retry-after': '5' }).end('0'),
  )
  expect(await failureOf(client.get('/1'))).toMatchObject({ retryAfterMs: 5_000 })

  status = 200
  const second = client.get('/2')
  await settled()
  expect(asked).toHaveLength(1)
  clock.advance(5_000)

  expect(await second).toBe(0)
})

test('a ban is an answer: nothing is sent, and whoever asks or waits is told for how long', async () => {
  const { client, asked, clock } = await aClient(
    (_, response) => response.writeHead(418, { 'retry-after': '120' }).end(),
    { limits: { rest: { concurrency: 1, weightPerMinute: 0 } } },
  )
  const [first, waiting] = [failureOf(client.get('/1')), failureOf(client.get('/2'))]

  expect(await first).toMatchObject({ context: { status: 418 }, retryAfterMs: 120_000 })
  for (const refused of [await waiting, await failureOf(client.get('/3'))]) {
    expect(refused).toMatchObject({
      message: expect.stringContaining('left alone for another 120000 ms'),
      retryAfterMs: 120_000,
    })
  }
  expect([asked.length, clock.pending]).toEqual([1, 0])
})

test('closing ends what is under way and what waits, and it can be used again', async () => {
  let answer: Answer = () => undefined
  const { client, asked, clock } = await aClient((request, response) => answer(request, response), {
    limits: { rest: { concurrency: 1, weightPerMinute: 0 } },
  })
  const failing = [failureOf(client.get('/1')), failureOf(client.get('/2'))]
  await untilAsked(asked, 1)

  client.close()

  for (const error of await Promise.all(failing)) expect(error).toMatchObject({ code: 'ABANDONED' })
  expect(clock.pending).toBe(0)
  answer = json('back')
  expect(await client.get('/3')).toBe('back')
})

test('what is thrown without a code is told in its own words', async () => {
  const clock = new ManualClock()
  const protocol = fakeProtocol()
  for (const thrown of [new Error('no proxy'), 'no proxy']) {
    const client = new RestClient(protocol, settingsOf(protocol, { clock, fetch: () => Promise.reject(thrown) }))

    expect(await failureOf(client.get('/x'))).toMatchObject({ message: 'GET /x: cannot be reached (no proxy)' })
  }
})
