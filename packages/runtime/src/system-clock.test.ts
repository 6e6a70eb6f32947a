import { expect, test } from 'vitest'
import { systemClock } from './system-clock.ts'

const wait = (ms: number) => new Promise<void>((resolve) => systemClock.after(ms, resolve))

test('tells the time of the machine, with fractions', () => {
  // biome-ignore lint/style/noRestrictedGlobals: what is compared with.
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000)
  expect(systemClock.now() % 1).not.toBe(0)
})

test('measures durations that never go back, and runs a task after them', async () => {
  const before = systemClock.monotonic()
  await wait(5)

  // A timer may be early by less than a millisecond.
  expect(systemClock.monotonic() - before).toBeGreaterThan(4)
})

test('a cancelled task does not run', async () => {
  const cancel = systemClock.after(1, () => expect.unreachable())
  cancel()

  await wait(5)
})

test.each([2 ** 31, 2 ** 40, Number.POSITIVE_INFINITY])(
  'a wait of %d ms, longer than a timer knows, is not taken for none',
  async (ms) => {
    const cancel = systemClock.after(ms, () => expect.unreachable())

    await wait(10)
    cancel()
  },
)
