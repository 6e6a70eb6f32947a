import { expect, test } from 'vitest'
import { aBook, aProposal, aView, NOW } from '../../../test/risk-kit.ts'
import { checkOrder } from '../check-order.ts'

const codeOf = (particulars: Parameters<typeof aView>[0], maxPriceAgeMs = 1_000) =>
  checkOrder(aProposal(), aView(particulars), { maxPriceAgeMs })?.code

test('a price may be as old as its limit', () => {
  expect(codeOf({ priceAt: NOW - 1_000 })).toBeUndefined()
  expect(codeOf({ priceAt: NOW - 1_000.5 })).toBe('stale-price')
})

test('a price of unknown age is too old for any limit, and good enough without one', () => {
  expect(checkOrder(aProposal(), aView({ priceAt: undefined }), { maxPriceAgeMs: 1_000 })?.message).toContain(
    'of unknown age',
  )
  expect(checkOrder(aProposal(), aView({ priceAt: undefined }), {})).toBeUndefined()
})

test('a book has to be live where the bot follows it', () => {
  expect(codeOf({ book: aBook({ status: 'live' }) })).toBeUndefined()
  expect(codeOf({ book: aBook({ status: 'syncing' }) })).toBe('book-not-live')
})

test('a circuit that is due says 0 ms', () => {
  expect(checkOrder(aProposal(), aView({ circuitOpenUntil: NOW - 5 }), {})?.message).toContain('in 0 ms')
})
