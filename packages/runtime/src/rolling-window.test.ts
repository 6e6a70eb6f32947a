import { ManualClock } from '@md/types/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RollingWindow } from './rolling-window.ts'

function aWindow(limit: number, windowMs: number) {
  const clock = new ManualClock()
  return { clock, window: new RollingWindow({ limit, windowMs }, clock) }
}

test('lets a burst of the limit through, and the next when the first of them is a window old', () => {
  const { clock, window } = aWindow(2, 1_000)
  expect(window.delay()).toBe(0)
  window.use()
  clock.advance(300)
  expect(window.delay()).toBe(0)
  window.use()

  expect(window.delay()).toBe(700)
  clock.advance(699)
  expect(window.delay()).toBe(1)
  clock.advance(1)
  expect(window.delay()).toBe(0)
})

test('keeps places free for who asks for them', () => {
  const { window } = aWindow(5, 1_000)
  for (let i = 0; i < 4; i++) window.use()

  expect(window.delay(1)).toBe(1_000)
  expect(window.delay()).toBe(0)
})

test('a reserve of everything still lets one through', () => {
  const { clock, window } = aWindow(2, 1_000)
  expect(window.delay(5)).toBe(0)
  window.use()
  expect(window.delay(5)).toBe(1_000)
  clock.advance(1_000)
  expect(window.delay(5)).toBe(0)
})

test('counts a use that did not fit', () => {
  const { clock, window } = aWindow(1, 1_000)
  window.use()
  clock.advance(600)
  window.use()
  clock.advance(400)

  expect(window.delay()).toBe(600)
})

test('never lets more than the limit through in any window, whoever waits as told', () => {
  const callers = fc.array(fc.record({ pause: fc.nat(500), reserve: fc.nat(3) }), { minLength: 1, maxLength: 60 })

  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 1_000 }),
      callers,
      (limit, windowMs, uses) => {
        const { clock, window } = aWindow(limit, windowMs)
        const used: number[] = []
        for (const { pause, reserve } of uses) {
          clock.advance(pause)
          clock.advance(window.delay(reserve))
          expect(window.delay(reserve)).toBe(0)
          window.use()
          used.push(clock.monotonic())
        }

        for (const from of used) {
          expect(used.filter((at) => at >= from && at < from + windowMs).length).toBeLessThanOrEqual(limit)
        }
      },
    ),
  )
})
