import type { Gap, Trade } from '@md/types'
import { aCandle, aTicker, aTrade, idleAdapterMetrics } from '@md/types/testing'
import { expect, test } from 'vitest'
import { aBook, aManager, BOOK, CANDLES, TICKER, TRADES } from '../test/kit.ts'

const aGap = (particulars: Partial<Gap> = {}): Gap => ({
  exchange: 'binance',
  symbol: 'BTC/USDT',
  channel: 'trades',
  missed: 1,
  recovered: false,
  cause: 'drop',
  ...particulars,
})

test('a manager that has done nothing says so', () => {
  const { manager } = aManager()

  expect(manager.getSystemMetrics()).toMatchObject({
    redis: null,
    connections: 0,
    subscriptions: 0,
    health: { status: 'healthy', reasons: [] },
    delivery: { holders: 0, pending: 0, lingering: 0, listeners: 0, streams: 0, dropped: 0, bridgeFailures: 0 },
    exchanges: {
      binance: {
        state: 'DISCONNECTED',
        source: 'adapter',
        messagesReceived: 0,
        errors: 0,
        uptime: undefined,
        uptimeLastHour: 1,
        lastEventAt: undefined,
        msSinceLastEvent: undefined,
        circuit: { state: 'closed' },
        adapter: undefined,
      },
    },
  })
  expect(manager.getRedisMetrics()).toBeNull()
})

test('counts what comes, by type, and says how long ago the last of it was', async () => {
  const { adapter, clock, manager } = aManager()
  for (const want of [TICKER, TRADES, CANDLES, BOOK]) await manager.subscribe(want)
  adapter().metrics = { ...idleAdapterMetrics(), framesReceived: 42 }
  adapter().emit('ticker', aTicker())
  adapter().emit('trade', aTrade())
  adapter().emit('trade', aTrade())
  adapter().emit('candle', aCandle())
  adapter().emit('orderbook', aBook().snapshot([[1, 1]], [[2, 1]]))
  adapter().emit('gap', aGap())
  adapter().emit('gap', aGap({ recovered: true, missed: 9 }))
  adapter().emit('gap', aGap({ channel: 'orderbook', missed: 9 }))
  adapter().emit('gap', aGap({ missed: undefined }))
  const lastEventAt = clock.now()
  clock.advance(1_500)

  const { binance } = manager.getSystemMetrics().exchanges

  expect(binance).toMatchObject({
    messagesReceived: 10,
    events: { ticker: 1, trade: 2, candle: 1, orderbook: 1, gap: 4, 'exchange:connected': 1, 'exchange:error': 0 },
    lastEventAt,
    msSinceLastEvent: 1_500,
    subscriptions: 4,
    missedTrades: 1,
    deliveryRatio: 2 / 3,
    adapter: { framesReceived: 42 },
  })
})

test('measures each hop', async () => {
  const { adapter, clock, manager } = aManager()
  await manager.subscribe(TRADES, () => clock.advance(7))
  const trade = (sentAgo: number, receivedAgo: number, particulars: Partial<Trade> = {}) => {
    const [timestamp, receivedAt] = [clock.now() - sentAgo, clock.now() - receivedAgo]
    adapter().emit('trade', aTrade({ timestamp, receivedAt, ...particulars }))
  }
  trade(9_999, 2)

  trade(52, 2)
  trade(52, 2, { timestamp: undefined })
  trade(9_999, 2, { origin: 'backfill' })
  trade(-100, 2)

  const latency = manager.getSystemMetrics().exchanges.binance?.latency
  expect(latency?.adapterToManager).toMatchObject({ count: 5, negative: 0 })
  expect(latency?.adapterToManager.p99).toBeCloseTo(2, 1)
  expect(latency?.managerToListener.p50).toBeCloseTo(7, 1)
  // Not of the first after connecting, nor of one without the exchange's time, nor of one that was fetched.
  expect(latency?.exchangeToAdapter).toMatchObject({ count: 2, negative: 1 })
  expect(latency?.exchangeToAdapter.max).toBeCloseTo(50, 0)
})

