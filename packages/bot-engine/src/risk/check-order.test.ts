import { expect, test } from 'vitest'
import { aBook, anExit, anInstrument, anOrder, aPosition, aProposal, aView, NOW } from '../../test/risk-kit.ts'
import { checkOrder } from './check-order.ts'
import { BINDS_EXITS } from './exits.ts'
import type { RiskLimits } from './limits.ts'
import type { Refusal, RefusalCode } from './refusal.ts'
import type { Proposal, RiskView } from './view.ts'

/** What alone is wrong with an order that would leave otherwise, and what is said of it. */
interface Case {
  readonly order?: Partial<Proposal>
  readonly view?: Partial<RiskView>
  readonly limits?: RiskLimits
  readonly says: string
  readonly numbers?: Refusal['numbers']
}

const standing = aView().standing

const CASES: Readonly<Record<Exclude<RefusalCode, 'unsupported'>, Case>> = {
  halted: { view: { trading: 'halted' }, says: 'Trading is halted' },
  'invalid-number': { order: { amount: 'NaN' }, says: 'amount is NaN', numbers: { amount: 'NaN' } },
  'feed-down': { view: { feedDown: 'binance disconnected' }, says: '(binance disconnected)' },
  'circuit-open': {
    view: { circuitOpenUntil: NOW + 1_500 },
    says: 'let through in 1500 ms',
    numbers: { retryAt: NOW + 1_500, now: NOW },
  },
  'not-ready': { view: { price: undefined, priceAt: undefined }, says: 'No price of BTC/USDT' },
  'stale-price': {
    view: { priceAt: NOW - 2_001 },
    limits: { maxPriceAgeMs: 2_000 },
    says: 'price 100 is 2001 ms old, and 2000 ms is allowed',
    numbers: { price: 100, ageMs: 2_001, maxPriceAgeMs: 2_000 },
  },
  'book-not-live': { view: { book: aBook({ status: 'stale' }) }, says: 'BTC/USDT is stale' },
  'reducing-only': { view: { trading: 'reducing' }, says: 'make the position smaller' },
  'instrument-not-trading': {
    view: { instrument: anInstrument({ status: 'cancel-only' }) },
    says: 'BTC/USDT on binance is cancel-only: it takes no limit order',
  },
  duplicate: {
    view: { openOrders: [anOrder({ ref: 'entry', status: 'unknown' })] },
    says: 'named entry is still there: number 7, unknown',
    numbers: { sequence: 7 },
  },
  'nothing-to-close': {
    order: { purpose: 'exit' },
    says: 'A buy of 1 would do more than close the position of 0',
    numbers: { amount: '1', position: '0' },
  },
  'tick-size': {
    order: { price: '100.05' },
    says: '100.05 is no price of BTC/USDT: its step is 0.1',
    numbers: { price: '100.05', tickSize: '0.1' },
  },
  'step-size': {
    order: { amount: '1.0005' },
    says: '1.0005 is no amount of BTC/USDT: its step is 0.001',
    numbers: { amount: '1.0005', stepSize: '0.001' },
  },
  'min-amount': {
    view: { instrument: anInstrument({ minAmount: '2' }) },
    says: '1 BTC is less than the least amount 2',
    numbers: { amount: '1', minAmount: '2' },
  },
  'max-amount': {
    view: { instrument: anInstrument({ maxAmount: '0.5' }) },
    says: '1 BTC is more than the venue takes at once, 0.5',
    numbers: { amount: '1', maxAmount: '0.5' },
  },
  'min-notional': {
    view: { instrument: anInstrument({ minNotional: '100.1' }) },
    says: 'worth 100 USDT, and the least the venue takes is 100.1',
    numbers: { notional: '100', minNotional: '100.1' },
  },
  'short-not-allowed': {
    order: { side: 'sell' },
    view: { position: aPosition('1.5'), openOrders: [anOrder({ status: 'unknown', request: { side: 'sell' } })] },
    says: 'Selling 1 besides 1 on its way is more than the 1.5 BTC held',
    numbers: { amount: '1', selling: '1', position: '1.5' },
  },
  'insufficient-balance': {
    view: { free: () => '100' },
    says: 'needs 100.1 USDT, and 100 is free',
    numbers: { needed: '100.1', pending: '0', free: '100' },
  },
  'max-order-value': {
    limits: { maxOrderValue: '99.99' },
    says: 'would be worth 100, and 99.99 is allowed',
    numbers: { value: '100', maxOrderValue: '99.99' },
  },
  'max-position-value': {
    view: { position: aPosition('1'), openOrders: [anOrder({ status: 'unknown' })] },
    limits: { maxPositionValue: '299' },
    says: 'would be worth 300, and 299 is allowed',
    numbers: { value: '300', maxPositionValue: '299' },
  },
  'max-gross-exposure': {
    view: { otherExposure: '150.5' },
    limits: { maxGrossExposure: '250' },
    says: 'would be worth 250.5, and 250 is allowed',
    numbers: { value: '250.5', maxGrossExposure: '250' },
  },
  'max-open-orders': {
    view: { openOrders: [anOrder()] },
    limits: { maxOpenOrders: 1 },
    says: '1 orders are open, and 1 are allowed',
    numbers: { open: 1, maxOpenOrders: 1 },
  },
  'max-orders-per-minute': {
    view: { ordersLastMinute: 10 },
    limits: { maxOrdersPerMinute: 10 },
    says: '10 orders left within the last minute, and 10 are allowed',
    numbers: { sent: 10, maxOrdersPerMinute: 10 },
  },
  'price-collar': {
    order: { price: '102.1' },
    limits: { priceCollar: 0.02 },
    says: 'A buy at 102.1 is worse than 102, 0.02 away from 100',
    numbers: { price: '102.1', best: '100', worst: '102', priceCollar: 0.02 },
  },
  'daily-loss': {
    view: { standing: { ...standing, equity: 9_900 } },
    limits: { maxDailyLoss: '100' },
    says: '100 is lost since midnight UTC, and 100 ends the day',
    numbers: { loss: 100, maxDailyLoss: '100' },
  },
  drawdown: {
    view: { standing: { ...standing, equity: 7_500 } },
    limits: { maxDrawdown: 0.25 },
    says: 'Equity 7500 is 0.25 below its highest 10000',
    numbers: { equity: 7_500, peakEquity: 10_000, drawdown: 0.25, maxDrawdown: 0.25 },
  },
  'cool-down': {
    view: { standing: { ...standing, lossStreak: 3, lastLossAt: NOW - 400 } },
    limits: { lossStreak: { count: 3, coolDownMs: 1_000 } },
    says: '3 round trips in a row were lost: no new exposure for another 600 ms',
    numbers: { lossStreak: 3, until: NOW + 600, now: NOW },
  },
  'exit-impossible': {
    order: { amount: '0.002' },
    view: { instrument: anInstrument({ minNotional: '0' }), takerFee: 0.001, feeInBase: true },
    says: 'position of 0.001998 BTC this makes could not be closed: 0.001 is less than the least amount 0.002',
    numbers: { position: '0.001998', exitPrice: '100', amount: '0.001', minAmount: '0.002' },
  },
}

