import { expect, test } from 'vitest'
import { anExit, anInstrument, anOrder, aPosition, aProposal, aView } from '../../../test/risk-kit.ts'
import { checkOrder } from '../check-order.ts'
import { closable } from '../closable.ts'
import type { RiskView } from '../view.ts'

const view = (particulars: Partial<RiskView>) => aView({ free: () => undefined, ...particulars })
const leaving = anOrder({ purpose: 'exit', status: 'unknown', request: { side: 'sell', amount: '0.6' } })

test('an exit closes no more than what no other exit is on its way for, unknown ones included', () => {
  const around = view({ position: aPosition('1'), openOrders: [leaving] })

  expect(checkOrder(anExit({ amount: '0.4' }), around, {})).toBeUndefined()
  expect(checkOrder(anExit({ amount: '0.401' }), around, {})).toMatchObject({
    code: 'insufficient-balance',
    message: 'Closing 0.401 is more than the 0.4 that is left of the position: orders for 0.6 are on their way',
    numbers: { needed: '0.401', pending: '0.6', free: '0.4' },
  })
})

test('an order that rests on the side of the exit has to be cancelled first; one of unknown fate is not waited for', () => {
  const sell = (status: 'open' | 'intended' | 'unknown') =>
    checkOrder(
      anExit(),
      view({ position: aPosition('1'), openOrders: [anOrder({ status, request: { side: 'sell', amount: '0.6' } })] }),
      {},
    )?.code

  expect(sell('open')).toBe('insufficient-balance')
  expect(sell('intended')).toBe('insufficient-balance')
  expect(sell('unknown')).toBeUndefined()
})

test('fills that are still to come have left the position already', () => {
  const filled = anOrder({ status: 'filled', filled: '0.6', booked: '0', request: { side: 'sell', amount: '0.6' } })
  const around = view({ position: aPosition('1'), openOrders: [filled] })

  expect(closable(around).amount).toBe('0.4')
  expect(checkOrder(anExit(), around, {})?.numbers).toEqual({ needed: '1', pending: '0.6', free: '0.4' })
})

test('nothing to close is said only where waiting would not help', () => {
  expect(
    checkOrder(anExit({ amount: '1.001' }), view({ position: aPosition('1'), openOrders: [leaving] }), {}),
  ).toMatchObject({
    code: 'nothing-to-close',
    numbers: { amount: '1.001', position: '1' },
  })
})

test('an exit in the direction of the position is none', () => {
  expect(checkOrder(anExit({ side: 'buy' }), view({ position: aPosition('1') }), {})?.code).toBe('nothing-to-close')
  expect(checkOrder(anExit(), view({ position: aPosition('-1') }), {})?.code).toBe('nothing-to-close')
  expect(checkOrder(anExit({ side: 'buy' }), view({ position: aPosition('-1') }), {})).toBeUndefined()
})

test('dust is told with the numbers that keep it', () => {
  expect(checkOrder(anExit({ amount: '0.04' }), view({ position: aPosition('0.0408') }), {})).toMatchObject({
    code: 'exit-impossible',
    message: 'The position of 0.0408 BTC cannot be closed: it is worth 4, and the venue takes no less than 5',
    numbers: { position: '0.0408', amount: '0.04', notional: '4', minNotional: '5' },
  })
})

test('an order is refused whose position could not be sold for its least value at the stop', () => {
  const order = aProposal({ amount: '0.05' })

  expect(checkOrder(order, view({}), {})).toBeUndefined()
  expect(checkOrder(order, view({ stopLoss: 0.02 }), {})).toMatchObject({
    code: 'exit-impossible',
    numbers: { position: '0.05', exitPrice: '98', amount: '0.05', notional: '4.9', minNotional: '5' },
  })
  expect(checkOrder(order, view({ stopLoss: 1.5 }), {})?.numbers).toMatchObject({ exitPrice: '0' })
})

test('a small order is welcome where the position it adds to can be sold as a whole', () => {
  const order = aProposal({ amount: '0.05' })

  expect(checkOrder(order, view({ stopLoss: 0.02, position: aPosition('1') }), {})).toBeUndefined()
})

test('a short counts at the price it is opened at: at its stop it is worth more', () => {
  const order = aProposal({ side: 'sell', type: 'market', price: undefined, amount: '0.05' })

  expect(checkOrder(order, view({ allowShort: true, stopLoss: 0.9 }), {})).toBeUndefined()
})

test('a stop that makes a position counts at its stop price', () => {
  const order = aProposal({ type: 'stop', price: undefined, stopPrice: '120', amount: '0.05' })

  expect(checkOrder(order, view({ stopLoss: 0.15 }), {})).toBeUndefined()
  expect(checkOrder(order, view({ stopLoss: 0.17 }), {})?.code).toBe('exit-impossible')
})

test('what can be closed now is cut to the step, to what is free and to what the venue takes at once', () => {
  const position = aPosition('1.2345')

  expect(closable(view({ position }))).toEqual({ amount: '1.234', because: undefined })
  expect(closable(view({ position, free: () => '1.0009' }))).toEqual({ amount: '1', because: undefined })
  expect(closable(view({ position, openOrders: [leaving] }))).toEqual({ amount: '0.634', because: undefined })
  expect(closable(view({ position, instrument: anInstrument({ maxAmount: '1' }) })).amount).toBe('1')
  expect(closable(view({ position: aPosition('-1.5'), free: () => '0' })).amount).toBe('1.5')
})

test('where nothing can be closed the reason says whether waiting helps', () => {
  expect(closable(view({}))).toEqual({ amount: '0', because: 'flat' })
  expect(closable(view({ position: aPosition('0.6'), openOrders: [leaving] })).because).toBe('on-its-way')
  expect(closable(view({ position: aPosition('0.0019') })).because).toBe('dust')
  expect(closable(view({ position: aPosition('0.04') })).because).toBe('dust')
  expect(closable(view({ position: aPosition('1'), free: () => '0.001' })).because).toBe('not-free')
  expect(closable(view({ position: aPosition('1'), free: () => '-1' })).because).toBe('not-free')
})

test('without any price the least value is left to the venue', () => {
  expect(closable(view({ position: aPosition('0.01'), price: undefined })).amount).toBe('0.01')
})
