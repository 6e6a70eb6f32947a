import type { Order } from '@md/bot-engine'
import type { Fill, OrderState } from '@md/types'
import { expect, test } from 'vitest'
import type { BotReport } from './bot/report.ts'
import { type Evidence, faultsOf } from './judge.ts'
import { MARKET } from './market.ts'
import { Truth } from './venue/truth.ts'

const ID = 'left-1-1'

const aState = (particulars: Partial<OrderState> = {}): OrderState => ({
  ...MARKET,
  clientOrderId: ID,
  venueOrderId: 'v1',
  status: 'filled',
  side: 'buy',
  amount: '2',
  filled: '2',
  price: '100',
  ...particulars,
})

const aFill = (particulars: Partial<Fill> = {}): Fill => ({
  ...MARKET,
  tradeId: 't1',
  clientOrderId: ID,
  side: 'buy',
  price: '100',
  amount: '2',
  fee: '0.002',
  feeAsset: 'BTC',
  liquidity: 'taker',
  timestamp: 1,
  ...particulars,
})

const anOrder = (particulars: Partial<Order> = {}): Order => ({
  ref: 'in',
  sequence: 1,
  request: { ...MARKET, clientOrderId: ID, side: 'buy', type: 'limit', amount: '2', price: '100' },
  purpose: 'exposure',
  because: 'the test says so',
  createdAt: 1,
  status: 'filled',
  venueOrderId: 'v1',
  filled: '2',
  booked: '2',
  cancelling: false,
  settledBy: undefined,
  reject: undefined,
  ...particulars,
})

const aReport = (particulars: Partial<BotReport> = {}): BotReport => ({
  id: 'left',
  status: { state: 'running', reason: undefined, openOrders: [] } as unknown as BotReport['status'],
  intended: [ID],
  adopted: [],
  orders: [anOrder()],
  amount: '1.998',
  cash: '-200',
  ...particulars,
})

/** One order of 2, filled whole, with its fee in base. */
function aTruth(): Truth {
  const truth = new Truth()
  truth.receive(anOrder().request)
  truth.book(aState({ status: 'open', filled: '0' }))
  truth.fill(aFill())
  truth.book(aState())
  return truth
}

function judged(truth: Truth, report: Partial<BotReport> = {}, rest: Partial<Evidence> = {}): readonly string[] {
  return faultsOf({ truth, bots: [aReport(report)], troubles: [], isLatched: false, ...rest })
}

test('finds nothing wrong where the books agree', () => {
  expect(judged(aTruth())).toEqual([])
})

test.each<[string, Partial<BotReport>]>([
  ['left-1-1 was sent, and never written down', { intended: [] }],
  ['amount of left is 2 here and 1.998 by the venue', { amount: '2' }],
  ['cash of left is -199 here and -200 by the venue', { cash: '-199' }],
  ['left-1-1 is filled 1 here and 2 at the venue', { orders: [anOrder({ filled: '1' })] }],
  ['fills of 1 are booked for left-1-1, and the venue has 2', { orders: [anOrder({ booked: '1' })] }],
  ['left-1-1 is still open here', { orders: [anOrder({ status: 'open' })] }],
  ['left-1-1 is lost here, and the venue had it (filled)', { orders: [anOrder({ status: 'lost' })] }],
])('says that %s', (fault, report) => {
  expect(judged(aTruth(), report)).toContainEqual(expect.stringContaining(fault))
})

test('says what was sent twice', () => {
  const truth = aTruth()
  truth.receive(anOrder().request)
  expect(judged(truth)).toEqual(['left-1-1 was sent 2 times'])
})

test('says what is still open at the venue', () => {
  const truth = aTruth()
  truth.receive({ ...anOrder().request, clientOrderId: 'left-1-2' })
  truth.book(aState({ clientOrderId: 'left-1-2', status: 'open', filled: '0' }))
  expect(judged(truth, { intended: [ID, 'left-1-2'] })).toEqual(['left-1-2 is still open at the venue'])
})

test('says that more was sold than there was', () => {
  const truth = aTruth()
  truth.fill(aFill({ tradeId: 't2', side: 'sell', amount: '2', fee: '0', feeAsset: 'USDT' }))
  expect(judged(truth, { amount: '-0.002', cash: '0' })).toContain(
    'left sold 0.002 more than it had: an exit was made twice',
  )
})

test('says that more could have been held than is allowed', () => {
  const truth = aTruth()
  truth.book(aState({ clientOrderId: 'left-1-2', status: 'open', amount: '5', filled: '0' }))
  truth.book(aState({ clientOrderId: 'left-1-2', status: 'cancelled', amount: '5', filled: '0' }))
  expect(judged(truth)).toEqual(['left could have held 678.81, and 600 is allowed'])
})

test('says what was sent after a halt, and that the halt is not kept', () => {
  const truth = aTruth()
  truth.halted = true
  truth.receive({ ...anOrder().request, clientOrderId: 'left-1-2' })
  expect(judged(truth, { intended: [ID, 'left-1-2'] })).toEqual([
    'left-1-2 was sent after the halt was acknowledged',
    'a halt was acknowledged, and is not in the store',
  ])
})

test('lets bots complain of the venue, and of nothing else', () => {
  const trouble = { botId: 'left', code: 'X', message: 'it is bad' }
  const troubles = [
    { ...trouble, where: 'venue' },
    { ...trouble, where: 'store' },
  ]
  expect(judged(aTruth(), {}, { troubles })).toEqual(['left is in trouble (store, X): it is bad'])
})
