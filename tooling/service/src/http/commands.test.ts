import { silentLogger } from '@md/types'
import { expect, onTestFinished, test } from 'vitest'
import { IDLE_VIEWS } from '../testing/idle-views.ts'
import type { Controls, Order } from './controls.ts'
import { json } from './routes.ts'
import { type HttpOptions, startHttp } from './server.ts'

const TOKEN = 'correct-horse-battery'
const ORDER = { reason: 'a drill', by: 'ada' }

async function aService(options: Partial<HttpOptions> = {}) {
  const orders: Order[] = []
  const controls: Controls = {
    paths: ['/bots', 'POST /halt'],
    read: (path) => (path === '/bots' ? json(200, { bots: [] }) : undefined),
    command: (path) => {
      if (path === '/fail') return () => Promise.reject(new Error('hunter2'))
      if (path !== '/halt') return undefined
      return async (order) => {
        orders.push(order)
        return json(200, { halted: true })
      }
    },
  }
  const service = await startHttp({
    host: '127.0.0.1',
    port: 0,
    logger: silentLogger,
    views: IDLE_VIEWS,
    controls,
    ...options,
  })
  onTestFinished(() => service.close())
  const send = async (path: string, request: RequestInit = {}) => {
    const response = await fetch(`http://127.0.0.1:${service.port}${path}`, request)
    return { code: response.status, text: await response.text(), allow: response.headers.get('allow') }
  }
  const command = (body: unknown = ORDER, headers: Record<string, string> = {}, path = '/halt') =>
    send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return { ...service, command, orders, send }
}

test('a command says who wants it and why, and is done', async () => {
  const { command, orders } = await aService()
  expect(await command({ reason: ' a drill ', by: 'ada' })).toMatchObject({ code: 200, text: '{"halted":true}\n' })
  expect(orders).toEqual([ORDER])
})

test.each([
  ['no JSON', '{reason', 400, 'write a JSON object'],
  ['a list', [], 400, 'write a JSON object'],
  ['nothing', '', 400, 'write a JSON object'],
  ['no reason', { by: 'ada' }, 400, '"reason" says why'],
  ['an empty reason', { reason: ' ', by: 'ada' }, 400, '"reason" says why'],
  ['nobody who wants it', { reason: 'a drill' }, 400, '"by" says who'],
  ['a name that is no text', { reason: 'a drill', by: 7 }, 400, '"by" says who'],
  ['a word that there is not', { ...ORDER, force: true }, 400, 'there are reason and by'],
  ['far too much', { ...ORDER, reason: 'x'.repeat(100_000) }, 413, '4096 bytes'],
])('a command with %s is not done, and told why', async (_, body, code, message) => {
  const { command, orders } = await aService()
  const answered = await command(body)
  expect(answered.code).toBe(code)
  expect((JSON.parse(answered.text) as { readonly error: string }).error).toContain(message)
  expect(orders).toEqual([])
})

test.each([
  ['a form', { 'content-type': 'text/plain' }, 415],
  ['a page of another origin', { origin: 'https://example.org' }, 403],
  ['a page without an origin', { origin: 'null' }, 403],
])('no command is taken from %s', async (_, headers, code) => {
  const { command, orders } = await aService()
  expect(await command(ORDER, headers)).toMatchObject({ code })
  expect(orders).toEqual([])
})

test('a page of this very process may command', async () => {
  const { command, port } = await aService()
  expect(await command(ORDER, { origin: `http://127.0.0.1:${port}` })).toMatchObject({ code: 200 })
})

test('beyond loopback nobody commands until there is a token', async () => {
  const { command, orders, send } = await aService({ host: '0.0.0.0' })
  expect(await command()).toMatchObject({ code: 403, text: expect.stringContaining('set: commands are off') })
  expect(orders).toEqual([])
  expect(await send('/bots')).toMatchObject({ code: 200 })
})

test('with a token only those who know it command, wherever they are', async () => {
  const { command, orders } = await aService({ host: '0.0.0.0', token: TOKEN })
  expect(await command()).toMatchObject({ code: 401, text: expect.not.stringContaining(TOKEN) })
  for (const wrong of [TOKEN, `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, `Basic ${TOKEN}`, 'Bearer'])
    expect(await command(ORDER, { authorization: wrong })).toMatchObject({ code: 401 })
  expect(orders).toEqual([])
  expect(await command(ORDER, { authorization: `Bearer ${TOKEN}` })).toMatchObject({ code: 200 })
  const local = await aService({ token: TOKEN })
  expect(await local.command()).toMatchObject({ code: 401 })
})

test('what can only be read, or only be done, says so', async () => {
  const { command, send } = await aService()
  expect(await send('/halt')).toMatchObject({ code: 405, allow: 'POST' })
  expect(await command(ORDER, {}, '/bots')).toMatchObject({ code: 405, allow: 'GET' })
  expect(await command(ORDER, {}, '/livez')).toMatchObject({ code: 405, allow: 'GET' })
  expect(await send('/halt', { method: 'DELETE' })).toMatchObject({ code: 405 })
  expect(await send('/nowhere')).toMatchObject({
    code: 404,
    text: expect.stringContaining('/status, /bots, POST /halt'),
  })
  expect(await command(ORDER, {}, '/nowhere')).toMatchObject({ code: 404 })
})

test('a command that fails is told, without what it said', async () => {
  const { command } = await aService()
  expect(await command(ORDER, {}, '/fail')).toMatchObject({ code: 500, text: expect.not.stringContaining('hunter2') })
})
