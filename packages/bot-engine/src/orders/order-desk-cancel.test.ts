import { deferred } from '@md/runtime'
import { describe, expect, test } from 'vitest'
import { aDesk, type DeskKitOptions } from '../../test/desk-kit.ts'
import { aFill, aState, pass, settled } from '../../test/orders-kit.ts'

async function withOpenOrder(options: DeskKitOptions = { isConnected: true }) {
  const kit = aDesk(options)
  kit.desk.submit(kit.order())
  await kit.desk.idle()
  expect(kit.status()).toBe('open')
  return kit
}

describe('a cancel', () => {
  test('is over when the order says that it has ended', async () => {
    const { cancel, clock, desk, status, venue } = await withOpenOrder()
    cancel()
    await desk.idle()
    expect(status()).toBe('cancelled')
    expect(venue.calls).toEqual(['place bot-1-1', 'cancel bot-1-1'])
    expect(clock.pending).toBe(0)
  })

  test('does not overtake its order', async () => {
    const held = deferred<void>()
    const { cancel, desk, order, status, venue } = aDesk({ isConnected: true })
    venue.script('place', { holds: held.promise })
    desk.submit(order())
    cancel()
    await settled()
    expect(venue.calls).toEqual(['place bot-1-1'])
    held.resolve()
    await desk.idle()
    expect(venue.calls).toEqual(['place bot-1-1', 'cancel bot-1-1'])
    expect(status()).toBe('cancelled')
  })

  test('does not wait for the answer to an order that the venue has told of already', async () => {
    const { cancel, desk, order, venue } = aDesk({ isConnected: true })
    venue.script('place', 'hang')
    desk.submit(order())
    cancel()
    await settled()
    expect(venue.asked('cancel')).toBe(0)
    venue.tell(aState())
    await settled()
    expect(venue.asked('cancel')).toBe(1)
    desk.close()
  })

  test('of an order that ended while the cancel waited is not sent', async () => {
    const held = deferred<void>()
    const { cancel, desk, order, venue } = aDesk({ isConnected: true })
    venue.script('place', { holds: held.promise })
    desk.submit(order())
    cancel()
    venue.fill(aFill())
    held.resolve()
    await desk.idle()
    expect(venue.asked('cancel')).toBe(0)
  })

  test('that is asked for twice is sent once', async () => {
    const { cancel, desk, venue } = await withOpenOrder()
    cancel()
    cancel()
    await desk.idle()
    expect(venue.asked('cancel')).toBe(1)
  })

  test('that was accepted without news of the order is looked after, and sent again while the order works', async () => {
    const { cancel, clock, status, venue, desk } = await withOpenOrder()
    venue.endsOnCancel = false
    cancel()
    await pass(clock, 1_000)
    expect(venue.calls.slice(1)).toEqual(['cancel bot-1-1', 'find bot-1-1', 'cancel bot-1-1'])
    expect(status()).toBe('open')
    venue.endsOnCancel = true
    await pass(clock, 2_000)
    expect(status()).toBe('cancelled')
    await desk.idle()
  })

  test('whose outcome is unknown is looked after by asking for the order', async () => {
    const { cancel, clock, status, venue, desk } = await withOpenOrder({})
    venue.script('cancel', 'lost-answer')
    cancel()
    await pass(clock, 1_000)
    expect(status()).toBe('cancelled')
    expect(venue.asked('cancel')).toBe(1)
    await desk.idle()
  })

  test('that did not arrive is sent again', async () => {
    const { cancel, clock, status, venue, desk } = await withOpenOrder()
    venue.script('cancel', 'lost-request', { throws: new Error('502') })
    cancel()
    await pass(clock, 3_000)
    expect(venue.asked('cancel')).toBe(3)
    expect(status()).toBe('cancelled')
    await desk.idle()
  })

  test('that the venue refuses for good is not sent again before it is asked for again', async () => {
    const { cancel, clock, desk, orders, venue } = await withOpenOrder()
    venue.script('cancel', { rejects: 'market-closed' })
    cancel()
    await pass(clock, 60_000)
    await desk.idle()
    expect(venue.asked('cancel')).toBe(1)
    expect(orders.latest('entry')).toMatchObject({ status: 'open', cancelling: false })
    cancel()
    await desk.idle()
    expect(venue.asked('cancel')).toBe(2)
  })

  test('of an order that has been filled finds that out', async () => {
    const { cancel, clock, status, venue, desk } = await withOpenOrder({})
    venue.fill(aFill(), false)
    cancel()
    await pass(clock, 1_000)
    expect(status()).toBe('filled')
    await desk.idle()
  })

  test('of an order that the venue has lost ends it once the venue would know', async () => {
    const { cancel, clock, status, venue, desk } = await withOpenOrder({})
    venue.forget('bot-1-1')
    cancel()
    await pass(clock, 9_750)
    expect(status()).toBe('open')
    await pass(clock, 10_000)
    expect(status()).toBe('cancelled')
    await desk.idle()
  })

  test('of an unknown order is tried until the order is known to have ended', async () => {
    const { cancel, clock, desk, order, status, venue } = aDesk()
    venue.script('place', 'lost-request')
    desk.submit(order())
    await settled()
    cancel()
    await pass(clock, 500)
    venue.tell(aState())
    await pass(clock, 10_000)
    expect(status()).toBe('cancelled')
    await desk.idle()
    expect(venue.asked('place')).toBe(1)
  })

  test('does not wait for orders that hang', async () => {
    const { cancel, desk, order, status, venue } = await withOpenOrder({
      isConnected: true,
      policy: { concurrency: 1 },
    })
    venue.script('place', 'hang')
    desk.submit(order('b'))
    await settled()
    cancel()
    await settled()
    expect(status()).toBe('cancelled')
    desk.close()
  })

  test('that was let through a gate which is halted is not known to have done anything', async () => {
    const { cancel, clock, status, venue, desk } = await withOpenOrder()
    venue.script('cancel', { answers: { outcome: 'halted' } })
    cancel()
    await pass(clock, 1_000)
    expect(status()).toBe('cancelled')
    expect(venue.asked('cancel')).toBe(2)
    await desk.idle()
  })
})
