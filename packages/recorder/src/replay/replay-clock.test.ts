import { expect, test } from 'vitest'
import { ReplayClock } from './replay-clock.ts'

const START = { at: 1_000, mono: 5 }

test('moves with the recording, both times, and never back', () => {
  const clock = new ReplayClock(START)
  clock.moveTo({ at: 1_010.5, mono: 15.5 })
  clock.moveTo({ at: 1_000, mono: 5 })

  expect([clock.now(), clock.monotonic()]).toEqual([1_010.5, 15.5])
})

test('timers fire at their own time, the earliest first, and of two together the one that was set first', () => {
  const clock = new ReplayClock(START)
  const fired: (readonly [string, number])[] = []
  const set = (name: string, ms: number) => clock.after(ms, () => fired.push([name, clock.now()]))
  set('b', 20)
  set('a', 10)
  set('c', 20)
  set('at once', 0)
  set('never', 30)()
  set('after', 1_000)
  for (let timer = clock.nextDue(100, () => false); timer; timer = clock.nextDue(100, () => false)) {
    clock.moveToDue(timer)
    clock.fire(timer)
  }

  expect(fired).toEqual([
    ['at once', 1_001],
    ['a', 1_010],
    ['b', 1_020],
    ['c', 1_020],
  ])
  expect(clock.pending).toBe(1)
})
