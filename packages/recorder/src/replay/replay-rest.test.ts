import { expect, test } from 'vitest'
import { ReplayRest } from './replay-rest.ts'

const answer = (body: string, url = 'https://exchange/depth?symbol=X', status = 200) =>
  ({ at: 0, mono: 0, kind: 'rest', url, status, headers: { 'retry-after': '3' }, body }) as const

test('who waits gets the answer when it comes, from whatever host it came', async () => {
  const rest = new ReplayRest()
  const waiting = rest.fetch(new Request('http://127.0.0.1:1/depth?symbol=X'))
  rest.deliver(answer('{"a":1}'))
  const response = await waiting

  expect(response.ok).toBe(true)
  expect(response.headers.get('retry-after')).toBe('3')
  expect(await response.json()).toEqual({ a: 1 })
})

test('who asks late gets the answers that came before, in their order, as far as they are kept', async () => {
  const rest = new ReplayRest()
  for (let i = 0; i < 101; i++) rest.deliver(answer(String(i)))
  const bodies = [
    await rest.fetch('https://exchange/depth?symbol=X'),
    await rest.fetch('https://exchange/depth?symbol=X'),
  ]

  expect(await Promise.all(bodies.map((response) => response.text()))).toEqual(['1', '2'])
})

test('a status without a body is one', async () => {
  const rest = new ReplayRest()
  rest.deliver(answer('', 'https://exchange/depth?symbol=X', 204))

  expect((await rest.fetch('https://exchange/depth?symbol=X')).status).toBe(204)
})

test('a failure is the same failure', async () => {
  const rest = new ReplayRest()
  const waiting = rest.fetch('https://exchange/depth')
  rest.deliver({ at: 0, mono: 0, kind: 'rest-failure', url: 'https://exchange/depth', reason: 'ECONNRESET' })

  await expect(waiting).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
})

test('who gives up does not take the answer of the next', async () => {
  const rest = new ReplayRest()
  const giving = new AbortController()
  const first = rest.fetch('https://exchange/depth?symbol=X', { signal: giving.signal })
  const second = rest.fetch('https://exchange/depth?symbol=X')
  giving.abort(new Error('enough'))
  rest.deliver(answer('mine'))
  const third = new AbortController()
  rest.deliver(answer('late'))
  const served = rest.fetch('https://exchange/depth?symbol=X', { signal: third.signal })
  third.abort()

  await expect(first).rejects.toThrow('enough')
  expect(await (await second).text()).toBe('mine')
  expect(await (await served).text()).toBe('late')
})
