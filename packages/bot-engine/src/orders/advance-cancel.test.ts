import type { RejectCode } from '@md/types'
import { describe, expect, test } from 'vitest'
import { ACCEPTED, anOrder, cancelling, REJECTED, told, UNKNOWN } from '../../test/orders-kit.ts'
import { advance } from './advance.ts'

describe('a cancel', () => {
  const cancelled = (outcome: Parameters<typeof cancelling>[0]) =>
    advance(anOrder({}, { status: 'open', cancelling: true, venueOrderId: 'v1' }), cancelling(outcome)).order

  test('that is accepted ends nothing before the order itself says so', () => {
    expect(cancelled(ACCEPTED)).toMatchObject({ status: 'open', cancelling: true })
  })

  test('that is refused for good is over', () => {
    expect(cancelled(REJECTED)).toMatchObject({ status: 'open', cancelling: false })
  })

  test.each<RejectCode>(['unknown-order', 'rate-limit'])('that is refused as %s is still wanted', (code) => {
    expect(cancelled({ outcome: 'rejected', code, message: '' }).cancelling).toBe(true)
  })

  test('whose outcome is unknown is still wanted', () => {
    expect(cancelled(UNKNOWN).cancelling).toBe(true)
  })

  test('is over when the order has ended', () => {
    const { order } = advance(anOrder({}, { status: 'open', cancelling: true }), told({ status: 'cancelled' }))
    expect(order.cancelling).toBe(false)
  })

  test('that is accepted shows that the venue has the order', () => {
    const { order } = advance(anOrder({}, { status: 'unknown', cancelling: true, settledBy: 1 }), cancelling(ACCEPTED))
    expect(order).toMatchObject({ status: 'open', cancelling: true, settledBy: undefined, venueOrderId: 'v1' })
    const nameless = cancelling({ outcome: 'accepted', venueOrderId: '' })
    expect(advance(anOrder({}, { status: 'unknown' }), nameless).order.venueOrderId).toBeUndefined()
  })
})
