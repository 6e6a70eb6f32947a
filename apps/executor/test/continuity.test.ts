import { KrakenAdapter } from '@md/adapter-kraken'
import { MarketDataWebSocketManager } from '@md/manager'
import { MaintainedBook } from '@md/order-book'
import { RedisEventBridge } from '@md/redis-bridge'
import { until } from '@md/redis-bridge/testing'
import type { Gap, MarketEvent } from '@md/types'
import { expect, onTestFinished, test } from 'vitest'
import { aStage, leads, type Stage, statusOf } from './stage.ts'

const MARKET = { exchange: 'kraken', symbol: 'BTC/USD' } as const

/** What an executor's listener hears of one market: its trades, and a book kept from its changes alone. */
async function aListener({ exchange, redis }: Stage, { fallback }: { readonly fallback: boolean }) {
  const trades: number[] = []
  const gaps: Gap[] = []
  const torn: string[] = []
  const book = new MaintainedBook({ ...MARKET, integrity: 'checksum' })
  const hear = (event: MarketEvent) => {
    if (event.type === 'trade') trades.push(Number(event.data.id))
    if (event.type === 'gap') gaps.push(event.data)
    if (event.type !== 'orderbook' || event.data.change === undefined) return
    const outcome = book.follow(event.data.change, event.data)
    if (outcome !== 'applied') torn.push(`${outcome} at ${event.data.change.sequence}`)
  }
  const manager = new MarketDataWebSocketManager({
    bridge: new RedisEventBridge({ redisUrl: redis.url, enablePublishing: false }),
    ...(fallback && {
      fallback: {
        adapters: { kraken: () => new KrakenAdapter({ url: exchange.url, restUrl: exchange.restUrl }) },
      },
    }),
  })
  onTestFinished(() => manager.disconnectAll())
  await manager.subscribe({ ...MARKET, channel: 'trades' }, hear)
  await manager.subscribe({ ...MARKET, channel: 'orderbook' }, hear)
  const more = (count: number) => {
    const before = trades.length
    return until(`${count} more trades`, () => trades.length >= before + count && live(), { withinMs: 30_000 })
  }
  const live = () => manager.orderBook('kraken', 'BTC/USD')?.status === 'live'
  return { trades, gaps, torn, book, manager, more }
}

type Listener = Awaited<ReturnType<typeof aListener>>

/** Ids that are missing between the first and the last. */
const holes = ({ trades }: Listener): number =>
  trades.slice(1).filter((id, index) => id !== (trades[index] ?? 0) + 1).length

function expectInOrderAndOnce({ book, manager, torn, trades }: Listener): void {
  expect(trades).toEqual([...new Set(trades)].sort((a, b) => a - b))
  expect(torn).toEqual([])
  const shown = manager.orderBook('kraken', 'BTC/USD')
  expect(book.bids.top(50)).toEqual(shown?.bids.top(50))
  expect(book.asks.top(50)).toEqual(shown?.asks.top(50))
}

/** Two hosts, the second warm, and somebody who has listened for a while. */
async function aWarmStandby(leaseMs: number) {
  const stage = await aStage()
  const leader = stage.host({ REDIS_LEASE_TTL: String(leaseMs) })
  await leads(leader)
  const standby = stage.host({ REDIS_LEASE_TTL: String(leaseMs) })
  const listener = await aListener(stage, { fallback: false })
  await listener.more(20)
  await until(
    'the standby listens as well',
    async () => (await statusOf(standby)).wants.length > 0 && stage.exchange.connections === 2,
  )
  await listener.more(20)
  return { leader, standby, listener }
}

test('through a hand-over in good order not one trade is missing, and none comes twice', {
  timeout: 90_000,
}, async () => {
  const { leader, standby, listener } = await aWarmStandby(1_500)
  leader.kill('SIGTERM')
  await leads(standby)
  await listener.more(50)

  expectInOrderAndOnce(listener)
  expect(holes(listener)).toBe(0)
  expect(listener.gaps).toEqual([])
})

test('after the death of a leader nothing comes twice, and what may be missing is told', {
  timeout: 90_000,
}, async () => {
  const { leader, standby, listener } = await aWarmStandby(1_500)
  leader.kill('SIGKILL')
  await leads(standby)
  await listener.more(50)

  expectInOrderAndOnce(listener)
  if (holes(listener) > 0) expect(listener.gaps.some(({ channel }) => channel === 'trades')).toBe(true)
})

test('falling back on the exchange and returning: nothing twice, the book is whole, a hole is told', {
  timeout: 90_000,
}, async () => {
  const stage = await aStage()
  const { exchange, redis } = stage
  stage.host()
  const listener = await aListener(stage, { fallback: true })
  await listener.more(20)

  await redis.kill()
  await until('the exchange is asked itself', () => exchange.connections === 2)
  await listener.more(50)
  expectInOrderAndOnce(listener)
  const holesThen = holes(listener)
  expect(listener.gaps.filter(({ channel }) => channel === 'trades')).toHaveLength(holesThen)

  await redis.restart({ empty: true })
  await until('the exchange is left alone', () => exchange.connections === 1)
  await listener.more(50)
  expectInOrderAndOnce(listener)
  expect(holes(listener)).toBe(holesThen)
})
