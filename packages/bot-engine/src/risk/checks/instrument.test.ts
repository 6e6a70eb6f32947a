import type { Instrument } from '@md/types'
import { expect, test } from 'vitest'
import { anInstrument, aProposal, aView } from '../../../test/risk-kit.ts'
import { checkOrder } from '../check-order.ts'
import type { Proposal } from '../view.ts'

const ORDERS: Readonly<Record<string, Partial<Proposal>>> = {
  market: { type: 'market', price: undefined },
  limit: {},
  'post-only limit': { postOnly: true },
  stop: { type: 'stop', stopPrice: '101' },
}

const TAKEN: readonly (readonly [Instrument['status'], readonly string[]])[] = [
  ['trading', ['market', 'limit', 'post-only limit', 'stop']],
  ['limit-only', ['limit', 'post-only limit']],
  ['post-only', ['post-only limit']],
  ['cancel-only', []],
  ['halted', []],
]

test.each(TAKEN)('a market that is %s takes %j', (status, taken) => {
  const view = aView({ instrument: anInstrument({ status }) })

  for (const [name, order] of Object.entries(ORDERS)) {
    const refusal = checkOrder(aProposal(order), view, {})
    if (taken.includes(name)) expect(refusal).toBeUndefined()
    else {
      expect(refusal?.code).toBe('instrument-not-trading')
      expect(refusal?.message).toBe(`BTC/USDT on binance is ${status}: it takes no ${name} order`)
    }
  }
})

test('a stop price is a price of the market too', () => {
  const order = aProposal({ type: 'stop', stopPrice: '101.03' })

  expect(checkOrder(order, aView(), {})).toMatchObject({ code: 'tick-size', numbers: { price: '101.03' } })
})

test('the least value holds for a market order, at the next price', () => {
  const order = aProposal({ type: 'market', price: undefined, amount: '0.04' })

  expect(checkOrder(order, aView(), {})).toMatchObject({ code: 'min-notional', numbers: { notional: '4' } })
  expect(checkOrder(order, aView({ price: 125 }), {})).toBeUndefined()
})

test('what a venue does not demand is not demanded', () => {
  const { minAmount, maxAmount, minNotional, ...instrument } = anInstrument({ tickSize: '0', stepSize: '0' })

  expect(
    checkOrder(aProposal({ amount: '0.0000000001', price: '99.12345' }), aView({ instrument }), {}),
  ).toBeUndefined()
})
