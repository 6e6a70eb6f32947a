import { expect, test } from 'vitest'
import { aBook, aProposal, aView } from '../../../test/risk-kit.ts'
import { checkOrder } from '../check-order.ts'
import type { Proposal } from '../view.ts'

const LIMITS = { priceCollar: 0.01 }
const book = aBook({
  bids: [
    [199, 1],
    [198, 1],
    [190, 1],
  ],
  asks: [
    [200, 1],
    [202, 1],
    [203, 1],
  ],
})

const codeOf = (order: Partial<Proposal>, view = aView({ book, allowShort: true })) =>
  checkOrder(aProposal(order), view, LIMITS)?.code

const market = { type: 'market', price: undefined } as const

test('a limit is measured by the best price on the other side of the live book', () => {
  expect(codeOf({ price: '202' })).toBeUndefined()
  expect(codeOf({ price: '202.1' })).toBe('price-collar')
  expect(codeOf({ side: 'sell', price: '197.1' })).toBeUndefined()
  expect(codeOf({ side: 'sell', price: '197' })).toBe('price-collar')
})

test('a price far from the market on the side that waits is no worse than the market', () => {
  expect(codeOf({ price: '10' })).toBeUndefined()
  expect(codeOf({ side: 'sell', price: '900' })).toBeUndefined()
})

test('a limit is measured by the last price where there is no book', () => {
  expect(codeOf({ price: '101' }, aView())).toBeUndefined()
  expect(codeOf({ price: '101.1' }, aView())).toBe('price-collar')
})

test('a market order may walk the book as far as the collar', () => {
  expect(codeOf({ ...market, amount: '2' })).toBeUndefined()
  expect(codeOf({ ...market, amount: '2.001' })).toBe('price-collar')
  expect(codeOf({ ...market, side: 'sell', amount: '2' })).toBeUndefined()
  expect(codeOf({ ...market, side: 'sell', amount: '2.5' })).toBe('price-collar')
})

test('a market order for more than the book holds is refused with what it holds', () => {
  expect(checkOrder(aProposal({ ...market, amount: '4' }), aView({ book }), LIMITS)).toMatchObject({
    code: 'price-collar',
    message: expect.stringContaining('The book holds 3 of the 4 to buy'),
    numbers: { amount: '4', missing: '1', priceCollar: 0.01 },
  })
  expect(codeOf({ ...market }, aView({ book: aBook({ asks: [] }) }))).toBe('price-collar')
})

test('a level that is no number ends the book there', () => {
  const torn = aBook({
    asks: [
      [200, 1],
      [201, Number.NaN],
      [201.5, 9],
    ],
  })

  expect(codeOf({ ...market, amount: '1' }, aView({ book: torn }))).toBeUndefined()
  expect(codeOf({ ...market, amount: '1.5' }, aView({ book: torn }))).toBe('price-collar')
})

test('a market order without a book has nothing to be measured by', () => {
  expect(codeOf(market, aView())).toBeUndefined()
})

test('the limit of a stop is measured by its stop price', () => {
  expect(codeOf({ type: 'stop', stopPrice: '300', price: '303' })).toBeUndefined()
  expect(codeOf({ type: 'stop', stopPrice: '300', price: '303.1' })).toBe('price-collar')
  expect(codeOf({ type: 'stop', stopPrice: '300', price: undefined })).toBeUndefined()
})

test.each([
  ['a buy', 'buy', '90'],
  ['a sell', 'sell', '500'],
] as const)('a stop whose price has been reached is a market order to collar and limits: %s', (_, side, stopPrice) => {
  const thin = aBook({
    bids: [
      [99, 0.1],
      [50, 10],
    ],
    asks: [
      [101, 0.1],
      [200, 10],
    ],
  })
  const order = aProposal({ side, type: 'stop', price: undefined, stopPrice })
  const view = aView({ book: thin, allowShort: true })

  expect(checkOrder(order, view, { priceCollar: 0.02 })).toMatchObject({ code: 'price-collar' })
  if (side === 'buy')
    expect(checkOrder(order, view, { maxOrderValue: '150' })).toMatchObject({ code: 'max-order-value' })
})

test('a stop that waits is not measured by a book that is not the one it will meet', () => {
  const thin = aBook({
    asks: [
      [101, 0.1],
      [200, 10],
    ],
  })
  const order = aProposal({ type: 'stop', price: undefined, stopPrice: '110' })
  expect(checkOrder(order, aView({ book: thin }), { priceCollar: 0.02 })).toBeUndefined()
})
