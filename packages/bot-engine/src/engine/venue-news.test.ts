import type { VenueEvent } from '@md/types'
import { expect, test } from 'vitest'
import { buy, EngineStage, puppet, turns } from '../../test/engine-stage.ts'

/** The same bot once more, as after a crash. */
async function afterACrash(stage: EngineStage): Promise<EngineStage> {
  await stage.engine.settled()
  stage.leases.revoke('one', 'the process died')
  await turns()
  const { clock, feed, leases, store, venue } = stage
  const next = new EngineStage(puppet().strategy, { clock, feed, leases, store, venue })
  await next.engine.initialize()
  await next.pass(500)
  return next
}

const FILL = {
  exchange: 'binance',
  symbol: 'BTC/USDT',
  tradeId: 't1',
  side: 'buy',
  price: '100',
  amount: '1',
  fee: '0',
  feeAsset: 'USDT',
  liquidity: 'taker',
  timestamp: 1_750_000_000_000,
} as const

const STATE = {
  exchange: 'binance',
  symbol: 'BTC/USDT',
  venueOrderId: 'v1',
  status: 'open',
  side: 'buy',
  amount: '1',
  filled: '0',
} as const

test.each<[string, (stage: EngineStage, clientOrderId: string) => VenueEvent]>([
  ['a fill of NaN', (_, clientOrderId) => ({ type: 'fill', data: { ...FILL, clientOrderId, amount: 'NaN' } })],
  ['a fill of nothing', (_, clientOrderId) => ({ type: 'fill', data: { ...FILL, clientOrderId, amount: '0' } })],
  ['a price below zero', (_, clientOrderId) => ({ type: 'fill', data: { ...FILL, clientOrderId, price: '-1' } })],
  ['a fee of a page', (_, clientOrderId) => ({ type: 'fill', data: { ...FILL, clientOrderId, fee: '<html>' } })],
  ['a fill of no trade', (_, clientOrderId) => ({ type: 'fill', data: { ...FILL, clientOrderId, tradeId: '' } })],
  ['a state of NaN', (_, clientOrderId) => ({ type: 'order', data: { ...STATE, clientOrderId, filled: 'NaN' } })],
  [
    'a state of no kind',
    (_, clientOrderId) => ({ type: 'order', data: { ...STATE, clientOrderId, status: 'gone' as never } }),
  ],
  ['a balance of a page', () => ({ type: 'balance', data: { asset: 'BTC', free: '<html>', locked: '0' } })],
])('%s is told and not believed, and a restart is none the worse', async (_what, news) => {
  let tell: (event: VenueEvent) => void = () => undefined
  const { does, strategy } = puppet()
  const stage = new EngineStage(strategy)
  const connect = stage.venue.connect.bind(stage.venue)
  stage.venue.connect = (listener) => {
    tell = listener
    return connect(listener)
  }
  await stage.begun()
  does(buy(1, { ref: 'rest', type: 'limit', price: 95 }))
  await stage.price(100)
  const id = stage.engine.status().openOrders[0]?.clientOrderId ?? ''
  tell(news(stage, id))
  await turns()
  expect(stage.told.fault).toMatchObject([{ code: 'VENUE_NEWS_UNREADABLE', where: 'venue' }])
  expect(stage.engine.state).toBe('running')
  const next = await afterACrash(stage)
  expect(next.engine.status()).toMatchObject({ state: 'running', openOrders: [{ ref: 'rest', filled: '0' }] })
})

test('a fill of an order that is not the bot’s is not in its books, now and after a restart', async () => {
  let tell: (event: VenueEvent) => void = () => undefined
  const stage = new EngineStage(puppet().strategy)
  const connect = stage.venue.connect.bind(stage.venue)
  stage.venue.connect = (listener) => {
    tell = listener
    return connect(listener)
  }
  await stage.begun()
  stage.hub.own('one', 'somebody-1-1')
  tell({ type: 'fill', data: { ...FILL, clientOrderId: 'somebody-1-1' } })
  await turns()
  expect(stage.engine.status().counters.strays).toBe(1)
  const next = await afterACrash(stage)
  expect(next.position?.amount).toBe('0')
})
