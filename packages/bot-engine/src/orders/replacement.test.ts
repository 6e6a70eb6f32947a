import { expect, test } from 'vitest'
import { anOrder } from '../../test/orders-kit.ts'
import type { Order } from './order.ts'
import { type Replacement, replacementStep } from './replacement.ts'

const REPLACEMENT: Replacement = { amount: '2', price: '99', because: 'the price moved' }

const step = (order: Partial<Order>, replacement: Partial<Replacement> = {}) =>
  replacementStep({ ...REPLACEMENT, ...replacement }, anOrder({ postOnly: true, timeInForce: 'GTC' }, order))

test.each(['intended', 'unknown', 'open', 'partially-filled'] as const)(
  'nothing takes the place of an order that is %s and being cancelled: never two at once',
  (status) => {
    expect(step({ status, cancelling: true })).toEqual({ kind: 'wait' })
  },
)

test.each(['cancelled', 'expired', 'rejected', 'lost'] as const)(
  'what is wanted and not filled is placed once the old order is %s',
  (status) => {
    expect(step({ status, filled: '0.3' })).toEqual({
      kind: 'place',
      intent: {
        kind: 'place',
        ref: 'entry',
        market: { exchange: 'binance', symbol: 'BTC/USDT' },
        side: 'buy',
        type: 'limit',
        amount: '1.7',
        price: '99',
        timeInForce: 'GTC',
        postOnly: true,
        because: 'the price moved',
      },
    })
  },
)

test('what a replacement does not say is as it was', () => {
  expect(step({ status: 'cancelled', filled: '0.25' }, { amount: undefined, price: undefined })).toMatchObject({
    intent: { amount: '0.75', price: '100' },
  })
})

test('what takes the place of an exit can only reduce', () => {
  expect(step({ status: 'cancelled', purpose: 'exit' })).toMatchObject({ intent: { reduceOnly: true } })
})

test('a stop keeps its stop price, and a market order has no price', () => {
  const stop = anOrder({ type: 'stop', stopPrice: '90' }, { status: 'cancelled' })
  expect(replacementStep(REPLACEMENT, stop)).toMatchObject({ intent: { type: 'stop', stopPrice: '90' } })
  const { price: _, ...request } = anOrder({ type: 'market' }).request
  const market = anOrder({}, { request, status: 'cancelled' })
  const placed = replacementStep({ ...REPLACEMENT, price: undefined }, market)
  expect(placed.kind === 'place' && 'price' in placed.intent).toBe(false)
})

test('nothing is placed where the old order was filled whole, or as much as is wanted now', () => {
  expect(step({ status: 'filled', filled: '1' })).toEqual({
    kind: 'over',
    reason: 'bot-1-1 was filled before it could be cancelled',
  })
  expect(step({ status: 'cancelled', filled: '0.5' }, { amount: '0.5' })).toMatchObject({ kind: 'over' })
  expect(step({ status: 'cancelled', filled: '0.6' }, { amount: '0.5' })).toMatchObject({ kind: 'over' })
})

test('a replacement is over when the venue refused the cancel: the old order stays', () => {
  expect(step({ status: 'open', cancelling: false })).toEqual({
    kind: 'over',
    reason: 'bot-1-1 could not be cancelled, and stays',
  })
})