const codes = Object.entries(CASES) as readonly [RefusalCode, Case][]

test('an order that keeps to everything leaves', () => {
  expect(checkOrder(aProposal(), aView(), {})).toBeUndefined()
})

test.each(codes)('what is wrong is said with its code and its numbers: %s', (code, broken) => {
  const refusal = checkOrder(aProposal(broken.order), aView(broken.view), broken.limits ?? {})

  expect(refusal).toEqual({
    code,
    message: expect.stringContaining(broken.says),
    numbers: broken.numbers ?? expect.anything(),
    scope: 'bot',
  })
})

/** The same surroundings, and an exit in the place of the entry. Some doubts have to be put differently to meet it. */
const OF_EXIT: Partial<Readonly<Record<RefusalCode, Partial<Proposal>>>> = {
  'invalid-number': { amount: 'NaN' },
  duplicate: { ref: 'entry' },
  'tick-size': { type: 'limit', price: '100.05' },
  'step-size': { amount: '0.9995' },
  'nothing-to-close': { amount: '1.001' },
  'insufficient-balance': {},
  'exit-impossible': { amount: '0.001' },
}

const EXIT_VIEW: Partial<Readonly<Record<RefusalCode, Partial<RiskView>>>> = {
  'insufficient-balance': { free: () => '0.5' },
  'max-position-value': { position: aPosition('1'), openOrders: [anOrder({ status: 'unknown' })] },
}

test.each(codes)('an exit is held back only by what the table of exits says: %s', (code, { limits = {}, view }) => {
  const around = aView({ position: aPosition('1'), ...view, ...EXIT_VIEW[code] })

  const refusal = checkOrder(anExit(OF_EXIT[code]), around, limits)

  const expected: Partial<Record<RefusalCode, RefusalCode>> = {
    'min-amount': 'exit-impossible',
    'min-notional': 'exit-impossible',
  }
  expect(refusal?.code).toBe(expected[code] ?? (BINDS_EXITS[code] ? code : undefined))
})

test('an exit leaves while everything that does not bind it speaks against it at once', () => {
  const view = aView({
    trading: 'reducing',
    feedDown: 'everything',
    circuitOpenUntil: NOW + 1,
    price: Number.NaN,
    priceAt: Number.NaN,
    book: aBook({ bids: [[Number.NaN, 1]] }),
    position: aPosition('1', 'NaN'),
    otherExposure: 'NaN',
    ordersLastMinute: Number.NaN,
    openOrders: [anOrder({ request: { price: 'NaN' } })],
    standing: { equity: Number.NaN, peakEquity: 0, dayStartEquity: 0, lossStreak: 9, lastLossAt: NOW },
    instrument: anInstrument({ status: 'halted' }),
    free: () => 'much',
    takerFee: Number.NaN,
    stopLoss: Number.NaN,
  })
  const limits: RiskLimits = { maxOrderValue: '1', priceCollar: Number.NaN, maxOpenOrders: 1, maxDailyLoss: 'x' }

  expect(checkOrder(anExit(), view, limits)).toBeUndefined()
})

test('the table of exits speaks of every code there is a rule for, and of those of the engine', () => {
  expect(Object.keys(BINDS_EXITS).sort()).toEqual([...codes.map(([code]) => code), 'unsupported'].sort())
})
