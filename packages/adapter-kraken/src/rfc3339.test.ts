import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toMs } from './rfc3339.ts'

describe('times', () => {
  test.each([
    ['2026-07-07T23:00:03.977459Z', 1_783_465_203_977],
    ['2026-07-07T23:00:03.977999999Z', 1_783_465_203_977],
    ['2026-07-07T23:00:03Z', 1_783_465_203_000],
    ['2026-07-07T23:00:03.9Z', 1_783_465_203_900],
    ['2024-02-29T00:00:00.000Z', 1_709_164_800_000],
    ['2000-03-01T00:00:00.001Z', 951_868_800_001],
  ])('%s', (text, ms) => {
    expect(toMs(text)).toBe(ms)
  })

  test.each([
    '',
    'soon',
    '2026-07-07',
    '2026-07-07 23:00:03Z',
    '2026-07-07T23:00:03',
    '2026-07-07T23:00:03+00:00',
    '2026-13-07T23:00:03Z',
    '2026-00-07T23:00:03Z',
    '2026-07-32T23:00:03Z',
    '2026-07-00T23:00:03Z',
    '2026-07-07T24:00:03Z',
    '2026-07-07T23:60:03Z',
    '2026-07-07T23:00:60Z',
    '2026-07-07T23:00:03.Z',
    '2026-07-07T23:00:03,5Z',
    '2026-07-07T23:00:03.9x7Z',
    '2026-07-07T23:00:03.977xZ',
    '20x6-07-07T23:00:03Z',
    'x026-07-07T23:00:03Z',
    '2026-07-07T2a:00:03Z',
    '2026/07-07T23:00:03Z',
    '2026-07/07T23:00:03Z',
    '2026-07-07T23-00:03Z',
    '2026-07-07T23:00-03Z',
    '1969-12-31T23:59:59Z',
    '2026-07-07T23:00:03.5Z ',
    1_783_465_203_977,
    null,
    undefined,
  ])('%j is none', (text) => {
    expect(toMs(text)).toBeUndefined()
  })

  test('every time since 1970 is what Date makes of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 253_402_300_799_999 }), (ms) => {
        // biome-ignore lint/style/noRestrictedGlobals: writes a time down; no clock is read.
        expect(toMs(new Date(ms).toISOString())).toBe(ms)
      }),
      { numRuns: 2_000 },
    )
  })
})
