import { toTime } from '@md/adapter-core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { timeOf } from './iso-time.ts'

test('is the millisecond of the venue’s microseconds', () => {
  expect(timeOf('2026-07-07T22:58:17.421061Z')).toBe(1_783_465_097_421)
  expect(timeOf('2026-07-07T22:58:19.000001Z')).toBe(1_783_465_099_000)
})

test('is what Date.parse says, on every day', () => {
  const two = (least: number, most: number) =>
    fc.integer({ min: least, max: most }).map((number) => String(number).padStart(2, '0'))
  const micros = fc.nat({ max: 999_999 }).map((number) => String(number).padStart(6, '0'))
  const text = fc
    .tuple(fc.integer({ min: 1970, max: 2199 }), two(1, 12), two(1, 31), two(0, 23), two(0, 59), two(0, 59), micros)
    .map(([y, m, d, hour, minute, second, fraction]) => `${y}-${m}-${d}T${hour}:${minute}:${second}.${fraction}Z`)
  fc.assert(
    fc.property(text, (time) => {
      expect(timeOf(time)).toBe(toTime(time))
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  '2024-02-29T12:00:00.123456Z',
  '2000-02-29T23:59:59.999999Z',
  '2026-12-31T23:59:59.999Z',
  '2026-01-01T00:00:00.000000000Z',
  '2026-07-07T22:58:17Z',
  '2026-07-07T22:58:17.421061+02:00',
  '2014-11-07T08:19:28.46Z',
  '1969-12-31T23:59:59.999999Z',
])('%s is what Date.parse makes of it', (text) => {
  expect(timeOf(text)).toBe(toTime(text))
})

test.each([
  undefined,
  null,
  '',
  'yesterday',
  '2026-13-01T00:00:00.000000Z',
  '2026-00-01T00:00:00.000000Z',
  '2026-01-32T00:00:00.000000Z',
  '2026-01-00T00:00:00.000000Z',
  '2026-01-01T24:00:01.000000Z',
  '2026-01-01T23:60:00.000000Z',
  '2026-01-01T23:59:60.000000Z',
  '2026-01-01T23:59:5x.000000Z',
  '2026-01-01T2x:59:59.000000Z',
  '2026-01-01T23:x9:59.000000Z',
  '2026-01-01T23:59:59.x00000Z',
  '2026-01-01T23:59:59.00000xZ',
  '20x6-01-01T23:59:59.000000Z',
  '2026/01/01x23:59:59.000000Z',
])('%j is no time', (value) => {
  expect(timeOf(value)).toBeUndefined()
})
