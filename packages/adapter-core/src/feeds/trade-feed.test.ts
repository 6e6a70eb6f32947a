import type { RestGet, TradeHole } from '@md/adapter-core'
import type { FakeProtocolParts } from '@md/adapter-core/testing'
import { type Deferred, deferred } from '@md/runtime'
import type { MarketEvent, Trade } from '@md/types'
import { aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { settled } from '../../test/fake-exchange.ts'
import { feedParts } from '../../test/feed-parts.ts'
import { trades } from '../../test/wire-request.ts'
import { AbandonedError, RestError } from '../errors.ts'
import type { AdapterOptions } from '../options.ts'
import { TradeFeed } from './trade-feed.ts'

const MINUTE = 60_000
/** The clock's, and the beginning of a minute. */
const NOW = 1_750_000_020_000

const numbered = (id: number, particulars: Partial<Trade> = {}) =>
  aTrade({ id: String(id), timestamp: NOW + id, ...particulars })

function aFeed(parts: FakeProtocolParts = {}, options: AdapterOptions = {}) {
  const fetches: { readonly hole: TradeHole; readonly answer: Deferred<readonly Trade[]> }[] = []
  const made = feedParts(
    {
      rest: {
        trades: (_, hole) => {
          const answer = deferred<readonly Trade[]>()
          fetches.push({ hole, answer })
          return answer.promise
        },
      },
      ...parts,
    },
    options,
  )
  made.clock.advance(NOW - made.clock.now())
  const feed = new TradeFeed(trades('BTC/USDT'), made.parts)
  feed.wanted = true
  return {
    ...made,
    feed,
    fetches,
    receive: (...ids: readonly number[]) => {
      for (const id of ids) feed.trade(numbered(id))
    },
    told: () => made.events.map(inShort),
  }
}

/** A trade by its number, `missing 2-3`, and candles by their volume: `5?` is partial, `5!` closed. */
function inShort({ type, data }: MarketEvent): number | string {
  switch (type) {
    case 'trade':
      return Number(data.id)
    case 'gap':
      return `${data.recovered ? 'recovered' : 'missing'} ${data.from}-${data.to}`
    case 'candle':
      return [data.volume, data.partial && '?', data.closed && '!'].filter(Boolean).join('')
    default:
      return type
  }
}

test('what is missing is fetched with what is known of it, and stamped when it arrives', async () => {
  const { feed, fetches, events, clock, receive, told } = aFeed()
  receive(1, 4)
  clock.advance(250)
  expect(fetches[0]?.hole).toEqual({
    symbol: 'BTC/USDT',
    venueSymbol: 'BTCUSDT',
    afterId: 1,
    beforeId: 4,
    afterTimestamp: NOW + 1,
    maxPages: 10,
  })
  clock.advance(100)

  fetches[0]?.answer.resolve([2, 3].map((id) => numbered(id, { origin: 'backfill', receivedAt: 0 })))
  await settled()

  expect(told()).toEqual([1, 2, 3, 4, 'recovered 2-3'])
  expect(events[1]?.data).toMatchObject({ receivedAt: clock.now(), origin: 'backfill' })
  expect(feed.messages).toBe(2)
})

test('a fetch that fails is reported, and the hole told', async () => {
  const { fetches, clock, receive, told, reports } = aFeed()
  receive(1, 3)
  clock.advance(250)

  fetches[0]?.answer.reject(new RestError('/trades', 'HTTP 500'))
  await settled()

  expect([told(), reports]).toEqual([[1, 'missing 2-2', 3], ['GET /trades: HTTP 500']])
})

test('a fetch that the hole did not wait for asks for nothing more, and is not reported', async () => {
  const asked: { readonly path: string; readonly wanted: boolean }[] = []
  const page = deferred<readonly Trade[]>()
  const { parts, clock, events, reports } = feedParts({
    rest: {
      trades: async (get) => {
        await get('/trades')
        await page.promise
        await get('/trades')
        return []
      },
    },
  })
  const get: RestGet = async (path, _query, _weight, wanted = () => true) => {
    asked.push({ path, wanted: wanted() })
    if (!wanted()) throw new AbandonedError('binance', `GET ${path}`)
    return []
  }
  const feed = new TradeFeed(trades('BTC/USDT'), { ...parts, get })
  feed.wanted = true
  for (const id of [1, 3]) feed.trade(numbered(id))
  clock.advance(250)
  await settled()

  clock.advance(5_000)
  page.resolve([])
  await settled()

  expect(asked.map(({ wanted }) => wanted)).toEqual([true, false])
  expect([events.map(inShort), reports]).toEqual([[1, 'missing 2-2', 3], []])
})

test.each([
  ['the venue has no such endpoint', { rest: {} }, {}],
  ['fetching is not wanted', {}, { backfill: { maxPages: 0 } }],
] as const)('where %s, a hole is told without asking', (_, parts, options) => {
  const { fetches, clock, receive, told, reports } = aFeed(parts, options)
  receive(1, 3)

  clock.advance(250)

  expect([told(), fetches, reports]).toEqual([[1, 'missing 2-2', 3], [], []])
})

test('after a loss the trades of the outage are fetched as soon as the subscription stands', () => {
  const { feed, fetches, receive } = aFeed()
  receive(1)

  feed.lost()
  feed.subscribed()

  expect(fetches[0]?.hole).toMatchObject({ afterId: 1, beforeId: undefined })
})

test('the last trade by the word of the venue shows a hole', () => {
  const { feed, fetches, clock, receive } = aFeed()
  receive(1)

  feed.watermark('3')
  clock.advance(250)

  expect(fetches).toHaveLength(1)
})

test('candles are made of the trades, once for each interval', () => {
  const { feed, receive, told } = aFeed()
  for (const interval of ['1m', '1m', '1h'] as const) feed.buildCandles(interval)

  receive(1)
  feed.stopCandles('1h')
  feed.stopCandles('15m')
  receive(2)

  expect(told()).toEqual([1, '1?', '1?', 2, '2?'])
})

test('a candle is not closed by the clock while trades of it may still be fetched', async () => {
  const { feed, fetches, clock, receive, told } = aFeed()
  feed.buildCandles('1m')
  receive(1, 2)
  feed.lost()
  clock.advance(2 * MINUTE)
  expect(told()).not.toContain('2?!')
  feed.subscribed()

  fetches[0]?.answer.resolve([numbered(3, { origin: 'backfill' })])
  await settled()
  clock.advance(2_000)

  expect(told().slice(-3)).toEqual(['3?', 'recovered 3-3', '3?!'])
})

test('a candle that missed trades is told as partial before it is closed', () => {
  const { feed, clock, receive, events } = aFeed({ rest: {} })
  feed.buildCandles('1m')
  feed.trade(numbered(0, { timestamp: NOW - 1 }))
  receive(1)
  feed.trade(numbered(3, { timestamp: NOW + MINUTE }))
  clock.advance(250)

  const candles = events.flatMap((event) => (event.type === 'candle' ? [event.data] : []))
  expect(candles.filter(({ closed }) => closed).map(({ openTime, partial }) => [openTime - NOW, partial])).toEqual([
    [-MINUTE, true],
    [0, true],
  ])
  expect(candles.at(-1)).toMatchObject({ openTime: NOW + MINUTE, partial: true })
})

test('trades that nobody wants are not told, nor what is missing of them', () => {
  const { feed, clock, receive, told } = aFeed({ rest: {} })
  feed.wanted = false

  receive(1, 3)
  clock.advance(250)

  expect(told()).toEqual([])
})

test('after its end nothing is told or left, whatever was under way', async () => {
  const { feed, fetches, clock, receive, events, reports } = aFeed()
  feed.buildCandles('1m')
  receive(1, 3)
  clock.advance(250)

  feed.stop()
  const before = events.length
  fetches[0]?.answer.reject(new RestError('/trades', 'given up'))
  await settled()

  expect([events.length, reports, clock.pending]).toEqual([before, [], 0])
})
