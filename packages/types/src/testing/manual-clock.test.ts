import { expect, test } from 'vitest'
import { ManualClock } from './manual-clock.ts'

test('time stands still until it is moved', () => {
  const clock = new ManualClock(1_000)
  expect([clock.now(), clock.monotonic()]).toEqual([1_000, 0])

  clock.advance(2.5)
  expect([clock.now(), clock.monotonic()]).toEqual([1_002.5, 2.5])
})

test('runs what falls due in the order of its time, and each at its own time', () => {
  const clock = new ManualClock()
  const ran: (readonly [string, number])[] = []
  const note = (name: string) => () => ran.push([name, clock.monotonic()])
  clock.after(20, note('second'))
  clock.after(10, note('first'))
  clock.after(20, note('third'))
  clock.after(31, note('later'))

  clock.advance(30)

  expect(ran).toEqual([
    ['first', 10],
    ['second', 20],
    ['third', 20],
  ])
  expect(clock.monotonic()).toBe(30)
  expect(clock.pending).toBe(1)
})

test('what a task plans runs in the same advance when it falls due', () => {
  const clock = new ManualClock()
  const ran: number[] = []
  const again = () => {
    ran.push(clock.monotonic())
    clock.after(10, again)
  }
  clock.after(-5, again)

  clock.advance(25)

  expect(ran).toEqual([0, 10, 20])
})

test('what is cancelled does not run', () => {
  const clock = new ManualClock()
  const cancel = clock.after(1, () => expect.unreachable())

  cancel()
  cancel()
  clock.advance(10)

  expect(clock.pending).toBe(0)
})
