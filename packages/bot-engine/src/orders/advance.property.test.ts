import type { RejectCode } from '@md/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ACCEPTED, anOrder, cancelling, filledBy, found, placing, REJECTED, told } from '../../test/orders-kit.ts'
import { exact } from '../decimal/exact.ts'
import { advance } from './advance.ts'
import { ENDED, type OrderStatus } from './order.ts'
import type { OrderInput } from './order-input.ts'

/** From each status, where an input may lead. What has ended may only turn out to be filled whole. */
const LEGAL: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  intended: ['unknown', 'open', 'partially-filled', 'filled', 'cancelled', 'rejected', 'expired', 'lost'],
  unknown: ['open', 'partially-filled', 'filled', 'cancelled', 'rejected', 'expired', 'lost'],
  open: ['partially-filled', 'filled', 'cancelled', 'rejected', 'expired'],
  'partially-filled': ['filled', 'cancelled', 'expired'],
  filled: [],
  cancelled: ['filled'],
  rejected: ['filled'],
  expired: ['filled'],
  lost: ['filled'],
}

const decimals = fc.integer({ min: 0, max: 12 }).map((tenths) => exact(tenths).div(10).toFixed())
const outcomes = fc.oneof(
  fc.constant(ACCEPTED),
  fc.constant({ outcome: 'accepted', venueOrderId: 'v2' } as const),
  fc.constantFrom<RejectCode>('filter', 'unknown-order', 'rate-limit').map((code) => ({ ...REJECTED, code }) as const),
  fc.integer({ min: 1, max: 9 }).map((settledBy) => ({ outcome: 'unknown', settledBy }) as const),
)
const states = fc.record({
  status: fc.constantFrom('open', 'partially-filled', 'filled', 'cancelled', 'rejected', 'expired'),
  filled: decimals,
  amount: fc.constantFrom('1', '0.9'),
  side: fc.constantFrom('buy', 'buy', 'buy', 'sell'),
})
const inputs: fc.Arbitrary<OrderInput> = fc.oneof(
  outcomes.map(placing),
  outcomes.map(cancelling),
  states.map(told),
  fc.option(states, { nil: undefined }).map(found),
  decimals.map(filledBy),
)

test('no order of events makes an illegal transition, lets fills fall, or opens what has ended', () => {
  fc.assert(
    fc.property(fc.array(inputs, { maxLength: 15 }), fc.boolean(), (events, isCancelling) => {
      let order = anOrder({}, { cancelling: isCancelling })
      for (const input of events) {
        const next = advance(order, input).order
        if (next.status !== order.status) expect(LEGAL[order.status]).toContain(next.status)
        expect(exact(next.filled).gte(order.filled)).toBe(true)
        expect(exact(next.filled).lte('1')).toBe(true)
        expect(exact(next.filled).eq('1')).toBe(next.status === 'filled')
        expect(exact(next.booked).gt(next.filled)).toBe(exact(next.booked).gt('1'))
        expect(next.cancelling && ENDED.has(next.status)).toBe(false)
        expect(next.settledBy !== undefined).toBe(next.status === 'unknown')
        expect(next.reject !== undefined).toBe(next.status === 'rejected' || order.reject !== undefined)
        order = next
      }
    }),
    { numRuns: 2_000 },
  )
})

test('the same news a second time changes nothing, but for a fill, which the ledger tells once', () => {
  fc.assert(
    fc.property(fc.array(inputs, { maxLength: 8 }), inputs, (before, input) => {
      fc.pre(input.type !== 'fill')
      const once = advance(
        before.reduce((order, event) => advance(order, event).order, anOrder()),
        input,
      ).order
      expect(advance(once, input).changed).toBe(false)
    }),
  )
})

test('an order is the same JSON whether it was ever stored or not', () => {
  fc.assert(
    fc.property(fc.array(inputs, { maxLength: 8 }), fc.nat(8), (events, storedAt) => {
      let kept = anOrder()
      let stored = anOrder()
      events.forEach((input, index) => {
        if (index === storedAt) stored = JSON.parse(JSON.stringify(stored))
        kept = advance(kept, input).order
        stored = advance(stored, input).order
      })
      expect(stored).toEqual(kept)
      if (stored !== undefined && events.length > storedAt) {
        const last = advance(stored, filledBy('0.1')).order
        expect(JSON.stringify(last)).toBe(JSON.stringify(advance(kept, filledBy('0.1')).order))
      }
    }),
  )
})
