import { expect, test } from 'vitest'
import { scheduleOf } from './schedule.ts'

test.each([
  ['half a minute', 30, 7.5],
  ['two minutes', 120, 30],
  ['two days', 48 * 3_600, 300],
])('%s: at most 120 samples, after a warm-up of a quarter or five minutes', (_what, seconds, warmUp) => {
  const schedule = scheduleOf({ seconds, faultEvery: 4 })

  expect(schedule.warmUp).toBe(warmUp)
  expect((seconds - warmUp) / schedule.sampleEvery).toBeLessThanOrEqual(120)
  expect(schedule.sampleEvery).toBeGreaterThanOrEqual(1)
})

test('faults come fast until everything is warm, then as they were asked for', () => {
  const schedule = scheduleOf({ seconds: 120, faultEvery: 4 })

  expect(schedule.faultAfter(0)).toBe(0.4)
  expect(schedule.faultAfter(29.9)).toBe(0.4)
  expect(schedule.faultAfter(30)).toBe(4)
})
