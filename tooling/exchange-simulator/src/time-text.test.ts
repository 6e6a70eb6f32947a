import { expect, test } from 'vitest'
import { isoTime, monthStart, rfc1123, unixSeconds } from './time-text.ts'

test.each([
  [0, '1970-01-01T00:00:00.000000Z'],
  [951_782_400_000, '2000-02-29T00:00:00.000000Z'],
  [1_735_689_599_999, '2024-12-31T23:59:59.999000Z'],
  [1_750_000_000_000.125, '2025-06-15T15:06:40.000125Z'],
])('writes %d as %s', (ms, expected) => {
  expect(isoTime(ms)).toBe(expected)
})

test('writes as many decimals of a second as asked', () => {
  expect(isoTime(1_750_000_000_123, 9)).toBe('2025-06-15T15:06:40.123000000Z')
  expect(isoTime(1_750_000_000_123, 3)).toBe('2025-06-15T15:06:40.123Z')
  expect(isoTime(1_750_000_000_123, 0)).toBe('2025-06-15T15:06:40Z')
  expect(unixSeconds(1_750_000_000_123)).toBe('1750000000.123000')
  expect(rfc1123(1_750_000_000_123)).toBe('Sun, 15 Jun 25 15:06:40 +0000')
})

test('finds the start of a month, and of those before and after it', () => {
  const at = (ms: number) => isoTime(ms, 0)
  expect(at(monthStart(1_750_000_000_000))).toBe('2025-06-01T00:00:00Z')
  expect(at(monthStart(1_735_689_599_999, 1))).toBe('2025-01-01T00:00:00Z')
  expect(at(monthStart(1_709_164_800_000, 0))).toBe('2024-02-01T00:00:00Z')
  expect(at(monthStart(1_709_164_800_000, 12))).toBe('2025-02-01T00:00:00Z')
})
