import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toTime } from './time.ts'

// biome-ignore lint/style/noRestrictedGlobals: parses a text; no clock is read.
const parsed = (text: string): number => Date.parse(text)

test('ms are ms', () => {
  expect(toTime(1_750_000_000_000)).toBe(1_750_000_000_000)
  for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) expect(toTime(value)).toBeUndefined()
})

test.each([
  ['2026-07-07T22:58:17.421061Z', 1_783_465_097_421],
  ['2026-07-07T22:58:19.000001Z', 1_783_465_099_000],
  ['2026-07-07T23:00:03.977999999Z', 1_783_465_203_977],
  ['2026-07-07T23:00:03Z', 1_783_465_203_000],
  ['2026-07-07T23:00:03.9Z', 1_783_465_203_900],
  ['2024-02-29T00:00:00.000Z', 1_709_164_800_000],
  ['2000-03-01T00:00:00.001Z', 951_868_800_001],
])('%s', (text, ms) => {
  expect(toTime(text)).toBe(ms)
})

test.each([
  '2024-02-29T12:00:00.123456Z',
  '2000-02-29T23:59:59.999999Z',
  '2026-12-31T23:59:59.999Z',
  '2026-01-01T00:00:00.000000000Z',
  '2026-01-01T24:00:00.000000Z',
  '2026-07-07T22:58:17Z',
  '2026-07-07T22:58:17.421061+02:00',
  '2026-07-07T23:00:03+00:00',
  '2014-11-07T08:19:28.46Z',
])('%s is what Date.parse makes of it', (text) => {
  expect(toTime(text)).toBe(parsed(text))
})

test('every time since 1970 is what Date.parse makes of it, whatever its fraction', () => {
  const two = (least: number, most: number) =>
    fc.integer({ min: least, max: most }).map((number) => String(number).padStart(2, '0'))
  const fraction = fc.stringMatching(/^(\.[0-9]{1,10})?$/)
  const text = fc
    .tuple(fc.integer({ min: 1970, max: 2199 }), two(1, 12), two(1, 31), two(0, 23), two(0, 59), two(0, 59), fraction)
    .map(([y, m, d, hour, minute, second, rest]) => `${y}-${m}-${d}T${hour}:${minute}:${second}${rest}Z`)
  fc.assert(
    fc.property(text, (time) => {
      expect(toTime(time) ?? 0).toBe(parsed(time))
    }),
    { numRuns: 5_000 },
  )
})

test.each([
  ...[undefined, null, {}, '', 'soon', 'yesterday', '1', '2026-07-07', '2026-07-07T23:00:03', '1969-12-31T23:59:59Z'],
  ...['1969-12-31T23:59:59.999999Z', '0099-01-01T00:00:00.000Z', '2026-07-07 23:00:03Z', '2026-07-07T23:00:03.5Z '],
  ...['2026-13-01T00:00:00.000000Z', '2026-00-01T00:00:00.000000Z', '2026-01-32T00:00:00.000000Z'],
  ...['2026-01-00T00:00:00.000000Z', '2026-01-01T24:00:01.000000Z', '2026-01-01T23:60:00.000000Z'],
  ...['2026-01-01T23:59:60.000000Z', '2026-01-01T23:59:5x.000000Z', '2026-01-01T2x:59:59.000000Z'],
  ...['2026-01-01T23:x9:59.000000Z', '2026-01-01T23:59:59.x00000Z', '2026-01-01T23:59:59.00000xZ'],
  ...['20x6-01-01T23:59:59.000000Z', '2026/01/01x23:59:59.000000Z', '2026-07-07T23-00:03.000Z'],
  ...['2026-07-07T23:00-03.000Z', '2026-07-07T23:00:03,500Z', '2026-07-07T23:00:03.Z', '2026-07/07T23:00:03.000Z'],
])('%j is no time', (value) => {
  expect(toTime(value)).toBeUndefined()
})
