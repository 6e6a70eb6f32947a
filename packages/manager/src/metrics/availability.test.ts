import { expect, test } from 'vitest'
import { Availability } from './availability.ts'

const HOUR = 3_600_000

test('is unknown before the first connection, and whole without an outage', () => {
  const availability = new Availability()
  availability.wanted(0)
  expect(availability.uptime(5_000)).toBeUndefined()
  expect(availability.everConnected).toBe(false)
  expect(availability.since(5_000)).toBe(0)

  availability.connected(10_000)

  expect(availability.uptime(10_000)).toBe(1)
  expect(availability.uptime(20_000)).toBe(1)
  expect(availability.since(20_000)).toBe(10_000)
  expect(availability.everConnected).toBe(true)
})

test('is the share of the time since the first connection that was connected', () => {
  const availability = new Availability()
  availability.connected(0)
  availability.lost(60_000)
  expect(availability.uptime(80_000)).toBe(0.75)
  expect(availability.since(80_000)).toBe(60_000)

  availability.connected(80_000)

  expect(availability.uptime(100_000)).toBe(0.8)
  expect(availability.successes).toBe(1)
})

test('over the last hour: what was before it does not count', () => {
  const availability = new Availability()
  availability.connected(0)
  availability.lost(1_000)
  availability.connected(1_000 + HOUR / 10)
  expect(availability.recentUptime(HOUR / 2)).toBeCloseTo(0.9)

  expect(availability.recentUptime(1_000 + HOUR + HOUR / 20)).toBeCloseTo(0.95)
  expect(availability.recentUptime(2 * HOUR)).toBe(1)
})

test('counts attempts and successes; the attempt under way has not failed', () => {
  const availability = new Availability()
  expect(availability.reconnection()).toEqual({ attempts: 0, successes: 0, ratio: 1 })
  availability.connected(0)
  availability.lost(1_000)
  availability.attempting(1_000)
  expect(availability.reconnection()).toEqual({ attempts: 1, successes: 0, ratio: 1 })

  availability.attempting(2_000)
  availability.attempting(3_000)
  expect(availability.reconnection()).toEqual({ attempts: 3, successes: 0, ratio: 0 })
  expect(availability.recentReconnection(3_500)).toEqual({ attempts: 3, successes: 0, ratio: 0 })
  availability.connected(4_000)

  expect(availability.reconnection()).toEqual({ attempts: 3, successes: 1, ratio: 1 / 3 })
  expect(availability.recentReconnection(5_000)).toEqual({ attempts: 3, successes: 1, ratio: 1 / 3 })
  expect(availability.recentReconnection(5_000 + HOUR)).toEqual({ attempts: 0, successes: 0, ratio: 1 })
})

test('an attempt that was not announced counts as one', () => {
  const availability = new Availability()
  availability.connected(0)
  availability.lost(1_000)
  availability.connected(2_000)

  expect(availability.reconnection()).toEqual({ attempts: 1, successes: 1, ratio: 1 })
})

test('an attempt tells of a loss that was not announced', () => {
  const availability = new Availability()
  availability.connected(0)
  availability.attempting(5_000)

  expect(availability.uptime(10_000)).toBe(0.5)
})

test('the time in which it is not wanted is neither up nor down', () => {
  const availability = new Availability()
  availability.wanted(0)
  availability.connected(0)
  availability.stopped(10_000)
  availability.lost(10_001)
  expect(availability.everConnected).toBe(false)

  availability.wanted(90_000)
  expect(availability.since(95_000)).toBe(90_000)
  availability.connected(100_000)

  expect(availability.uptime(110_000)).toBe(1)
  expect(availability.recentUptime(110_000)).toBe(1)
  expect(availability.successes).toBe(0)
})

test('an outage ends when it is not wanted any more', () => {
  const availability = new Availability()
  availability.connected(0)
  availability.lost(10_000)
  availability.stopped(20_000)
  availability.connected(60_000)

  expect(availability.uptime(60_000)).toBe(0.5)
  expect(availability.recentUptime(60_000)).toBeCloseTo(1 - 10_000 / HOUR)
})

test('attempts before the first connection are no outage', () => {
  const availability = new Availability()
  availability.attempting(0)

  expect(availability.reconnection().attempts).toBe(0)
})

test('remembers a bounded number of outages', () => {
  const availability = new Availability()
  for (let at = 0; at < 3_000; at += 2) {
    availability.connected(at)
    availability.lost(at + 1)
  }

  expect(availability.recentReconnection(3_000).attempts).toBeLessThanOrEqual(1_000)
  expect(availability.reconnection().attempts).toBe(1_499)
})
