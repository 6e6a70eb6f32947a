import { deferred } from '@md/runtime'
import type { Outcome } from '@md/types'
import { describe, expect, test } from 'vitest'
import { aDesk } from '../../test/desk-kit.ts'
import { pass, settled } from '../../test/orders-kit.ts'
import { type FakeAnswer, FakeVenueError } from '../testing/fake-venue.ts'

describe('a venue that does what it may not', () => {
  test.each<[string, FakeAnswer, string]>([
    [
      'throws',
      { throws: new FakeVenueError('Unexpected token <') },
      'place of bot-1-1 has no outcome: Unexpected token <',
    ],
    [
      'answers with a page',
      { answers: '<html>502 Bad Gateway' },
      'place of bot-1-1 has no outcome: answered <html>502',
    ],
    ['answers nothing', { answers: undefined }, 'place of bot-1-1 has no outcome: answered undefined'],
    ['answers something else', { answers: { outcome: 'maybe' } }, 'answered {"outcome":"maybe"}'],
    ['does not say when it will know', { answers: { outcome: 'unknown', settledBy: Number.NaN } }, '"settledBy":null'],
  ])('and %s makes the outcome unknown, which is told and found out', async (_, answer, message) => {
    const { clock, desk, faults, inputs, order, status, venue } = aDesk()
    venue.script('place', answer)
    desk.submit(order())
    await settled()
    expect(inputs).toMatchObject([{ outcome: { outcome: 'unknown', settledBy: 10_000 } }])
    expect(faults[0]?.message).toContain(message)
    await pass(clock, 9_750)
    expect(status()).toBe('unknown')
    await pass(clock, 250)
    expect(status()).toBe('lost')
    expect(venue.asked('place')).toBe(1)
  })

  test('and does not answer is given up after a while; what it answers later counts', async () => {
    const held = deferred<void>()
    const { clock, desk, order, status, venue } = aDesk()
    venue.script('place', { holds: held.promise })
    desk.submit(order())
    await pass(clock, 14_750)
    expect(status()).toBe('intended')
    await pass(clock, 250)
    expect(status()).toBe('unknown')
    held.resolve()
    await settled()
    expect(status()).toBe('open')
    await desk.idle()
    expect(venue.asked('find')).toBe(0)
  })

  test('and rejects later what it did not answer in time, or answers a page, is heard as far as it makes sense', async () => {
    for (const later of [{ outcome: 'rejected', code: 'filter', message: '' }, '<html>'] as const) {
      const answer = deferred<Outcome>()
      const gate = { place: () => answer.promise }
      const { clock, desk, order, status } = aDesk({ gate: () => gate })
      desk.submit(order())
      await pass(clock, 15_000)
      answer.resolve(later as Outcome)
      await settled()
      expect(status()).toBe(later === '<html>' ? 'unknown' : 'rejected')
      desk.close()
    }
  })
})

test('a listener that fails is reported, and the order is found out all the same', async () => {
  const { clock, desk, faults, order, venue } = aDesk({
    onInput: () => {
      throw new Error('a bot in trouble')
    },
  })
  venue.script('place', 'lost-answer')
  desk.submit(order())
  await pass(clock, 1_000)
  expect(faults.map(({ message }) => message)).toEqual(['a bot in trouble', 'a bot in trouble'])
  expect(venue.asked('find')).toBe(1)
  await desk.idle()
})
