import { once } from 'node:events'
import { createConnection, createServer, type Socket } from 'node:net'
import { sleep, systemClock } from '@md/runtime'
import { expect, onTestFinished, test } from 'vitest'
import { LOOPBACK } from '../server/free-port.ts'
import { startRedisServer } from '../server/start-redis-server.ts'
import { until } from '../until.ts'
import { CommandLine } from '../wire/command-line.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

/** A proxy in front of a server that sends back what it gets, and hangs up when it is hung up on. */
async function aProxiedEcho() {
  const sockets: Socket[] = []
  const echo = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    socket.pipe(socket)
  }).listen(0, LOOPBACK)
  await once(echo, 'listening')
  const address = echo.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const proxy = await startTcpProxy({ host: LOOPBACK, port })
  onTestFinished(async () => {
    await proxy.stop()
    echo.close()
    for (const socket of sockets) socket.destroy()
  })
  return { proxy, sockets }
}

function aClient(proxy: TcpProxy) {
  const socket = createConnection({ host: proxy.host, port: proxy.port, allowHalfOpen: true, noDelay: true })
  const client = { socket, heard: '', error: '', isOver: false }
  socket.on('data', (bytes) => {
    client.heard += bytes
  })
  socket.on('error', (error) => {
    client.error = error.message
  })
  socket.on('end', () => {
    client.isOver = true
  })
  socket.on('close', () => {
    client.isOver = true
  })
  onTestFinished(() => void socket.destroy())
  return client
}

test('carries everything both ways, ends included, and counts it', async () => {
  const { proxy } = await aProxiedEcho()
  const client = aClient(proxy)
  const much = 'x'.repeat(3_000_000)
  client.socket.end(much)
  await until('the end has come back', () => client.isOver)
  expect(client.heard.length).toBe(much.length)
  client.socket.destroy()
  await until('it is closed', () => proxy.counters.open === 0)
  expect(proxy.counters).toEqual({ accepted: 1, open: 0, toTarget: much.length, toClient: much.length })
})

test('a black hole accepts and stays silent, also towards new connections, until it passes again', async () => {
  const { proxy, sockets } = await aProxiedEcho()
  const old = aClient(proxy)
  old.socket.write('a')
  await until('it carries', () => old.heard === 'a')

  proxy.blackHole()
  old.socket.write('b')
  const fresh = aClient(proxy)
  await once(fresh.socket, 'connect')
  fresh.socket.write('c')
  await sleep(systemClock, 200)
  expect([old.heard, fresh.heard]).toEqual(['a', ''])
  expect([old.isOver, fresh.isOver]).toEqual([false, false])
  expect(sockets).toHaveLength(1)
  expect(proxy.counters).toMatchObject({ accepted: 2, open: 2, toTarget: 1, toClient: 1 })

  await proxy.pass()
  await until('what was held comes through', () => old.heard === 'ab' && fresh.heard === 'c')
  const next = aClient(proxy)
  next.socket.write('d')
  await until('new connections are carried', () => next.heard === 'd')
})

test('replies that were under way when it became a black hole are held too', async () => {
  const { proxy, sockets } = await aProxiedEcho()
  const client = aClient(proxy)
  client.socket.write('a')
  await until('it carries', () => client.heard === 'a')
  proxy.blackHole()
  sockets[0]?.write('b')
  await sleep(systemClock, 100)
  expect(client.heard).toBe('a')
  await proxy.pass()
  await until('it comes', () => client.heard === 'ab')
})

test('what was delayed when it became a black hole is held too', async () => {
  const { proxy } = await aProxiedEcho()
  const client = aClient(proxy)
  client.socket.write('a')
  await until('it carries', () => client.heard === 'a')
  proxy.delay(100)
  client.socket.write('b')
  await sleep(systemClock, 50)
  proxy.blackHole()
  await sleep(systemClock, 150)
  expect([client.heard, proxy.counters.toTarget]).toEqual(['a', 1])
  await proxy.pass()
  await until('it comes', () => client.heard === 'ab')
})

test('cuts what is open and welcomes what is new', async () => {
  const { proxy } = await aProxiedEcho()
  const client = aClient(proxy)
  client.socket.write('a')
  await until('it carries', () => client.heard === 'a')
  proxy.cut()
  await until('the client notices', () => client.isOver)
  const next = aClient(proxy)
  next.socket.write('b')
  await until('it carries', () => next.heard === 'b')
})

test('ends a held connection when it is cut', async () => {
  const { proxy } = await aProxiedEcho()
  proxy.blackHole()
  const client = aClient(proxy)
  await until('it is accepted', () => proxy.counters.open === 1)
  proxy.cut()
  await until('the client notices', () => client.isOver)
})

test('refuses new connections while the open ones live on, and accepts on the same port later', async () => {
  const { proxy } = await aProxiedEcho()
  const old = aClient(proxy)
  old.socket.write('a')
  await until('it carries', () => old.heard === 'a')
  proxy.refuse()
  const refused = aClient(proxy)
  await until('it is refused', () => refused.error.includes('ECONNREFUSED'))
  old.socket.write('b')
  await until('the old one carries', () => old.heard === 'ab')
  await proxy.pass()
  const next = aClient(proxy)
  next.socket.write('c')
  await until('the new one carries', () => next.heard === 'c')
})

test('delays each direction and keeps the order, also when the delay goes', async () => {
  const { proxy } = await aProxiedEcho()
  const client = aClient(proxy)
  client.socket.write('0')
  await until('it carries', () => client.heard === '0')
  proxy.delay(150)
  const began = systemClock.monotonic()
  client.socket.write('1')
  await until('the first is under way', () => proxy.counters.toTarget === 2)
  client.socket.write('2')
  proxy.delay(0)
  client.socket.write('3')
  await until('all have come', () => client.heard.length === 4)
  expect(client.heard).toBe('0123')
  proxy.delay(150)
  client.socket.write('4')
  await until('it has come', () => client.heard === '01234')
  expect(systemClock.monotonic() - began).toBeGreaterThan(440)
})

test('cuts in the middle of a reply, exactly, once, and only whom it hits', async () => {
  const { proxy } = await aProxiedEcho()
  const [hit, other] = [aClient(proxy), aClient(proxy)]
  hit.socket.write('before')
  await until('it carries', () => hit.heard === 'before')
  proxy.cutAfterBytes(4)
  other.socket.write('abc')
  await until('it carries', () => other.heard === 'abc')
  hit.socket.write('0123456789')
  await until('it is cut', () => hit.isOver)
  expect(hit.heard).toBe('before0123')
  other.socket.write('defghi')
  await until('the other carries on', () => other.heard === 'abcdefghi')
})

test('hangs up when the target is not there', async () => {
  const server = await startRedisServer()
  const proxy = await startTcpProxy(server)
  onTestFinished(() => proxy.stop())
  const commands = new CommandLine({ host: proxy.host, port: proxy.port, clock: systemClock })
  onTestFinished(() => commands.close())
  expect(await commands.send(['PING'])).toBe('PONG')
  await server.stop()
  await expect(commands.send(['PING'])).rejects.toThrow('was lost')
  await proxy.stop()
  await proxy.stop()
})
