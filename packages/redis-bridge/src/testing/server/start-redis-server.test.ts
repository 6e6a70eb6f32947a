import { once } from 'node:events'
import { createServer } from 'node:net'
import { sleep, systemClock } from '@md/runtime'
import { expect, onTestFinished, test } from 'vitest'
import { RedisReplyError } from '../wire/reply-error.ts'
import { freePort, LOOPBACK } from './free-port.ts'
import type { RedisServerOptions } from './redis-server.ts'
import { startRedisServer } from './start-redis-server.ts'

async function aServer(options: RedisServerOptions = {}) {
  const server = await startRedisServer(options)
  onTestFinished(() => server.stop())
  return server
}

/** Whether it answers, and whether that took less than `ms`. */
const answers = (server: { command(name: string): Promise<unknown> }, ms: number) =>
  Promise.race([server.command('PING').then(() => true), sleep(systemClock, ms).then(() => false)])

test('answers on the port it names, and keeps nothing on disk', async () => {
  const server = await aServer()
  expect(server.url).toBe(`redis://127.0.0.1:${server.port}`)
  expect(await server.command('SET', 'a', 1)).toBe('OK')
  expect(await server.command('GET', 'a')).toBe('1')
  expect(await server.command('CONFIG', 'GET', 'save')).toEqual(['save', ''])
  expect(await server.command('CONFIG', 'GET', 'appendonly')).toEqual(['appendonly', 'no'])
})

test('takes directives, repeated ones too', async () => {
  const server = await aServer({
    config: { maxmemory: '5mb', 'client-output-buffer-limit': ['pubsub 1mb 512kb 3', 'normal 2mb 0 0'] },
  })
  expect(await server.command('CONFIG', 'GET', 'maxmemory')).toEqual(['maxmemory', '5242880'])
  const [, limits] = [await server.command('CONFIG', 'GET', 'client-output-buffer-limit')].flat()
  expect(limits).toContain('normal 2097152 0 0')
  expect(limits).toContain('pubsub 1048576 524288 3')
})

test('asks for the password it was given, and has it in its url', async () => {
  const server = await aServer({ config: { requirepass: 'open:me' } })
  expect(server.url).toBe(`redis://:open%3Ame@127.0.0.1:${server.port}`)
  expect(await server.command('PING')).toBe('PONG')
})

test('rejects a command that Redis refuses, and goes on', async () => {
  const server = await aServer()
  await expect(server.command('INCR')).rejects.toThrow(RedisReplyError)
  expect(await server.command('PING')).toBe('PONG')
})

test('many started at once get ports of their own', async () => {
  const servers = await Promise.all(Array.from({ length: 6 }, () => aServer()))
  expect(new Set(servers.map(({ port }) => port)).size).toBe(6)
  expect(new Set(servers.map(({ pid }) => pid)).size).toBe(6)
})

test('says nothing while frozen, and answers what it was asked when thawed', async () => {
  const server = await aServer()
  server.freeze()
  const late = server.command('PING')
  expect(await answers(server, 300)).toBe(false)
  expect([server.isRunning, server.isFrozen]).toEqual([true, true])
  server.thaw()
  expect(server.isFrozen).toBe(false)
  expect(await late).toBe('PONG')
})

test('comes back on the same port without what it held, as another process', async () => {
  const server = await aServer()
  const { pid, port } = server
  await server.command('SET', 'a', 1)
  await server.kill()
  expect(server.isRunning).toBe(false)
  await expect(server.command('PING')).rejects.toThrow('ECONNREFUSED')
  await server.restart()
  expect(server.pid).not.toBe(pid)
  expect(server.port).toBe(port)
  expect(await server.command('GET', 'a')).toBeUndefined()
})

test('keeps what it held in the append-only file, unless it is to start empty', async () => {
  const server = await aServer({ aof: true, config: { appendfsync: 'always' } })
  await server.command('SET', 'a', 1)
  await server.restart()
  expect(await server.command('GET', 'a')).toBe('1')
  await server.restart({ empty: true })
  expect(await server.command('GET', 'a')).toBeUndefined()
})

test('restarts a frozen server', async () => {
  const server = await aServer()
  server.freeze()
  await server.restart()
  expect(await server.command('PING')).toBe('PONG')
})

test('stops a frozen server, twice if asked, and does not start it again', async () => {
  const server = await aServer()
  server.freeze()
  await server.stop()
  await server.stop()
  expect(() => process.kill(server.pid, 0)).toThrow('ESRCH')
  await expect(server.restart()).rejects.toThrow(`the Redis of port ${server.port} has ended`)
})

test('says how to get Redis when there is none', async () => {
  await expect(startRedisServer({ binary: 'no-such-redis' })).rejects.toThrow(
    /there is no "no-such-redis" on the PATH: install it with "apt-get install redis-server"/,
  )
})

test('quotes Redis when it will not start', async () => {
  await expect(startRedisServer({ config: { 'no-such-directive': 'yes' } })).rejects.toThrow(
    /did not start on port \d+: [\s\S]*no-such-directive/,
  )
})

test('does not take somebody else on the port for its own', async () => {
  const first = await aServer()
  await expect(startRedisServer({ port: first.port })).rejects.toThrow(`on port ${first.port}, which is taken`)
})

test('starts on a port that was asked for', async () => {
  const port = await freePort()
  expect((await aServer({ port })).port).toBe(port)
})

test('finds a free port past those that are taken', async () => {
  const holder = createServer().listen(await freePort(), LOOPBACK)
  await once(holder, 'listening')
  onTestFinished(() => void holder.close())
  const address = holder.address()
  const taken = typeof address === 'object' && address !== null ? address.port : 0
  const chances = [(taken - 11_000 + 0.5) / 11_000, 0.999]
  expect(await freePort({ random: () => chances.shift() ?? 0.5 })).not.toBe(taken)
  expect(chances).toHaveLength(0)
})
