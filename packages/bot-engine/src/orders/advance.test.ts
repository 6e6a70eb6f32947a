import { describe, expect, test } from 'vitest'
import {
  ACCEPTED,
  aFill,
  anOrder,
  aState,
  filledBy,
  found,
  placing,
  REJECTED,
  told,
  UNKNOWN,
} from '../../test/orders-kit.ts'
import { advance } from './advance.ts'
import type { Order } from './order.ts'
import type { OrderInput } from './order-input.ts'

function after(...inputs: readonly OrderInput[]): Order & { readonly anomalies: readonly string[] } {
  let order = anOrder()
  const anomalies: string[] = []
  for (const input of inputs) {
    const next = advance(order, input)
    if (next.anomaly !== undefined) anomalies.push(next.anomaly)
    expect(next.changed).toBe(next.order !== order)
    order = next.order
  }
  return { ...order, anomalies }
}

describe('an order on its way', () => {
  test('is open once the venue has accepted it, under the id of the venue', () => {
    expect(after(placing(ACCEPTED))).toMatchObject({ status: 'open', venueOrderId: 'v1', filled: '0', anomalies: [] })
  })

  test('is rejected with the code and the words of the venue', () => {
    const rejected = after(placing(REJECTED))
    expect(rejected).toMatchObject({ status: 'rejected', reject: { code: 'filter', message: 'too small' } })
  })

  test('is unknown until it is found out, and says when the venue will know', () => {
    expect(after(placing(UNKNOWN))).toMatchObject({ status: 'unknown', settledBy: 5_000 })
  })

  test('keeps to what the fill says when the fill comes before the acceptance', () => {
    expect(after(filledBy('0.4'))).toMatchObject({ status: 'partially-filled', filled: '0.4', booked: '0.4' })
    expect(after(filledBy('0.4'), placing(ACCEPTED))).toMatchObject({
      status: 'partially-filled',
      filled: '0.4',
      venueOrderId: 'v1',
      anomalies: [],
    })
    expect(after(filledBy('1'), placing(ACCEPTED)).status).toBe('filled')
  })

  test('is not made unknown by an answer that comes after the venue has told of it', () => {
    expect(after(told({}), placing(UNKNOWN))).toMatchObject({ status: 'open', settledBy: undefined, anomalies: [] })
  })
})

describe('an unknown order', () => {
  test('is open when its acceptance comes late', () => {
    expect(after(placing(UNKNOWN), placing(ACCEPTED))).toMatchObject({ status: 'open', settledBy: undefined })
  })

  test('is rejected when its rejection comes late', () => {
    expect(after(placing(UNKNOWN), placing(REJECTED)).status).toBe('rejected')
  })

  test('is what the venue says when it is found', () => {
    expect(after(placing(UNKNOWN), found({ status: 'partially-filled', filled: '0.3' }))).toMatchObject({
      status: 'partially-filled',
      filled: '0.3',
      booked: '0',
    })
  })

  test('is lost when the venue has settled that it does not have it', () => {
    expect(after(placing(UNKNOWN), found(undefined))).toMatchObject({ status: 'lost', anomalies: [] })
  })

  test('takes the latest word on when the venue will know', () => {
    expect(after(placing(UNKNOWN), placing({ outcome: 'unknown', settledBy: 9_000 })).settledBy).toBe(9_000)
  })
})

describe('fills', () => {
  test('add up by fill, and what the venue told of them is not counted twice', () => {
    const order = after(placing(ACCEPTED), told({ status: 'partially-filled', filled: '0.5' }), filledBy('0.3'))
    expect(order).toMatchObject({ filled: '0.5', booked: '0.3' })
    expect(after(told({ filled: '0.5' }), filledBy('0.3'), filledBy('0.2'))).toMatchObject({
      filled: '0.5',
      booked: '0.5',
    })
  })

  test('never become fewer when older news comes later', () => {
    const order = after(filledBy('0.7'), told({ status: 'partially-filled', filled: '0.2' }))
    expect(order).toMatchObject({ filled: '0.7', anomalies: [] })
  })

  test('that make the order whole end it, whatever else was said', () => {
    expect(after(placing(ACCEPTED), filledBy('0.4'), filledBy('0.6')).status).toBe('filled')
    expect(after(told({ status: 'cancelled', filled: '0.9' }), filledBy('0.9'), filledBy('0.1')).status).toBe('filled')
  })

  test('above the amount are told, and the order is filled no more than whole', () => {
    const order = after(filledBy('0.8'), filledBy('0.8'))
    expect(order).toMatchObject({ status: 'filled', filled: '1', booked: '1.6', anomalies: ['filled 1.6 of 1'] })
    expect(after(told({ filled: '2' }))).toMatchObject({ filled: '1', anomalies: ['filled 2 of 1'] })
  })

  test('of another market or side, or of nothing, change nothing and are told', () => {
    for (const strange of [
      { symbol: 'ETH/USDT' },
      { side: 'sell' },
      { exchange: 'kraken' },
      { amount: '0' },
    ] as const) {
      const order = after({ type: 'fill', fill: aFill(strange) })
      expect(order).toMatchObject({ status: 'intended', filled: '0', booked: '0' })
      expect(order.anomalies).toHaveLength(1)
    }
  })
})

