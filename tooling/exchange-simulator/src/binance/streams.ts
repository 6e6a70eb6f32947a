import type { DataChannel } from '../frame.ts'
import { bucketStart, type CandleLength, nextBucket } from '../market/candles.ts'
import type { Market, MarketStep } from '../market/market.ts'
import { Pace } from '../pace.ts'
import * as frames from './frames.ts'
import { candleAt, intervalLength } from './intervals.ts'

/** One stream of one market: what it says after a step. */
export interface Stream {
  readonly channel: DataChannel
  /** The payloads that are due, in order. Called at every step, so that nothing is missed between two payloads. */
  moved(market: Market, step: MarketStep, now: number): readonly string[]
}

const NOTHING: readonly string[] = []

const eachTrade = (write: typeof frames.trade): Stream => ({
  channel: 'trades',
  moved: (market, { trades }, now) => trades.map((trade) => write(market, trade, now)),
})

function paced(channel: DataChannel, everyMs: number, write: (market: Market, now: number) => string): Stream {
  const pace = new Pace(everyMs)
  return { channel, moved: (market, _, now) => (pace.due(now) ? [write(market, now)] : NOTHING) }
}

/** Speaks when the best bid or ask changed. */
function bestQuotes(): Stream {
  let told = ''
  return {
    channel: 'ticker',
    moved: (market) => {
      const { asks, bids } = market.book
      const best = `${bids.ticks(0)} ${bids.lots(0)} ${asks.ticks(0)} ${asks.lots(0)}`
      if (best === told) return NOTHING
      told = best
      return [frames.bookTicker(market)]
    },
  }
}

/** Gathers level changes until it is time to tell them; ids then run on from frame to frame without a hole. */
function depthChanges(everyMs: number): Stream {
  const pace = new Pace(everyMs)
  let bids = new Map<number, number>()
  let asks = new Map<number, number>()
  let firstId: number | undefined

  return {
    channel: 'orderbook',
    moved: (market, { changes }, now) => {
      if (changes.length > 0) firstId ??= market.updateId - changes.length + 1
      for (const { lots, side, ticks } of changes) (side === 'buy' ? bids : asks).set(ticks, lots)
      if (firstId === undefined || !pace.due(now)) return NOTHING

      const frame = frames.depthUpdate(market, { firstId, lastId: market.updateId, bids, asks }, now)
      bids = new Map()
      asks = new Map()
      firstId = undefined
      return [frame]
    },
  }
}

/** The running candle, and each finished one once with `x: true`. */
function klineStream(interval: string, length: CandleLength, everyMs: number): Stream {
  const pace = new Pace(everyMs)
  let running: number | undefined

  const write = (market: Market, openTime: number, closed: boolean, now: number): string =>
    frames.kline(
      market.instrument,
      candleAt(market, length, openTime),
      { interval, closeTime: nextBucket(length, openTime) - 1, closed },
      now,
    )

  return {
    channel: 'candles',
    moved: (market, { time }, now) => {
      const current = bucketStart(length, time)
      const told: string[] = []
      for (let open = running ?? current; open < current; open = nextBucket(length, open)) {
        told.push(write(market, open, true, now))
      }
      running = current
      if (pace.due(now)) told.push(write(market, current, false, now))
      return told
    },
  }
}

/** How often a kline stream speaks: web-socket-streams.md. */
const klineEveryMs = (interval: string): number => (interval === '1s' ? 1000 : 2000)

/** The stream of this name (what follows the `@`), or `undefined`: Binance then stays silent. */
export function openStream(name: string, manual: boolean): Stream | undefined {
  const everyMs = (ms: number): number => (manual ? 0 : ms)
  const simple = SIMPLE_STREAMS[name]
  if (simple) return simple(everyMs)

  const kline = /^kline_(\w+)$/.exec(name)?.[1]
  const length = kline === undefined ? undefined : intervalLength(kline)
  if (kline !== undefined && length !== undefined) return klineStream(kline, length, everyMs(klineEveryMs(kline)))

  const depth = /^depth(5|10|20)?(@100ms|@1000ms)?$/.exec(name)
  if (!depth) return undefined
  const speed = everyMs(depth[2] === '@100ms' ? 100 : 1000)
  const count = Number(depth[1])
  return depth[1] ? paced('orderbook', speed, (market) => frames.partialDepth(market, count)) : depthChanges(speed)
}

const SIMPLE_STREAMS: Readonly<Record<string, (everyMs: (ms: number) => number) => Stream>> = {
  trade: () => eachTrade(frames.trade),
  aggTrade: () => eachTrade(frames.aggregateTrade),
  bookTicker: () => bestQuotes(),
  miniTicker: (everyMs) => paced('ticker', everyMs(1000), frames.miniTicker),
  ticker: (everyMs) => paced('ticker', everyMs(1000), frames.ticker),
}
