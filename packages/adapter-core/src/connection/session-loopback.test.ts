import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { deferred } from '@md/runtime'
import { afterEach, expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { settingsOf } from '../options.ts'
import { fakeProtocol } from '../testing/fake-protocol.ts'
import { Session } from './session.ts'

const servers: WebSocketServer[] = []

afterEach(() => {
  for (const server of servers.splice(0)) {
    for (const client of server.clients) client.terminate()
    server.close()
  }
})

/** A session over a real socket, and the exchange's end of it. */
async function aSessionOverLoopback(timeout = 5_000) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  servers.push(server)
  await once(server, 'listening')
  const far = deferred<WebSocket>()
  server.on('connection', (socket) => far.resolve(socket))

  const protocol = fakeProtocol()
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  const frame = deferred<string>()
  const toSend: string[] = []
  const session = new Session(1, protocol, settingsOf(protocol, { url, timeout }), {
    frame: (data) => frame.resolve(data.toString()),
    skipped: () => undefined,
    next: () => toSend.shift(),
    sent: () => undefined,
    expecting: () => false,
  })
  return { session, toSend, frame: frame.promise, far: await far.promise }
}

test('speaks and listens over a real socket, and ends when it is told to', async () => {
  const { session, toSend, frame, far } = await aSessionOverLoopback()
  const heard = once(far, 'message')
  const ponged = once(far, 'pong')
  expect(await session.opened).toBe(true)

  toSend.push('to you')
  session.wake()
  far.ping('7')
  far.send('to me')

  expect(String((await heard)[0])).toBe('to you')
  expect(String((await ponged)[0])).toBe('7')
  expect(await frame).toBe('to me')

  session.close('enough')
  expect(await session.ended).toMatchObject({ reason: 'enough', opened: true, heard: true })
})

test('the end of the exchange is the end of the session, with its reason', async () => {
  const { session, far } = await aSessionOverLoopback()

  far.close(1_001, 'going away')

  expect(await session.ended).toMatchObject({ reason: 'closed by the exchange (1001 going away)', opened: true })
})
