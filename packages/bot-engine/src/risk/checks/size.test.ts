import { expect, test } from 'vitest'
import { aBook, aMarketOrder, anExit, anOrder, aPosition, aProposal, aView, ELSEWHERE } from '../../../test/risk-kit.ts'
import { checkOrder } from '../check-order.ts'
import { exposureAdded, grossExposure } from '../exposure.ts'
import type { RiskLimits } from '../limits.ts'
import type { Proposal, RiskView } from '../view.ts'

/** What the order is worth to a limit, read off its refusal by one that lets nothing through. */
function valueTo(limit: 'maxOrderValue' | 'maxPositionValue' | 'maxGrossExposure', order: Proposal, view: RiskView) {
  const limits: RiskLimits = { [limit]: '0', priceCollar: 0.5 }
  return checkOrder(order, view, limits)?.numbers['value']
}

const rich = (particulars: Partial<RiskView> = {}) => aView({ free: () => undefined, allowShort: true, ...particulars })
const market = { type: 'market', price: undefined } as const
const book = aBook({
  asks: [
    [101, 1],
    [110, 1],
  ],
})

test('an order is worth what it may cost at most, or bring', () => {
  const worth = (order: Partial<Proposal>, view = rich()) => valueTo('maxOrderValue', aProposal(order), view)

  expect(worth({ price: '90' })).toBe('90')
  expect(worth({ side: 'sell', price: '90' })).toBe('100')
  expect(worth({ side: 'sell', price: '120' })).toBe('120')
  expect(worth(market)).toBe('150')
  expect(worth({ ...market, side: 'sell' })).toBe('100')
  expect(worth({ type: 'stop', price: undefined, stopPrice: '110' })).toBe('165')
  expect(worth({ type: 'stop', price: '111', stopPrice: '110' })).toBe('111')
  expect(worth({ type: 'stop', side: 'sell', price: undefined, stopPrice: '90' })).toBe('100')
})

test('a market buy is worth what the live book asks for it, and beyond the book its last price with the collar', () => {
  const worth = (amount: string, of = book) =>
    valueTo('maxOrderValue', aProposal({ ...market, amount }), rich({ book: of }))

  expect(worth('1.5')).toBe('156')
  expect(worth('3')).toBe('376')
  expect(worth('1', aBook({ asks: [] }))).toBe('150')
})

test('what is on its way counts with the part whose fills are not in the position yet', () => {
  const openOrders = [
    anOrder({ status: 'unknown' }),
    anOrder({ status: 'intended' }),
    anOrder({ status: 'partially-filled', filled: '0.75', booked: '0.25' }),
    anOrder({ status: 'cancelled', filled: '0.5', booked: '0.125' }),
    anOrder({ status: 'filled', filled: '1', booked: '1' }),
    anOrder({ request: { side: 'sell' } }),
  ]

  expect(valueTo('maxPositionValue', aProposal(), rich({ openOrders }))).toBe('412.5')
})

test('the position counts at its entry or the last price, whichever is more', () => {
  const value = (price: number) =>
    valueTo('maxPositionValue', aProposal(), rich({ price, position: aPosition('2', '100') }))

  expect(value(150)).toBe('400')
  expect(value(80)).toBe('300')
})

test('an order that only makes the position smaller passes where too much is held already', () => {
  const view = rich({ position: aPosition('2') })
  const limits = { maxPositionValue: '1', maxGrossExposure: '1' }

  expect(checkOrder(aProposal({ side: 'sell', amount: '2' }), view, limits)).toBeUndefined()
  expect(checkOrder(aProposal({ side: 'sell', amount: '2.02' }), view, limits)?.code).toBe('max-position-value')
  expect(checkOrder(aProposal({ side: 'sell', amount: '2.01' }), view, limits)).toBeUndefined()
  expect(checkOrder(aProposal({ side: 'sell', amount: '4.01' }), view, { maxGrossExposure: '1' })?.numbers).toEqual({
    value: '201',
    maxGrossExposure: '1',
  })
})

