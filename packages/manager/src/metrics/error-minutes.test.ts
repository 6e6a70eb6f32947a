import { expect, test } from 'vitest'
import { ErrorMinutes } from './error-minutes.ts'

const MINUTE = 60_000

test('counts this minute and the last, and forgets', () => {
  const errors = new ErrorMinutes()
  errors.count(0)
  errors.count(59_999)
  errors.count(MINUTE)

  expect(errors.read(MINUTE)).toEqual({ recent: 3, minutesInARow: 2 })
  expect(errors.read(2 * MINUTE)).toEqual({ recent: 1, minutesInARow: 2 })
  expect(errors.read(3 * MINUTE)).toEqual({ recent: 0, minutesInARow: 0 })
})

test('tells a lasting trouble from two separate ones', () => {
  const lasting = new ErrorMinutes()
  const separate = new ErrorMinutes()
  for (let minute = 0; minute < 20; minute++) lasting.count(minute * MINUTE)
  for (const minute of [10, 11, 12, 16, 17, 18, 19]) separate.count(minute * MINUTE)

  expect(lasting.read(19 * MINUTE).minutesInARow).toBe(5)
  expect(separate.read(19 * MINUTE).minutesInARow).toBe(4)
})
