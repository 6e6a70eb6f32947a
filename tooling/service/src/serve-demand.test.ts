import { type Deferred, deferred } from '@md/runtime'
import { type Subscription, silentLogger } from '@md/types'
import { fakeBridges, ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { serveDemand } from './serve-demand.ts'

const TRADES = { exchange: 'kraken', symbol: 'BTC/USD', channel: 'trades' } as const
const TICKER = { exchange: 'kraken', symbol: 'ETH/USD', channel: 'ticker' } as const
const ELSEWHERE = { exchange: 'binance', symbol: 'BTC/USDT', channel: 'ticker' } as const

function aHost() {
  const [bridge, executor] = fakeBridges(2)
  if (bridge === undefined || executor === undefined) throw new Error('two bridges were asked for')
  const clock = new ManualClock()
  const asked: { readonly want: Subscription; readonly answer: Deferred<void> }[] = []
  const subscribe = (want: Subscription) => {
    const answer = deferred<void>()
    asked.push({ want, answer })
    return Object.assign(answer.promise, { unsubscribe: async () => undefined })
  }
  const service = serveDemand({
    bridge,
    feed: { subscribe },
    exchanges: ['kraken'],
    lingerMs: 1_000,
    clock,
    logger: silentLogger,
    random: () => 0,
  })
  return { asked, bridge, clock, executor, service }
}

test('what executors want of its exchanges is fed beside what is pinned, and let go of when they go', async () => {
  const { clock, executor, service } = aHost()
  service.pin([TRADES])
  await executor.demand([TICKER, ELSEWHERE])
  expect(service.wants).toEqual([TRADES, TICKER])

  await executor.demand([])
  clock.advance(1_000)
  expect(service.wants).toEqual([TRADES])
})

test('whoever wants what is refused hears why', async () => {
  const { asked, bridge, executor } = aHost()
  await executor.demand([TICKER])
  asked[0]?.answer.reject(new Error('no such market'))
  await new Promise((resolve) => setImmediate(resolve))
  expect(bridge.published).toMatchObject([
    { type: 'exchange:error', data: { exchange: 'kraken', message: 'no such market' } },
  ])
})

test('once stopped it hears of nothing more', async () => {
  const { executor, service } = aHost()
  service.stop()
  await executor.demand([TICKER])
  expect(service.wants).toEqual([])
})
