import { expect, test } from 'vitest'
import { anInstrument } from '../testing/an-instrument.ts'
import { proposalOf } from './proposal.ts'

const INSTRUMENT = anInstrument({ exchange: 'binance', symbol: 'BTC/USDT' }, { stepSize: '0.001' })
const FLAT = { amount: '0', closing: '0' }

test('an amount below one step of the venue is refused as too small, with both numbers', () => {
  const order = { kind: 'place', ref: 'in', side: 'buy', type: 'market', amount: 0.0009, because: 'why' } as const
  expect(proposalOf(order, INSTRUMENT, INSTRUMENT, FLAT)).toMatchObject({
    code: 'min-amount',
    message: 'order in: 0.0009 is less than one step of BTC/USDT, which is 0.001',
    numbers: { amount: '0.0009', stepSize: '0.001' },
  })
  expect(proposalOf({ ...order, amount: 0.0019 }, INSTRUMENT, INSTRUMENT, FLAT)).toMatchObject({ amount: '0.001' })
})
