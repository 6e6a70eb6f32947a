import { deferred } from '@md/runtime'
import { describe, expect, test } from 'vitest'
import { aDesk } from '../../test/desk-kit.ts'
import { aState, pass, settled } from '../../test/orders-kit.ts'
import { FakeVenueError } from '../testing/fake-venue.ts'
import type { Order } from './order.ts'

describe('an order', () => {
  test('leaves once it is durable, and not before', async () => {
    const written = deferred<void>()
    const { desk, order, status, venue } = aDesk({ persist: () => written.promise })
    desk.submit(order())
    await settled()
    expect(venue.calls).toEqual([])
    expect(desk.inFlight).toBe(1)
    expect(desk.isArriving('bot-1-1')).toBe(true)
    written.resolve()
    await desk.idle()
    expect(desk.isArriving('bot-1-1')).toBe(false)
    expect(venue.calls).toEqual(['place bot-1-1'])
    expect(status()).toBe('open')
    expect(desk.inFlight).toBe(0)
  })

  test('never leaves when it could not be written down, and says why', async () => {
    const { desk, faults, inputs, order, venue } = aDesk({ persist: () => Promise.reject(new Error('disk full')) })
    desk.submit(order())
    await desk.idle()
    expect(venue.calls).toEqual([])
    expect(inputs).toMatchObject([{ of: 'place', outcome: { outcome: 'rejected', code: 'other' } }])
    expect(faults).toMatchObject([{ code: 'ORDER_NOT_WRITTEN', recovery: 'stop' }])
    expect(faults[0]?.message).toBe('bot-1-1 was not sent: it could not be written down (disk full)')
  })

  test('is rejected with the words of the venue', async () => {
    const { desk, inputs, order, venue } = aDesk()
    venue.script('place', { rejects: 'insufficient-funds' })
    desk.submit(order())
    await desk.idle()
    expect(inputs).toMatchObject([{ outcome: { outcome: 'rejected', code: 'insufficient-funds' } }])
  })

  test('that the gate holds back is rejected, with who halted and why', async () => {
    const latch = { scope: 'process', cause: 'too much lost', by: 'operator' } as const
    const { desk, inputs, order } = aDesk({ gate: () => ({ place: async () => ({ outcome: 'halted', latch }) }) })
    desk.submit(order())
    await desk.idle()
    const message = 'halted: too much lost (process, by operator)'
    expect(inputs).toMatchObject([{ outcome: { outcome: 'rejected', code: 'other', message } }])
  })
})

describe('orders', () => {
  test('leave in the order in which they were given, not more than a few at once', async () => {
    const held = deferred<void>()
    const { desk, order, venue } = aDesk({ policy: { concurrency: 2 } })
    venue.script('place', { holds: held.promise }, { holds: held.promise })
    for (const ref of ['a', 'b', 'c', 'd']) desk.submit(order(ref))
    await settled()
    expect(venue.calls).toEqual(['place bot-1-1', 'place bot-1-2'])
    held.resolve()
    await desk.idle()
    expect(venue.calls).toEqual(['place bot-1-1', 'place bot-1-2', 'place bot-1-3', 'place bot-1-4'])
  })

  test('that end a position do not wait for others', async () => {
    const { desk, order, venue } = aDesk({ policy: { concurrency: 1 } })
    venue.script('place', 'hang')
    desk.submit(order('a'))
    desk.submit(order('b'))
    desk.submit(order('exit', 'exit'))
    await settled()
    expect(venue.calls).toEqual(['place bot-1-1', 'place bot-1-3'])
  })
})

