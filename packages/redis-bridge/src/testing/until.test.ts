import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { until } from './until.ts'

/** Lets the clock run whenever somebody waits for it. */
async function running<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let isOver = false
  const over = work.finally(() => {
    isOver = true
  })
  over.catch(() => {})
  while (!isOver) {
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(10)
  }
  return over
}

test('looks until there is something, and past what throws', async () => {
  const clock = new ManualClock()
  const looks = [() => undefined, () => false, () => Promise.reject(new Error('not yet')), () => 0]
  expect(
    await running(
      clock,
      until('it is there', () => looks.shift()?.(), { clock }),
    ),
  ).toBe(0)
})

test('says what was waited for, how long, and what failed last', async () => {
  const clock = new ManualClock()
  const look = () => Promise.reject(new Error('connection refused'))
  const waiting = until('it is there', look, { clock, withinMs: 100 })
  await expect(running(clock, waiting)).rejects.toThrow('not within 100 ms: it is there (last: connection refused)')
})
