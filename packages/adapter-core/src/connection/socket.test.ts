import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { type Deferred, deferred } from '@md/runtime'
import { afterEach, expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { openSocket, type Socket } from './socket.ts'

const cleanups: (() => void)[] = []

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})

/** A WebSocket server, and its end of the first connection. */
async function aServer() {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, autoPong: false })
  cleanups.push(() => {
    for (const client of server.clients) client.terminate()
    server.close()
  })
  await once(server, 'listening')
  const far = deferred<WebSocket>()
  server.on('connection', (socket) => far.resolve(socket))
  return { url: urlOf(server.address() as AddressInfo), far: far.promise }
}

const urlOf = ({ port }: AddressInfo) => `ws://127.0.0.1:${port}`

/** Our end: what happened is awaited. */
function dial(url: string, maxPayload = 1_000) {
  const opened = deferred<void>()
  const ended = deferred<string>()
  const frames: Deferred<string>[] = [deferred(), deferred()]
  const pings: Deferred<string> = deferred()
  const pongs: Deferred<void> = deferred()
  let received = 0
  const socket: Socket = openSocket(url, maxPayload, {
    open: () => opened.resolve(),
    frame: (data, binary) => frames[received++]?.resolve(`${binary ? 'binary' : 'text'} ${data}`),
    ping: (payload) => pings.resolve(payload.toString()),
    pong: () => pongs.resolve(),
    end: (reason) => ended.resolve(reason),
  })
  cleanups.push(() => socket.terminate())
  return {
    socket,
    opened: opened.promise,
    ended: ended.promise,
    pinged: pings.promise,
    ponged: pongs.promise,
    frame: (i: number) => frames[i]?.promise,
  }
}

/** A server that answers an upgrade with these lines, or hangs up. */
async function aRefusal(...lines: readonly string[]): Promise<string> {
  const server = createServer()
  server.on('upgrade', (_, socket) => {
    if (lines.length === 0) socket.destroy()
    else socket.end(`${lines.join('\r\n')}\r\n\r\n`)
  })
  server.listen(0, '127.0.0.1')
  cleanups.push(() => server.close())
  await once(server, 'listening')
  return urlOf(server.address() as AddressInfo)
}

test('carries text both ways', async () => {
  const { url, far } = await aServer()
  const { socket, opened, frame } = dial(url)
  await opened
  const server = await far
  const heard = once(server, 'message')

  socket.send('to you')
  server.send('to me')
  server.send(Buffer.from('raw'))

  expect(String((await heard)[0])).toBe('to you')
  expect([await frame(0), await frame(1)]).toEqual(['text to me', 'binary raw'])
})

test('answers no ping by itself: on some venues a pong counts as a message', async () => {
  const { url, far } = await aServer()
  const { socket, opened, pinged, frame } = dial(url)
  await opened
  const server = await far
  const pongs: string[] = []
  server.on('pong', (payload) => pongs.push(payload.toString()))

  server.ping('17')
  expect(await pinged).toBe('17')
  server.send('later')
  await frame(0)
  socket.pong(Buffer.from('17'))
  await once(server, 'pong')

  expect(pongs).toEqual(['17'])
})

test('asks whether the far end is there', async () => {
  const { url, far } = await aServer()
  const { socket, opened, ponged } = dial(url)
  await opened
  const server = await far
  server.on('ping', () => server.pong())

  socket.ping()

  await ponged
})

test('says how the exchange closed it, in its own words', async () => {
  const { url, far } = await aServer()
  const { ended } = dial(url)

  ;(await far).close(1_008, 'too many requests')

  expect(await ended).toBe('closed by the exchange (1008 too many requests)')
})

test('an end without a close frame is told as one', async () => {
  const { url, far } = await aServer()
  const { ended, socket } = dial(url)

  ;(await far).terminate()

  expect(await ended).toBe('dropped without a closing word (1006)')
  expect(() => {
    socket.send('too late')
    socket.ping()
    socket.pong(Buffer.from(''))
    socket.close()
    socket.terminate()
  }).not.toThrow()
})

test('closes in an orderly way', async () => {
  const { url, far } = await aServer()
  const { socket, opened, ended } = dial(url)
  await opened
  const closed = once(await far, 'close')

  socket.close()

  expect((await closed)[0]).toBe(1_000)
  expect(await ended).toBe('closed by the exchange (1000)')
})

test('a frame beyond the limit ends the socket', async () => {
  const { url, far } = await aServer()
  const { ended } = dial(url, 10)

  ;(await far).send('x'.repeat(11))

  expect(await ended).toMatch(/payload/i)
})

test.each([
  [['HTTP/1.1 503 Service Unavailable'], 'refused with HTTP 503'],
  [['HTTP/1.1 429 Too Many Requests', 'Retry-After: 30'], 'refused with HTTP 429, retry after 30 s'],
  [['HTTP/1.1 451 Unavailable'], 'refused with HTTP 451: the exchange does not serve this location'],
  [['HTTP/1.1 302 Found', 'Location: http://elsewhere.invalid'], 'refused with HTTP 302'],
])('a handshake that is refused says so: %s', async (lines, reason) => {
  expect(await dial(await aRefusal(...lines)).ended).toBe(reason)
})

test('nobody listening is told in words, with the code', async () => {
  const server = createTcpServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = urlOf(server.address() as AddressInfo)
  server.close()
  await once(server, 'close')

  expect(await dial(url).ended).toMatch(/^the exchange cannot be reached: nobody listens there \(.*ECONNREFUSED/)
})

test('a connection that breaks in the handshake is an end like any other', async () => {
  expect(await dial(await aRefusal()).ended).toBe('socket hang up')
})

test('can be ended while it is still dialling', async () => {
  const server = createTcpServer()
  server.listen(0, '127.0.0.1')
  cleanups.push(() => server.close())
  await once(server, 'listening')
  const { socket, ended } = dial(urlOf(server.address() as AddressInfo))

  socket.terminate()

  expect(await ended).toBe('WebSocket was closed before the connection was established')
})
