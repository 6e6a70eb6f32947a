import { MaintainedBook } from '@md/order-book'
import type { Instrument, Level, OrderBook, OrderRequest } from '@md/types'
import type { Order } from '../src/orders/order.ts'
import type { Proposal, RiskView } from '../src/risk/view.ts'
import type { PositionView } from '../src/strategy/context.ts'
import { anInstrument as anInstrumentOf } from '../src/testing/an-instrument.ts'

export const NOW = 1_750_000_000_000
export const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const
export const ELSEWHERE = { exchange: 'kraken', symbol: 'ETH/USD' } as const

const RULES = { tickSize: '0.1', stepSize: '0.001', minAmount: '0.002', maxAmount: '50', minNotional: '5' } as const

export const anInstrument = (particulars: Partial<Instrument> = {}): Instrument =>
  anInstrumentOf(MARKET, { ...RULES, ...particulars })

/** A buy of 1 at 100 that nothing speaks against in `aView()`. */
export const aProposal = (particulars: Partial<Proposal> = {}): Proposal => ({
  ref: 'entry',
  market: MARKET,
  side: 'buy',
  type: 'limit',
  amount: '1',
  price: '100',
  stopPrice: undefined,
  timeInForce: undefined,
  postOnly: false,
  purpose: 'exposure',
  ...particulars,
})

/** Sells 1 at market. */
export const anExit = (particulars: Partial<Proposal> = {}): Proposal =>
  aProposal({ ref: 'exit', side: 'sell', type: 'market', price: undefined, purpose: 'exit', ...particulars })

export const aPosition = (amount: string, averageEntry = '100'): PositionView => ({
  market: MARKET,
  amount,
  size: Number(amount),
  averageEntry,
  realised: '0',
  openedAt: amount === '0' ? undefined : NOW,
})

/** Flat, with 10,000 USDT and 10 BTC free, and the last price 100. */
export const aView = (particulars: Partial<RiskView> = {}): RiskView => ({
  now: NOW,
  trading: 'active',
  feedDown: undefined,
  circuitOpenUntil: undefined,
  instrument: anInstrument(),
  price: 100,
  priceAt: NOW,
  book: undefined,
  position: aPosition('0'),
  otherExposure: '0',
  openOrders: [],
  ordersLastMinute: 0,
  standing: {
    equity: 10_000,
    peakEquity: 10_000,
    dayStartEquity: 10_000,
    lossStreak: 0,
    lastLossAt: undefined,
  },
  free: (asset) => (asset === 'BTC' ? '10' : '10000'),
  allowShort: false,
  takerFee: 0.001,
  feeInBase: false,
  ...particulars,
})

type OrderParticulars = Partial<Omit<Order, 'request'>> & { readonly request?: Partial<OrderRequest> }

/** An open buy of 1 at 100. */
export const anOrder = ({ request, ...particulars }: OrderParticulars = {}): Order => ({
  ref: 'other',
  sequence: 7,
  request: { ...MARKET, clientOrderId: 'bot-1-7', side: 'buy', type: 'limit', amount: '1', price: '100', ...request },
  purpose: 'exposure',
  because: 'a test',
  createdAt: NOW,
  status: 'open',
  venueOrderId: '1',
  filled: '0',
  booked: '0',
  cancelling: false,
  settledBy: undefined,
  reject: undefined,
  ...particulars,
})

/** An order at market: one that has no price at all. */
export const aMarketOrder = ({ request, ...particulars }: OrderParticulars = {}): Order => {
  const order = anOrder(particulars)
  const { price, ...priceless } = order.request
  return { ...order, request: { ...priceless, type: 'market', ...request } }
}

export interface BookParticulars {
  readonly bids?: readonly Level[]
  readonly asks?: readonly Level[]
  readonly status?: OrderBook['status']
}

export function aBook({ bids = [[99.9, 5]], asks = [[100.1, 5]], status = 'live' }: BookParticulars = {}): OrderBook {
  const book = new MaintainedBook({ ...MARKET, integrity: 'sequence' })
  book.snapshot({ bids, asks }, { timestamp: NOW, receivedAt: NOW })
  book.status = status
  return book
}