describe('the end of an order', () => {
  test('comes unasked when the venue cancels or expires it', () => {
    expect(after(placing(ACCEPTED), told({ status: 'cancelled' })).status).toBe('cancelled')
    expect(after(placing(ACCEPTED), told({ status: 'expired', filled: '0.2' }))).toMatchObject({
      status: 'expired',
      filled: '0.2',
      anomalies: [],
    })
  })

  test('is not undone by a fill that was on its way: it counts, and the order stays cancelled', () => {
    const order = after(told({ status: 'cancelled' }), filledBy('0.3'))
    expect(order).toMatchObject({ status: 'cancelled', filled: '0.3', anomalies: [] })
  })

  test('is not undone by older news', () => {
    expect(after(told({ status: 'cancelled' }), told({ status: 'open' }))).toMatchObject({
      status: 'cancelled',
      anomalies: [],
    })
    expect(after(filledBy('1'), told({ status: 'open' }), found({ status: 'cancelled' })).status).toBe('filled')
  })

  test('needs no anomaly when a rejection follows it and nothing was filled', () => {
    expect(after(told({ status: 'expired' }), placing(REJECTED))).toMatchObject({ status: 'expired', anomalies: [] })
  })

  test('is a rejection where the venue withdraws what it had taken', () => {
    expect(after(placing(ACCEPTED), told({ status: 'rejected' }))).toMatchObject({
      status: 'rejected',
      reject: { code: 'other' },
      anomalies: [],
    })
  })

  test('is a cancellation where the venue tells a rejection of what it has filled', () => {
    const order = after(placing(ACCEPTED), told({ status: 'rejected', filled: '0.2' }))
    expect(order).toMatchObject({ status: 'cancelled', filled: '0.2', anomalies: ['told as rejected with 0.2 filled'] })
  })

  test('is whole where the venue says filled without saying how much', () => {
    expect(after(told({ status: 'filled', filled: '0' }))).toMatchObject({ status: 'filled', filled: '1', booked: '0' })
  })

  test('is the end of the rest where the venue calls less than our amount the whole', () => {
    const order = after(told({ status: 'filled', amount: '0.9', filled: '0.9' }))
    expect(order).toMatchObject({ status: 'cancelled', filled: '0.9', anomalies: ['told as filled with 0.9 of 1'] })
  })

  test('is told where the venue does not know any more what it had', () => {
    const order = after(placing(ACCEPTED), found(undefined))
    expect(order.status).toBe('cancelled')
    expect(order.anomalies).toHaveLength(1)
    expect(after(told({ status: 'cancelled' }), found(undefined)).anomalies).toHaveLength(0)
  })
})

describe('an answer that contradicts the venue', () => {
  test('is ignored and told: a rejection after a fill, or after the order was seen', () => {
    for (const evidence of [filledBy('0.4'), told({}), filledBy('1')]) {
      const before = after(evidence)
      const order = after(evidence, placing(REJECTED))
      expect(order.status).toBe(before.status)
      expect(order.anomalies).toHaveLength(1)
    }
  })

  test('makes a stray of an order that has ended here without having lived, and that the venue works', () => {
    for (const ending of [placing(REJECTED), found(undefined)]) {
      for (const alive of [told({}), found({}), placing(ACCEPTED)]) {
        const { order } = advance(anOrder(), ending)
        const next = advance(order, alive)
        expect(next.stray).toBe(true)
        expect(next.anomaly).toContain(order.status)
        expect(next.order.status).toBe(order.status)
      }
    }
  })

  test('is told where a fill comes for an order that was taken as lost, which counts', () => {
    const order = after(placing(UNKNOWN), found(undefined), filledBy('0.5'))
    expect(order).toMatchObject({ status: 'lost', filled: '0.5' })
    expect(order.anomalies).toHaveLength(1)
  })

  test('is told where the venue changes its own id of the order, which stays the first', () => {
    const order = after(placing(ACCEPTED), told({ venueOrderId: 'v2' }))
    expect(order.venueOrderId).toBe('v1')
    expect(order.anomalies).toHaveLength(1)
  })

  test('is told where a state is of another market or side', () => {
    expect(after({ type: 'order', state: aState({ side: 'sell' }) })).toMatchObject({ status: 'intended' })
  })
})
