import { expect, test } from 'vitest'
import { aBook, anInstrument, anOrder, aPosition, aProposal, aView } from '../../../test/risk-kit.ts'
import { checkOrder } from '../check-order.ts'
import type { RiskLimits } from '../limits.ts'
import type { Proposal, RiskView } from '../view.ts'

const { standing } = aView()

type Break = (
  value: string,
  number: number,
) => { order?: Partial<Proposal>; view?: Partial<RiskView>; limits?: RiskLimits }

/** Where a number can be broken, and under which name it is told. */
const FIELDS: Readonly<Record<string, Break>> = {
  amount: (amount) => ({ order: { amount } }),
  price: (price) => ({ order: { price } }),
  stopPrice: (stopPrice) => ({ order: { type: 'stop', stopPrice } }),
  'instrument.tickSize': (tickSize) => ({ view: { instrument: anInstrument({ tickSize }) } }),
  'instrument.stepSize': (stepSize) => ({ view: { instrument: anInstrument({ stepSize }) } }),
  'instrument.minAmount': (minAmount) => ({ view: { instrument: anInstrument({ minAmount }) } }),
  'instrument.maxAmount': (maxAmount) => ({ view: { instrument: anInstrument({ maxAmount }) } }),
  'instrument.minNotional': (minNotional) => ({ view: { instrument: anInstrument({ minNotional }) } }),
  'position.amount': (amount) => ({ view: { position: aPosition(amount) } }),
  'position.averageEntry': (entry) => ({ view: { position: aPosition('1', entry) } }),
  'amount of order other': (amount) => ({ view: { openOrders: [anOrder({ request: { amount } })] } }),
  'filled of order other': (filled) => ({ view: { openOrders: [anOrder({ filled })] } }),
  'booked of order other': (booked) => ({ view: { openOrders: [anOrder({ booked })] } }),
  'price of order other': (price) => ({ view: { openOrders: [anOrder({ request: { price } })] } }),
  'stopPrice of order other': (stopPrice) => ({ view: { openOrders: [anOrder({ request: { stopPrice } })] } }),
  'free balance of BTC': (text) => ({ view: { free: (asset) => (asset === 'BTC' ? text : '10000') } }),
  'free balance of USDT': (text) => ({ view: { free: (asset) => (asset === 'USDT' ? text : '10') } }),
  otherExposure: (otherExposure) => ({ view: { otherExposure } }),
  maxOrderValue: (maxOrderValue) => ({ limits: { maxOrderValue } }),
  maxPositionValue: (maxPositionValue) => ({ limits: { maxPositionValue } }),
  now: (_, now) => ({ view: { now } }),
  'last price': (_, price) => ({ view: { price } }),
  priceAt: (_, priceAt) => ({ view: { priceAt } }),
  'best bid': (_, price) => ({ view: { book: aBook({ bids: [[price, 1]] }) } }),
  'best ask': (_, price) => ({ view: { book: aBook({ bids: [], asks: [[price, 1]] }) } }),
  ordersLastMinute: (_, ordersLastMinute) => ({ view: { ordersLastMinute } }),
  takerFee: (_, takerFee) => ({ view: { takerFee } }),
  stopLoss: (_, stopLoss) => ({ view: { stopLoss } }),
  equity: (_, equity) => ({ view: { standing: { ...standing, equity } } }),
  peakEquity: (_, peakEquity) => ({ view: { standing: { ...standing, peakEquity } } }),
  dayStartEquity: (_, dayStartEquity) => ({ view: { standing: { ...standing, dayStartEquity } } }),
  lossStreak: (_, lossStreak) => ({ view: { standing: { ...standing, lossStreak } } }),
  lastLossAt: (_, lastLossAt) => ({ view: { standing: { ...standing, lastLossAt } } }),
  priceCollar: (_, priceCollar) => ({ limits: { priceCollar } }),
  maxOpenOrders: (_, maxOpenOrders) => ({ limits: { maxOpenOrders } }),
  maxDrawdown: (_, maxDrawdown) => ({ limits: { maxDrawdown } }),
  'lossStreak.count': (_, count) => ({ limits: { lossStreak: { count, coolDownMs: 1 } } }),
  'lossStreak.coolDownMs': (_, coolDownMs) => ({ limits: { lossStreak: { count: 1, coolDownMs } } }),
}

const fields = Object.entries(FIELDS)

const refusalOf = (broken: ReturnType<Break>) =>
  checkOrder(aProposal(broken.order), aView(broken.view), broken.limits ?? {})

test.each(fields)('%s is named when it is not a number', (name, broken) => {
  expect(refusalOf(broken('NaN', Number.NaN))).toMatchObject({
    code: 'invalid-number',
    message: expect.stringMatching(new RegExp(`^${name} is NaN: it must be a number, finite`)),
    numbers: { [name]: 'NaN' },
  })
})

test.each(fields)('%s is named when it has no end', (name, broken) => {
  expect(refusalOf(broken('-Infinity', Number.NEGATIVE_INFINITY))).toMatchObject({
    code: 'invalid-number',
    numbers: { [name]: '-Infinity' },
  })
})

test.each(['amount', 'price', 'stopPrice', 'last price', 'best ask'])('%s is named when it is zero or less', (name) => {
  for (const value of [0, -1]) {
    expect(refusalOf(FIELDS[name]?.(String(value), value) ?? {})).toMatchObject({
      code: 'invalid-number',
      message: `${name} is ${value}: it must be a number, finite and above zero`,
    })
  }
})

test.each(['', ' ', '1e3', '0x10', 'abc', '1,5', '--1', '.'])(
  'text that is no decimal is no amount: "%s"',
  (amount) => {
    expect(refusalOf({ order: { amount } })).toMatchObject({ code: 'invalid-number', numbers: { amount } })
  },
)

test('losses, a short position and a balance below zero are numbers like others', () => {
  const view = aView({
    allowShort: true,
    position: aPosition('-1'),
    standing: { ...standing, equity: -5 },
    free: (asset) => (asset === 'BTC' ? '-1' : '10000'),
  })

  expect(checkOrder(aProposal(), view, {})).toBeUndefined()
})

test('a side of the book that is empty has no best price, which is no mistake', () => {
  expect(checkOrder(aProposal(), aView({ book: aBook({ bids: [], asks: [] }) }), {})).toBeUndefined()
})

test('an order without the price its type needs is told so', () => {
  expect(refusalOf({ order: { price: undefined } })?.message).toBe('A limit order needs a price')
  expect(refusalOf({ order: { type: 'stop', price: undefined } })?.message).toBe('A stop order needs a stopPrice')
})
