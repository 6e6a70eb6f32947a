import { expect, test } from 'vitest'
import { aMarketOrder, anInstrument, aPosition, aView } from '../../test/risk-kit.ts'
import { closable } from './closable.ts'

const INSTRUMENT = anInstrument({ minNotional: '10' })

test('what is too small beside an order that is on its way is no dust: the order may come to nothing', () => {
  const position = aPosition('0.5')
  const sale = aMarketOrder({ purpose: 'exit', status: 'unknown', request: { side: 'sell', amount: '0.45' } })
  const beside = aView({ instrument: INSTRUMENT, position, openOrders: [sale] })
  expect(closable(beside)).toEqual({ amount: '0', because: 'on-its-way' })
  expect(closable(aView({ instrument: INSTRUMENT, position }))).toEqual({ amount: '0.5', because: undefined })
})

test('what is too small altogether is dust', () => {
  const view = aView({ instrument: INSTRUMENT, position: aPosition('0.05') })
  expect(closable(view)).toEqual({ amount: '0', because: 'dust' })
})
