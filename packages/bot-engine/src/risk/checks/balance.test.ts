import { expect, test } from 'vitest'
import { anExit, anOrder, aPosition, aProposal, aView } from '../../../test/risk-kit.ts'
import { checkOrder } from '../check-order.ts'
import type { RiskView } from '../view.ts'

const LONG = aPosition('5')
const aSell = aProposal({ side: 'sell' })

const numbersOf = (order = aProposal(), view: Partial<RiskView> = {}) => {
  const refusal = checkOrder(order, aView(view), {})
  return refusal?.code === 'insufficient-balance' ? refusal.numbers : refusal?.code
}

test('a buyer needs the price and the fee, unless the venue takes it from what is bought', () => {
  expect(numbersOf(aProposal(), { free: () => '100' })).toEqual({ needed: '100.1', pending: '0', free: '100' })
  expect(numbersOf(aProposal(), { free: () => '100', feeInBase: true })).toBeUndefined()
})

test('orders the venue may not have taken from the balance yet are counted on top', () => {
  const openOrders = [anOrder({ status: 'unknown' }), anOrder({ status: 'intended' }), anOrder({ status: 'open' })]
  const free = () => '300'

  expect(numbersOf(aProposal(), { free, openOrders })).toEqual({ needed: '100.1', pending: '200.2', free: '300' })
  expect(numbersOf(aProposal(), { free: () => '300.3', openOrders })).toBeUndefined()
})

test('a seller needs what is sold', () => {
  expect(numbersOf(aSell, { position: LONG, free: () => '0.999' })).toEqual({
    needed: '1',
    pending: '0',
    free: '0.999',
  })
})

test('sells on their way are counted on top', () => {
  const openOrders = [anOrder({ status: 'unknown', request: { side: 'sell' } })]

  expect(numbersOf(aSell, { position: LONG, openOrders, free: () => '1.5' })).toEqual({
    needed: '1',
    pending: '1',
    free: '1.5',
  })
})

test('a venue that tells no balances is not asked for them', () => {
  expect(numbersOf(aProposal({ amount: '50' }), { free: () => undefined })).toBeUndefined()
})

test('who may be short sells what is not there', () => {
  expect(numbersOf(aSell)).toBe('short-not-allowed')
  expect(numbersOf(aSell, { allowShort: true, free: () => '0' })).toBeUndefined()
})

test('an exit is held against the balance alone, without a margin for what else is on its way', () => {
  const openOrders = [anOrder({ status: 'unknown', request: { side: 'sell', amount: '4' } })]

  expect(numbersOf(anExit(), { position: LONG, openOrders, free: () => '1' })).toBeUndefined()
  expect(numbersOf(anExit(), { position: LONG, free: () => '0.9' })).toEqual({
    needed: '1',
    pending: '0',
    free: '0.9',
  })
})

test('the way out of a short needs the next price of it and no more', () => {
  const cover = anExit({ side: 'buy' })
  const short: Partial<RiskView> = { position: aPosition('-1'), allowShort: true }

  expect(numbersOf(cover, { ...short, free: () => '100' })).toBeUndefined()
  expect(numbersOf(cover, { ...short, free: () => '99' })).toEqual({ needed: '100', pending: '0', free: '99' })
  expect(numbersOf(cover, { ...short, price: undefined, free: () => '0' })).toBeUndefined()
})
