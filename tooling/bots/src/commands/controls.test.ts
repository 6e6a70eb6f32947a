import { json } from '@md/service'
import { InvalidInputError, silentLogger } from '@md/types'
import { expect, test } from 'vitest'
import type { Commanded } from './commanded.ts'
import { controlsOf } from './controls.ts'

const ORDER = { reason: 'a drill', by: 'ada' }

function someBots(fails?: Error) {
  const done: unknown[] = []
  const commanded: Commanded = {
    reports: () => [{ id: 'grid-a' }, { id: 'dca-b' }],
    standing: () => ({ trading: 'active' }),
    commandBot: async (id, command, order) => {
      if (fails !== undefined) throw fails
      done.push([id, command, order])
      return { id }
    },
    commandAll: async (command, order) => {
      done.push([command, order])
      return { command }
    },
  }
  const controls = controlsOf(commanded, silentLogger)
  const post = (path: string) => controls.command(path)?.(ORDER)
  return { controls, done, post }
}

test('bots are listed, and each can be looked at', () => {
  const { controls } = someBots()
  expect(controls.read('/bots')).toEqual(json(200, { trading: 'active', bots: [{ id: 'grid-a' }, { id: 'dca-b' }] }))
  expect(controls.read('/bots/dca-b')).toEqual(json(200, { id: 'dca-b' }))
  expect(controls.read('/bots/dca-b/more')).toBeUndefined()
  expect(controls.read('/bot')).toBeUndefined()
})

test.each(['pause', 'resume', 'halt', 'rearm', 'flatten'])('a bot is told to %s, by whom and why', async (command) => {
  const { done, post } = someBots()
  expect(await post(`/bots/grid-a/${command}`)).toEqual(json(200, { id: 'grid-a' }))
  expect(done).toEqual([['grid-a', command, ORDER]])
})

test.each(['halt', 'rearm', 'reload'])('all bots are told to %s', async (command) => {
  const { done, post } = someBots()
  expect(await post(`/${command}`)).toEqual(json(200, { command }))
  expect(done).toEqual([[command, ORDER]])
})

test('a bot that is not here is named beside those that are', async () => {
  const { controls, done, post } = someBots()
  const missing = json(404, { error: 'bot "grid-b" is not here: did you mean grid-a? there are grid-a, dca-b' })
  expect(controls.read('/bots/grid-b')).toEqual(missing)
  expect(await post('/bots/grid-b/halt')).toEqual(missing)
  expect(done).toEqual([])
})

test('there are no other commands', () => {
  const { controls } = someBots()
  for (const path of ['/bots/grid-a/start', '/pause', '/bots', '/bots/grid-a/halt/now', '/bots//halt'])
    expect(controls.command(path)).toBeUndefined()
})

test('a command that cannot be obeyed says why; what nobody foresaw is not told to everybody', async () => {
  const refused = new InvalidInputError('bot', 'grid-a', 'it has stopped')
  expect(await someBots(refused).post('/bots/grid-a/resume')).toEqual(
    json(409, { error: 'bot "grid-a" cannot be used: it has stopped', code: 'INVALID_INPUT' }),
  )
  await expect(someBots(new Error('hunter2')).post('/bots/grid-a/resume')).rejects.toThrow('hunter2')
})
