import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { sleep } from './sleep.ts'

test('resolves after its time', async () => {
  const clock = new ManualClock()
  const order: string[] = []
  const sleeping = sleep(clock, 10).then(() => order.push('awake'))

  clock.advance(9)
  await Promise.resolve()
  order.push('still asleep')
  clock.advance(1)
  await sleeping

  expect(order).toEqual(['still asleep', 'awake'])
})

test('resolves at once when its signal aborts, and leaves no timer', async () => {
  const clock = new ManualClock()
  const abort = new AbortController()
  const sleeping = sleep(clock, 10, abort.signal)

  abort.abort()
  await sleeping

  expect(clock.pending).toBe(0)
})

test('does not begin when its signal has aborted already', async () => {
  const clock = new ManualClock()

  await sleep(clock, 10, AbortSignal.abort())

  expect(clock.pending).toBe(0)
})

test('leaves nothing on the signal of a long life', async () => {
  const clock = new ManualClock()
  const abort = new AbortController()
  const listening = { added: 0, removed: 0 }
  const { signal } = abort
  const counted = {
    aborted: false,
    addEventListener: (...args: Parameters<AbortSignal['addEventListener']>) => {
      listening.added += 1
      signal.addEventListener(...args)
    },
    removeEventListener: (...args: Parameters<AbortSignal['removeEventListener']>) => {
      listening.removed += 1
      signal.removeEventListener(...args)
    },
  } as AbortSignal

  const sleeping = sleep(clock, 10, counted)
  clock.advance(10)
  await sleeping

  expect(listening).toEqual({ added: 1, removed: 1 })
})
