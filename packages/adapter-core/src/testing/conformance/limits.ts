import assert from 'node:assert/strict'
import type { ChannelRequest } from '@md/types'
import type { VenueFacts } from './harness.ts'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'
import { until } from './until.ts'

/** Made up, and enough for two subscriptions each. */
const MANY = Array.from({ length: 550 }, (_, i) => `C${i}/USDT`)

/** ms. */
const STORM = 1_000

async function carriesAThousand(stage: Stage): Promise<void> {
  const { adapter, exchange, told, venue } = stage
  await adapter.connect()
  const requests: ChannelRequest[] = MANY.flatMap((symbol) => [
    { channel: 'trades', symbol },
    { channel: 'ticker', symbol },
  ])
  await Promise.all(requests.map((request) => adapter.subscribe(request)))
  assert.equal(adapter.getMetrics().subscriptions, requests.length)
  assert.ok(exchange.connections >= Math.ceil(requests.length / venue.subscriptionsPerSocket))
  assert.ok(exchange.connections <= Math.ceil(requests.length / venue.subscriptionsPerSocket) + 1)

  const heard = new Set<string>()
  const stop = adapter.on('trade', ({ symbol }) => heard.add(symbol))
  await until(
    () => `trades of every market, ${heard.size} so far`,
    () => heard.size === MANY.length,
    {
      meanwhile: () => exchange.step(),
      within: 15_000,
    },
  )
  stop()
  assert.equal(told.tickers.length > 0, true)
  assert.deepEqual(told.errors, [])
}

async function bearsAStorm(stage: Stage): Promise<void> {
  const { adapter, clock, exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin({ channel: 'trades', symbol }, { channel: 'orderbook', symbol })
  await stage.moreTrades(symbol, 2)
  const before = exchange.accepted
  const began = clock.monotonic()
  exchange.inject({ kind: 'storm', durationMs: STORM })
  exchange.inject({ kind: 'drop' })
  await stage.until('the storm is over', () => clock.monotonic() - began > STORM)
  await stage.until('it is back', () => adapter.getMetrics().books.live === 1 && exchange.connections === 1)

  // 20 + 40 + 80 ms, then 100 ms each.
  const most = 4 + (STORM - 140) / 100
  assert.ok(exchange.accepted - before <= most + 1, `${exchange.accepted - before} dials in ${STORM} ms`)
  assert.ok(told.reconnecting.every(({ delayMs = 0 }, i) => delayMs === Math.min(100, 20 * 2 ** i)))
  await stage.moreTrades(symbol, 2)
  await stage.isTrue(symbol)
}

async function keepsWithinTheRate(stage: Stage): Promise<void> {
  const { adapter, venue } = stage
  await adapter.connect()
  const [symbol] = venue.symbols
  const requests: ChannelRequest[] = [
    { channel: 'trades', symbol },
    { channel: 'ticker', symbol },
    { channel: 'orderbook', symbol },
  ]
  // What is asked for and given up in turns costs a message each time: twice as many as a second has room for.
  for (let i = 0; i < venue.messagesPerSecond; i++) {
    const request = requests[i % requests.length] ?? assert.fail()
    await adapter.subscribe(request)
    await adapter.unsubscribe(request)
    stage.told.forget(symbol)
  }
  await adapter.subscribe({ channel: 'trades', symbol })
  await stage.moreTrades(symbol, 2)
  assert.equal(stage.exchange.accepted, 1)
}

/** The exchange takes no more than the adapter says it sends, and pings so often that the answers matter. */
const strict = ({ messagesPerSecond }: VenueFacts) => ({ messagesPerSecond, pingIntervalMs: 700 })

export const limits: readonly Scenario[] = [
  {
    name: 'bears a storm of drops without hammering, and recovers',
    adapter: { reconnection: { initialDelay: 20, maxDelay: 100, jitterFactor: 0 } },
    play: bearsAStorm,
  },
  {
    name: 'carries a thousand subscriptions within the limits of the venue',
    exchange: (venue) => ({ levels: 20, limits: strict(venue) }),
    moreSymbols: MANY,
    adapter: { timeout: 20_000 },
    alone: true,
    play: carriesAThousand,
  },
  {
    name: 'never sends more than the venue takes',
    exchange: (venue) => ({ limits: strict(venue) }),
    alone: true,
    play: keepsWithinTheRate,
  },
]
