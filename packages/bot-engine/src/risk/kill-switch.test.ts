import { expect, test } from 'vitest'
import { aGate, aLatch, HeldLatchStore, settled, watched } from '../../test/risk-gate-kit.ts'
import { LatchNotKeptError } from './errors.ts'
import { KillSwitch } from './kill-switch.ts'

const BOT = { botId: 'grid', account: 'main' }

test('a halt holds before anything is waited for, and is told as done when it is durable', async () => {
  const { killSwitch, store } = aGate()
  const latch = aLatch()

  const halt = watched(killSwitch.halt(latch))
  expect(killSwitch.reasonFor(BOT)).toBe(latch)
  await settled()
  expect(halt).toEqual({})

  store.answer()
  await settled()
  expect(halt.value).toBe(latch)
  expect([...store.kept.values()]).toEqual([latch])
})

test('stops a bot, its account or everything, and nothing else', async () => {
  const { killSwitch } = aGate()
  const stopped = () =>
    ['grid/main', 'dca/main', 'grid2/spare'].filter((name) => {
      const [botId = '', account = ''] = name.split('/')
      return killSwitch.reasonFor({ botId, account }) !== undefined
    })
  expect(stopped()).toEqual([])

  watched(killSwitch.halt(aLatch({ scope: 'bot', id: 'grid' })))
  expect(stopped()).toEqual(['grid/main'])
  watched(killSwitch.halt(aLatch({ scope: 'account', id: 'main' })))
  expect(stopped()).toEqual(['grid/main', 'dca/main'])
  watched(killSwitch.halt(aLatch()))
  expect(stopped()).toEqual(['grid/main', 'dca/main', 'grid2/spare'])
  expect(killSwitch.latches()).toHaveLength(3)
})

test('the first cause stays the cause', async () => {
  const { killSwitch, store } = aGate()
  const told: unknown[] = []
  killSwitch.on('halted', (latch) => told.push(latch))
  const first = aLatch({ cause: 'first' })
  watched(killSwitch.halt(first))
  const second = watched(killSwitch.halt(aLatch({ cause: 'second' })))
  for (let i = 0; i < 2; i++) {
    await settled()
    store.answer()
  }
  await settled()

  expect(second.value).toBe(first)
  expect(told).toEqual([first])
})

test('holds until somebody arms it, and only once the store has forgotten it', async () => {
  const { killSwitch, store } = aGate()
  const told: unknown[] = []
  killSwitch.on('rearmed', (event) => told.push(event))
  const latch = aLatch({ scope: 'bot', id: 'grid' })
  watched(killSwitch.halt(latch))
  await settled()
  store.answer()

  const rearm = watched(killSwitch.rearm('bot', 'grid', 'ben'))
  await settled()
  expect(killSwitch.reasonFor(BOT)).toBe(latch)

  store.answer()
  await settled()
  expect('value' in rearm).toBe(true)
  expect(killSwitch.reasonFor(BOT)).toBeUndefined()
  expect(told).toEqual([{ latch, by: 'ben' }])
  expect(store.kept.size).toBe(0)
})

test('a halt while it is being armed stays', async () => {
  const { killSwitch, store } = aGate()
  watched(killSwitch.halt(aLatch({ cause: 'first' })))
  watched(killSwitch.rearm('process', '', 'ben'))
  const again = aLatch({ cause: 'again' })
  watched(killSwitch.halt(again))
  for (let i = 0; i < 3; i++) {
    await settled()
    store.answer()
  }
  await settled()

  expect(killSwitch.reasonFor(BOT)).toBe(again)
  expect([...store.kept.values()]).toEqual([again])
})

test('a halt that cannot be written down is told, holds all the same, and is written when it is repeated', async () => {
  const { killSwitch, store } = aGate()
  const told: unknown[] = []
  killSwitch.on('failed', (error) => told.push(error))
  const latch = aLatch({ scope: 'account', id: 'main' })
  const halt = watched(killSwitch.halt(latch))
  await settled()
  store.answer(new Error('disk is full'))
  await settled()

  expect(halt.error).toBeInstanceOf(LatchNotKeptError)
  expect(halt.error).toMatchObject({
    code: 'LATCH_NOT_KEPT',
    recovery: 'stop',
    message:
      'account main is halted, but only until this process ends: the store failed with "disk is full". Repeat the halt',
    context: { scope: 'account', id: 'main' },
  })
  expect(told).toEqual([halt.error])
  expect(killSwitch.reasonFor(BOT)).toBe(latch)

  const again = watched(killSwitch.halt(aLatch({ scope: 'account', id: 'main' })))
  await settled()
  store.answer()
  await settled()
  expect(again.value).toBe(latch)
  expect([...store.kept.values()]).toEqual([latch])
})

test('what cannot be forgotten stays halted', async () => {
  const { killSwitch, store } = aGate()
  watched(killSwitch.halt(aLatch()))
  await settled()
  store.answer()
  const rearm = watched(killSwitch.rearm('process', '', 'ben'))
  await settled()
  store.answer(new Error('read-only'))
  await settled()

  expect(rearm.error).toMatchObject({ message: expect.stringContaining('the process stays halted') })
  expect(killSwitch.reasonFor(BOT)).toBeDefined()
})

test('arming what is not halted says what is', async () => {
  const { killSwitch } = aGate()
  await expect(killSwitch.rearm('bot', 'grid', 'ben')).rejects.toThrow('bot to arm "grid" cannot be used: nothing is')

  watched(killSwitch.halt(aLatch()))
  watched(killSwitch.halt(aLatch({ scope: 'account', id: 'main' })))
  await expect(killSwitch.rearm('bot', 'grid', 'ben')).rejects.toThrow('what is halted is the process, account main')
})

test('halts outlive the process; one that came before they were read is not undone by them', async () => {
  const store = new HeldLatchStore()
  const old = aLatch({ scope: 'bot', id: 'grid', cause: 'old' })
  store.kept.set('bot grid', old)
  store.kept.set('process ', aLatch({ cause: 'old' }))
  const killSwitch = new KillSwitch({ store, onFailure: () => undefined })
  const now = aLatch({ cause: 'now' })
  watched(killSwitch.halt(now))

  await killSwitch.restore()

  expect(killSwitch.latches()).toEqual([now, old])
})

test('a listener that throws is reported and keeps no halt from holding', async () => {
  const { failures, killSwitch, store } = aGate()
  killSwitch.on('halted', () => {
    throw new Error('dashboard is gone')
  })
  const halt = watched(killSwitch.halt(aLatch()))
  await settled()
  store.answer()
  await settled()

  expect(halt.value).toBeDefined()
  expect(failures).toEqual([new Error('dashboard is gone')])
})

test('a halt between two attempts to arm, of which the first fails, stands when the second is kept', async () => {
  const { killSwitch, store } = aGate()
  watched(killSwitch.halt(aLatch()))
  await settled()
  store.answer()
  await settled()
  watched(killSwitch.rearm('process', '', 'ben'))
  watched(killSwitch.rearm('process', '', 'ben'))
  await settled()
  store.answer(new Error('disk is full'))
  await settled()
  watched(killSwitch.halt(aLatch({ cause: 'another' })))
  for (let i = 0; i < 3; i++) {
    store.answer()
    await settled()
  }
  expect(killSwitch.reasonFor({ botId: 'a', account: 'main' })).toMatchObject({ cause: 'another' })
})