describe('an order whose outcome is unknown', () => {
  test('is never sent again, and is asked for ever less often until it is found', async () => {
    const { clock, desk, order, status, venue } = aDesk()
    venue.settleMs = 100_000
    venue.script('place', 'lost-request')
    desk.submit(order())
    const askedAt: number[] = []
    for (let second = 0; second < 70; second++) {
      await pass(clock, 1_000)
      if (venue.asked('find') > askedAt.length) askedAt.push(second + 1)
    }
    expect(askedAt).toEqual([1, 3, 7, 15, 31, 61])
    expect(status()).toBe('unknown')
    venue.tell(aState({ status: 'partially-filled', filled: '0.5' }))
    await pass(clock, 30_000)
    expect(status()).toBe('partially-filled')
    expect(venue.asked('place')).toBe(1)
    await desk.idle()
  })

  test('is lost when the venue does not have it at the time it knows for certain, and not before', async () => {
    const { clock, desk, inputs, order, status, venue } = aDesk()
    venue.settleMs = 2_500
    venue.script('place', 'lost-request')
    desk.submit(order())
    await pass(clock, 2_250)
    expect(venue.asked('find')).toBe(1)
    expect(status()).toBe('unknown')
    await pass(clock, 250)
    expect(status()).toBe('lost')
    expect(inputs.at(-1)).toEqual({ type: 'found', clientOrderId: 'bot-1-1', state: undefined })
    await desk.idle()
    expect(clock.pending).toBe(0)
  })

  test('is asked for again while the venue cannot be asked, also after it would know', async () => {
    const { clock, desk, faults, order, status, venue } = aDesk()
    venue.settleMs = 1_000
    venue.script('place', 'lost-answer')
    venue.script('find', { throws: new FakeVenueError('502') }, 'hang', 'accept')
    desk.submit(order())
    await pass(clock, 1_000)
    expect(faults).toMatchObject([{ code: 'VENUE_FAULT', message: 'find of bot-1-1 has no outcome: 502' }])
    await pass(clock, 22_000)
    expect(faults[1]?.message).toContain('no answer within 15000 ms')
    expect(status()).toBe('open')
    await desk.idle()
  })

  test('is not asked for once it has become known by itself', async () => {
    const { clock, desk, order, status, venue } = aDesk({ isConnected: true })
    venue.script('place', 'lost-request')
    desk.submit(order())
    await pass(clock, 500)
    venue.tell(aState())
    await desk.idle()
    expect(status()).toBe('open')
    expect(venue.asked('find')).toBe(0)
    expect(clock.pending).toBe(0)
  })

  test('is what a duplicate is: the venue has the order, however it came there', async () => {
    const { clock, desk, order, status, venue } = aDesk()
    venue.script('place', { rejects: 'duplicate' })
    venue.tell(aState())
    desk.submit(order())
    await pass(clock, 1_000)
    expect(status()).toBe('open')
  })

  test('can be asked for after a restart, and asking twice is asking once', async () => {
    const { clock, desk, order, status, venue } = aDesk()
    const intended = order()
    desk.resolve(intended, 3_000)
    desk.resolve(intended, 3_000)
    await pass(clock, 1_000)
    expect(venue.asked('find')).toBe(1)
    await pass(clock, 2_000)
    expect(status()).toBe('lost')
    await desk.idle()
  })
})

describe('the end of a desk', () => {
  test('waits until everything is found out, within a deadline', async () => {
    const { clock, desk, order, venue } = aDesk()
    venue.script('place', 'lost-request')
    desk.submit(order())
    await settled()
    expect(desk.unsettled).toBe(1)
    const early = desk.drain(500)
    await pass(clock, 500)
    expect(await early).toBe(false)
    const inTime = desk.drain(60_000)
    await pass(clock, 6_000)
    expect(await inTime).toBe(true)
    expect(desk.unsettled).toBe(0)
    expect(clock.pending).toBe(0)
  })

  test('keeps what has not left from leaving, and asks nothing any more', async () => {
    const { clock, desk, inputs, order, venue } = aDesk({ policy: { concurrency: 1 } })
    venue.script('place', 'lost-request')
    desk.submit(order('a'))
    await settled()
    const writing = order('b')
    desk.submit(writing)
    desk.close()
    await desk.idle()
    expect(inputs.at(-1)).toMatchObject({
      clientOrderId: 'bot-1-2',
      outcome: { message: 'bot-1-2 was not sent: the bot has stopped' },
    })
    desk.cancel(writing)
    desk.resolve(writing)
    await pass(clock, 60_000)
    expect(venue.calls).toEqual(['place bot-1-1'])
  })
})

describe('a stray', () => {
  test('is taken back though it has ended here, and is asked about no more than that', async () => {
    const { clock, desk, order, orders, status, venue } = aDesk()
    order()
    orders.apply({ type: 'found', clientOrderId: 'bot-1-1', state: undefined })
    const lost = orders.latest('entry')
    expect(lost?.status).toBe('lost')
    venue.tell(aState())
    venue.script('cancel', 'lost-request')
    if (lost !== undefined) desk.cancel(lost)
    await pass(clock, 1_000)
    await desk.idle()
    expect(venue.calls).toEqual(['cancel bot-1-1', 'cancel bot-1-1'])
    expect(venue.state('bot-1-1')?.status).toBe('cancelled')
    expect(status()).toBe('lost')
  })

  test('is not taken back once the bot has stopped', async () => {
    const { clock, desk, order, venue } = aDesk()
    const stray: Order = { ...order(), status: 'lost' }
    venue.script('cancel', 'lost-request')
    desk.cancel(stray)
    await settled()
    desk.close()
    desk.cancel(stray)
    await pass(clock, 60_000)
    await desk.idle()
    expect(venue.asked('cancel')).toBe(1)
  })
})
