import { expect, test } from 'vitest'
import { aFill, MARKET } from '../../test/orders-kit.ts'
import { INSTRUMENT } from '../../test/paper-stage.ts'
import { Ledger } from '../ledger/ledger.ts'
import { booked } from './booked.ts'

test('a fill is in the ledger, and one that no venue can mean is not: why is said', () => {
  const ledger = new Ledger({ instruments: () => INSTRUMENT })
  expect(booked(ledger, aFill({ amount: '1' }), 1)).toMatchObject({ outcome: 'applied' })
  expect(booked(ledger, aFill({ amount: 'NaN', tradeId: 'next' }), 2)).toContain('NaN')
  expect(ledger.position(MARKET).amount).toBe('1')
})

test('a fault of ours is none of the venue', () => {
  const ledger = new Ledger({
    instruments: () => {
      throw new TypeError('a mistake')
    },
  })
  expect(() => booked(ledger, aFill({ amount: '1' }), 1)).toThrow('a mistake')
})