test('the age of a book says nothing of the way when it comes as a whole', async () => {
  const { adapter, clock, manager } = aManager()
  await manager.subscribe(BOOK)
  const book = aBook()
  adapter().emit('orderbook', book.snapshot([[1, 1]], [[2, 1]]))
  clock.advance(60_000)
  adapter().emit('orderbook', book.snapshot([[1, 1]], [[2, 1]]))
  expect(manager.getSystemMetrics().exchanges.binance?.latency.exchangeToAdapter.count).toBe(0)

  adapter().emit('orderbook', book.update([[1, 2]]))

  expect(manager.getSystemMetrics().exchanges.binance?.latency.exchangeToAdapter.count).toBe(1)
})

test('after a reconnection the first event of each subscription is not measured either', async () => {
  const { adapter, manager } = aManager()
  await manager.subscribe(TICKER)
  adapter().emit('ticker', aTicker())
  adapter().emit('ticker', aTicker())
  const count = () => manager.getSystemMetrics().exchanges.binance?.latency.exchangeToAdapter.count
  expect(count()).toBe(1)

  adapter().drop()
  adapter().recover()
  adapter().emit('ticker', aTicker())
  expect(count()).toBe(1)
  adapter().emit('ticker', aTicker())
  expect(count()).toBe(2)
})

test('uptime, reconnects and the success of attempts', async () => {
  const { adapter, clock, manager } = aManager()
  await manager.connectToExchange('binance')
  clock.advance(60_000)
  adapter().drop()
  adapter().become('RECONNECTING', 'exchange:reconnecting', 'refused')
  clock.advance(20_000)
  adapter().recover()
  clock.advance(20_000)

  expect(manager.getSystemMetrics().exchanges.binance).toMatchObject({
    state: 'CONNECTED',
    reconnects: 1,
    reconnection: { attempts: 2, successes: 1, ratio: 0.5 },
    uptime: 0.8,
    uptimeLastHour: 1 - 20 / 3_600,
  })
  expect(manager.getHealthStatus().reasons.map(({ code }) => code)).toEqual(['UPTIME_LOW'])
})

test('health follows a wanted exchange through an outage', async () => {
  const { adapter, clock, manager } = aManager({ fake: { hold: ['connect'] } })
  expect(manager.getHealthStatus().status).toBe('healthy')
  const connecting = manager.connectToExchange('binance')
  expect(manager.getHealthStatus()).toMatchObject({ status: 'degraded', reasons: [{ code: 'EXCHANGE_NOT_CONNECTED' }] })
  clock.advance(30_001)
  expect(manager.getHealthStatus().status).toBe('unhealthy')

  adapter().answer('connect')
  await connecting
  expect(manager.getHealthStatus().status).toBe('healthy')
  const lostAt = clock.now()
  adapter().drop()
  clock.advance(500)
  expect(manager.getHealthStatus()).toMatchObject({ status: 'unhealthy', reasons: [{ since: lostAt }] })

  await manager.disconnectFromExchange('binance')
  expect(manager.getHealthStatus()).toMatchObject({ status: 'healthy', reasons: [] })
})

test('health names books that are not live and subscriptions that are silent, as long as somebody holds them', async () => {
  const { adapter, clock, manager } = aManager({ linger: 600_000 })
  const handle = await manager.subscribe(BOOK)
  const codes = () => manager.getHealthStatus().reasons.map(({ code }) => code)
  clock.advance(6_000)
  expect(codes()).toEqual(['BOOK_NOT_LIVE'])

  const book = aBook()
  adapter().emit('orderbook', book.snapshot([[1, 1]], [[2, 1]]))
  expect(codes()).toEqual([])
  book.view.become('syncing')
  adapter().emit('orderbook', book.view)
  adapter().emit('orderbook', book.view)
  clock.advance(61_000)
  expect(codes()).toEqual(['BOOK_NOT_LIVE', 'SUBSCRIPTION_SILENT'])

  await handle.unsubscribe()
  expect(codes()).toEqual([])
})

test('thresholds can be set one by one', async () => {
  const { adapter, clock, manager } = aManager({
    health: { disconnectedCritical: 1_000 },
    exchanges: ['binance', 'kraken'],
  })
  await manager.connectToExchange('binance')
  await manager.connectToExchange('kraken')
  adapter().drop()
  expect(manager.getHealthStatus().status).toBe('degraded')

  clock.advance(1_001)

  expect(manager.getHealthStatus().status).toBe('unhealthy')
})
