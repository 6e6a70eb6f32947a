import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { settingsOf } from '../settings.ts'
import { Intake } from './intake.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('nothing is taken in before the caller is done, and then everything, in order', async () => {
  const taken: string[] = []
  const intake = new Intake(settingsOf({}), (channel, text) => taken.push(`${channel} ${text}`))
  for (let i = 0; i < 100; i++) intake.push(String(i), 'c')
  expect(taken).toEqual([])
  expect(intake.size).toBe(100)
  await turn()
  expect(taken).toEqual(Array.from({ length: 100 }, (_, i) => `c ${i}`))
  expect(intake.size).toBe(0)
})

test.each([{ maxQueue: 3 }, { maxQueueBytes: 30 }])('what does not fit is counted: %o', async (backpressure) => {
  const taken: string[] = []
  const intake = new Intake(settingsOf({ backpressure }), (_, text) => taken.push(text))
  for (let i = 0; i < 10; i++) intake.push(`message ${i}!`, 'c')
  await turn()
  expect(taken).toEqual(['message 0!', 'message 1!', 'message 2!'])
  expect(intake.dropped).toBe(7)
})

test('handlers that take long let everything else in the process have its turn', async () => {
  const clock = new ManualClock()
  const later: (() => void)[] = []
  let taken = 0
  const intake = new Intake(settingsOf({ clock, soon: (task) => later.push(task) }), () => {
    taken += 1
    clock.advance(1)
  })
  for (let i = 0; i < 100; i++) intake.push('x', 'c')
  await turn()
  expect(taken).toBeLessThan(100)
  intake.push('one more', 'c')
  for (let task = later.shift(); task !== undefined; task = later.shift()) task()
  expect(taken).toBe(101)
})

test('a queue that is never empty keeps no more than what waits', async () => {
  const clock = new ManualClock()
  const later: (() => void)[] = []
  const intake = new Intake(settingsOf({ clock, soon: (task) => later.push(task) }), () => clock.advance(1))
  const message = Buffer.alloc(1_000, 'x')
  const fill = () => {
    for (let i = 0; i < 31; i++) intake.push(message.toString('latin1'), 'c')
  }
  fill()
  fill()
  await turn()
  const before = process.memoryUsage().heapUsed
  for (let i = 0; i < 4_000; i++) {
    fill()
    later.shift()?.()
  }
  expect(intake.size).toBeGreaterThan(0)
  expect(intake.size).toBeLessThan(200)
  // 124 MB went through.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(64_000_000)
})
