import type { ExecutionVenue, Outcome, VenueEvent } from '@md/types'
import { ManualClock, type VenueHarness, type VenueUnderTest, venuePromises } from '@md/types/testing'
import { expect, test } from 'vitest'
import { PaperFeed } from '../../test/paper-feed.ts'
import { PaperVenue } from './paper-venue.ts'

type Defect = (venue: ExecutionVenue) => Partial<ExecutionVenue>

const told =
  (change: (event: VenueEvent) => readonly VenueEvent[]): Defect =>
  (venue) => ({ connect: (listener) => venue.connect((event) => change(event).forEach(listener)) })

const UNKNOWN: Outcome = { outcome: 'unknown', settledBy: Number.POSITIVE_INFINITY }

/** What is wrong with a venue, and a promise that it breaks. */
const DEFECTS: readonly (readonly [string, string, Defect])[] = [
  [
    'never says that it is connected',
    'says that it is connected',
    told((event) => (event.type === 'connectivity' ? [] : [event])),
  ],
  [
    'keeps fills to itself',
    'fills a market order level by level',
    told((event) => (event.type === 'fill' ? [] : [event])),
  ],
  [
    'tells wrong fees',
    'fills a market order level by level',
    told((event) => (event.type === 'fill' ? [{ ...event, data: { ...event.data, fee: '0' } }] : [event])),
  ],
  ['tells no orders', 'rests with an order', told((event) => (event.type === 'order' ? [] : [event]))],
  [
    'tells stale balances',
    'locks what open orders may cost',
    told((event) => (event.type === 'balance' ? [{ ...event, data: { ...event.data, locked: '0' } }] : [event])),
  ],
  [
    'writes 1.0',
    'rests with an order',
    told((event) => (event.type === 'order' ? [{ ...event, data: { ...event.data, amount: '0.50' } }] : [event])),
  ],
  ['forgets its orders', 'finds an order by its client id', () => ({ find: async () => undefined })],
  ['shows no open orders', 'keeps open orders over a reconnect', () => ({ openOrders: async () => [] })],
  [
    'tells all fills whenever it is asked',
    'tells fills since a moment',
    (venue) => ({ fills: (symbol) => venue.fills(symbol, 0) }),
  ],
  ['has one id for all orders', 'gives every order a client id', () => ({ clientOrderId: () => 'the-same' })],
  [
    'throws',
    'answers what is no order at all',
    (venue) => ({
      place: (order) => (Number(order.amount) > 0 ? venue.place(order) : Promise.reject(new Error('400'))),
    }),
  ],
  [
    'takes a lost answer for a rejection',
    'says unknown when the answer to an order is lost',
    (venue) => ({ place: async (order) => asRejected(await venue.place(order)) }),
  ],
  [
    'never settles',
    'says unknown when an order is lost',
    (venue) => ({
      place: async (order) => ((await venue.place(order)).outcome === 'unknown' ? UNKNOWN : venue.place(order)),
    }),
  ],
  [
    'ignores post-only',
    'rejects a post-only order',
    (venue) => ({ place: ({ postOnly: _, ...order }) => venue.place(order) }),
  ],
  [
    'rests with what is left of an immediate order',
    'fills an immediate-or-cancel order',
    (venue) => ({ place: ({ timeInForce: _, ...order }) => venue.place(order) }),
  ],
  [
    'does not cancel',
    'cancels an open order',
    () => ({ cancel: async () => ({ outcome: 'accepted', venueOrderId: '1' }) }),
  ],
  [
    'takes any cancel for good',
    'rejects the cancel of an order that is not open',
    (venue) => ({
      cancel: async (symbol, id) => {
        await venue.cancel(symbol, id)
        return { outcome: 'accepted', venueOrderId: '1' }
      },
    }),
  ],
  [
    'goes on after the end',
    'rests with an order',
    (venue) => ({ disconnect: async () => undefined, connect: (listener) => venue.connect(listener) }),
  ],
]

const asRejected = (outcome: Outcome): Outcome =>
  outcome.outcome === 'unknown' ? { outcome: 'rejected', code: 'other', message: 'timed out' } : outcome

function aHarness(defect: Defect): VenueHarness {
  return {
    exchange: 'binance',
    features: ['post-only', 'IOC', 'FOK', 'stop'],
    start: async ({ balances, instrument }): Promise<VenueUnderTest> => {
      const clock = new ManualClock()
      const feed = new PaperFeed(clock)
      const lost: ('lost-request' | 'lost-ack')[] = []
      const venue = new PaperVenue({
        exchange: 'binance',
        feed,
        instruments: [instrument],
        balances,
        clock,
        random: () => 0,
        markets: [instrument.symbol],
        faults: () => lost.shift(),
      })
      return {
        venue: defective(venue, defect(venue)),
        now: () => clock.now(),
        showBook: (bids, asks) => feed.showBook(bids, asks),
        trade: ({ price, amount, side }) => feed.trade(price, amount, side),
        loseNext: (what) => void lost.push(what === 'request' ? 'lost-request' : 'lost-ack'),
        pass: async (ms) => clock.advance(ms),
        close: () => venue.disconnect(),
      }
    },
  }
}

const defective = (venue: ExecutionVenue, defect: Partial<ExecutionVenue>): ExecutionVenue => ({
  clientOrderId: (botId, fence, sequence) => venue.clientOrderId(botId, fence, sequence),
  connect: (listener) => venue.connect(listener),
  disconnect: () => venue.disconnect(),
  place: (order) => venue.place(order),
  cancel: (symbol, id) => venue.cancel(symbol, id),
  find: (symbol, id) => venue.find(symbol, id),
  openOrders: () => venue.openOrders(),
  fills: (symbol, since) => venue.fills(symbol, since),
  balances: () => venue.balances(),
  ...defect,
})

test.each(DEFECTS)('the contract finds out a venue that %s', async (_, name, defect) => {
  const promise = venuePromises(aHarness(defect)).find((one) => one.name.startsWith(name))
  expect(promise).toBeDefined()
  await expect(promise?.run()).rejects.toThrow()
})

test('a venue without a feature need not promise it', () => {
  const names = venuePromises({ ...aHarness(() => ({})), features: [] }).map(({ name }) => name)
  expect(names.some((name) => /post-only|immediate|fill-or-kill|stop/.test(name))).toBe(false)
  expect(names.length).toBeGreaterThan(20)
})