test('what goes beyond the position to the other side counts at the dearest of the orders that make it', () => {
  const openOrders = [
    anOrder({ request: { side: 'sell', price: '130' } }),
    anOrder({ status: 'filled', filled: '1', booked: '1', request: { side: 'sell', price: '900' } }),
  ]
  const view = rich({ position: aPosition('1.5'), openOrders })

  expect(valueTo('maxPositionValue', aProposal({ side: 'sell' }), view)).toBe('65')
})

test('all markets count together, with what is on its way there and is no exit', () => {
  const openOrders = [
    anOrder({ request: { ...ELSEWHERE, price: '20' } }),
    anOrder({ purpose: 'exit', request: { ...ELSEWHERE, price: '7777' } }),
    anOrder({ request: { ...MARKET_ON_ANOTHER_EXCHANGE, price: '3' } }),
  ]

  expect(valueTo('maxGrossExposure', aProposal(), rich({ openOrders, otherExposure: '1000' }))).toBe('1123')
})

test.each([
  ['0.5', '1123', 'is counted with what is more than the position it was to close'],
  ['1', '1120', 'is not counted while it only closes one'],
  ['-2', '1126', 'is counted whole where the position has turned'],
] as const)(
  'where shorts are allowed, of %s held there, an exit in another market makes %s: it %s',
  (held, value, _why) => {
    const exit = anOrder({ purpose: 'exit', request: { ...ELSEWHERE, side: 'sell', price: '6', amount: '1' } })
    const openOrders = [exit, anOrder({ request: { ...ELSEWHERE, price: '20' } })]
    const view = rich({ openOrders, otherExposure: '1000', allowShort: true, positionIn: () => held })

    expect(valueTo('maxGrossExposure', aProposal(), view)).toBe(value)
  },
)

const MARKET_ON_ANOTHER_EXCHANGE = { exchange: 'coinbase', symbol: 'BTC/USDT' } as const

test('a market order in another market counts at the last price there, and is over every limit without one', () => {
  const view = { openOrders: [aMarketOrder({ request: ELSEWHERE })] }

  expect(valueTo('maxGrossExposure', aProposal(), rich({ ...view, priceIn: () => 50 }))).toBe('175')
  expect(checkOrder(aProposal(), rich(view), { maxGrossExposure: '100000' })).toMatchObject({
    code: 'max-gross-exposure',
    message: expect.stringContaining('nobody knows how much'),
    numbers: { maxGrossExposure: '100000' },
  })
})

test('only orders that are not ended are open', () => {
  const openOrders = [anOrder({ status: 'cancelled', filled: '1', booked: '0' })]

  expect(checkOrder(aProposal(), rich({ openOrders }), { maxOpenOrders: 1 })).toBeUndefined()
})

test('a bot reports what it is exposed to, whichever way its orders fill', () => {
  const openOrders = [anOrder({ request: { price: '90' } }), anOrder({ request: { side: 'sell', amount: '3' } })]
  const around = { view: rich({ position: aPosition('0.5'), openOrders, otherExposure: '8' }), limits: {} }

  expect(grossExposure(around)).toBe('258')
  expect(exposureAdded(aProposal({ price: '95' }), around)).toBe('0')
  expect(exposureAdded(aProposal({ price: '95', amount: '2' }), around)).toBe('80')
  expect(exposureAdded(aProposal({ side: 'sell' }), around)).toBe('100')
})

test('a bot without a price for what is on its way has no figure to report', () => {
  const around = { view: rich({ openOrders: [aMarketOrder()], price: undefined }), limits: {} }

  expect(grossExposure(around)).toBeUndefined()
  expect(exposureAdded(aProposal(), around)).toBeUndefined()
  expect(checkOrder(anExit(), rich({ ...around.view, position: aPosition('1') }), {})).toBeUndefined()
})
