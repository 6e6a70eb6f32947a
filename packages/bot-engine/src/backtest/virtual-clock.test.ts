import fc from 'fast-check'
import { expect, test } from 'vitest'
import { VirtualClock } from './virtual-clock.ts'

const START = 1_750_000_000_000

test('stands still until it is moved, and never goes back', () => {
  const clock = new VirtualClock(START)
  expect([clock.now(), clock.monotonic()]).toEqual([START, 0])
  clock.advanceTo(START + 10.5)
  clock.advanceTo(START + 3)
  expect([clock.now(), clock.monotonic()]).toEqual([START + 10.5, 10.5])
})

test('refuses to start at no time', () => {
  expect(() => new VirtualClock(Number.NaN)).toThrow('start of the clock NaN cannot be used: ms since the epoch')
})

test('a timer runs at its own time, one set on the way included', () => {
  const clock = new VirtualClock(START)
  const ran: (readonly [string, number])[] = []
  clock.after(20, () => ran.push(['late', clock.monotonic()]))
  clock.after(5, () => {
    ran.push(['early', clock.monotonic()])
    clock.after(5, () => ran.push(['between', clock.monotonic()]))
  })
  clock.advanceTo(START + 30)
  expect(ran).toEqual([
    ['early', 5],
    ['between', 10],
    ['late', 20],
  ])
  expect([clock.monotonic(), clock.pending]).toEqual([30, 0])
})

test('one timer at a time can be run, and there is a next one or none', () => {
  const clock = new VirtualClock(START)
  const ran: number[] = []
  clock.after(2, () => ran.push(2))
  clock.after(1, () => ran.push(1))
  expect([clock.nextAt, clock.runNext(), clock.now(), ran]).toEqual([START + 1, true, START + 1, [1]])
  expect([clock.runNext(), clock.runNext(), clock.nextAt]).toEqual([true, false, Number.POSITIVE_INFINITY])
})

test('a cancelled timer neither runs nor takes part, and cancelling again does nothing', () => {
  const clock = new VirtualClock(START)
  let ran = 0
  const cancel = clock.after(1, () => {
    ran += 1
  })
  clock.after(5, () => undefined)
  cancel()
  cancel()
  expect([clock.pending, clock.nextAt]).toEqual([1, START + 5])
  clock.advanceTo(START + 9)
  expect(ran).toBe(0)
})

test('a delay that is no time is none', () => {
  const clock = new VirtualClock(START)
  const ran: string[] = []
  clock.after(-5, () => ran.push('past'))
  clock.after(Number.NaN, () => ran.push('NaN'))
  clock.advanceTo(START)
  expect(ran).toEqual(['past', 'NaN'])
})

test('whatever is set and cancelled, what is left runs in the order of its time, then of its setting', () => {
  const delays = fc.array(fc.record({ ms: fc.integer({ min: 0, max: 20 }), cancelled: fc.boolean() }), {
    maxLength: 60,
  })
  fc.assert(
    fc.property(delays, (timers) => {
      const clock = new VirtualClock(START)
      const ran: number[] = []
      const cancels = timers.map(({ ms }, i) => clock.after(ms, () => ran.push(i)))
      for (const [i, { cancelled }] of timers.entries()) if (cancelled) cancels[i]?.()
      clock.advanceTo(START + 20)
      const expected = timers
        .map(({ cancelled, ms }, i) => ({ cancelled, ms, i }))
        .filter(({ cancelled }) => !cancelled)
        .sort((a, b) => a.ms - b.ms || a.i - b.i)
      expect(ran).toEqual(expected.map(({ i }) => i))
    }),
  )
})
