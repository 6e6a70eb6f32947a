import assert from 'node:assert/strict'
import { intervalMs } from '@md/types'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'
import { until } from './until.ts'

async function tellsTradesAsTheyAre(stage: Stage): Promise<void> {
  const { exchange, told, venue } = stage
  const [one, other] = venue.symbols
  await stage.begin({ channel: 'trades', symbol: one }, { channel: 'trades', symbol: other })
  await stage.moreTrades(one, 1)
  await stage.moreTrades(other, 1)
  exchange.step(200)

  await stage.tradesAreTrue(one)
  await stage.tradesAreTrue(other)
  assert.ok(told.tradesOf(one).length > 50)
  assert.ok(told.trades.every(({ origin, timestamp }) => origin === 'live' && timestamp !== undefined))
  assert.deepEqual(told.gaps, [])
}

async function tellsTickersAsTheyAre(stage: Stage): Promise<void> {
  const { exchange, told, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin({ channel: 'ticker', symbol })
  const last = () => exchange.truth(symbol).trades.at(-1)?.price
  await stage.until('three tickers', () => told.tickers.length >= 3 && last() !== undefined)
  exchange.step(50)
  await until('the last ticker has the last price', () => told.tickers.at(-1)?.last === last())

  const { bid, ask, quote, high24h = 0, low24h = 0, volume24h = 0 } = told.tickers.at(-1) ?? assert.fail()
  assert.ok(quote === 'last' || bid < ask)
  assert.ok(low24h > 0 && high24h >= low24h && volume24h > 0)
}

/** Candles of minutes that are lived through in a moment. */
async function closesCandlesOnce(stage: Stage): Promise<void> {
  const { clock, told, venue } = stage
  const [symbol] = venue.symbols
  const [interval] = venue.intervals
  const length = intervalMs(interval) ?? assert.fail()
  // Well within a candle, so that none ends by itself.
  clock.skip(length - (clock.now() % length) + length / 4)
  await stage.begin({ channel: 'candles', symbol, interval }, { channel: 'trades', symbol })

  const traded: number[] = []
  for (let i = 0; i < 4; i++) {
    await stage.moreTrades(symbol, 3)
    await until('candles follow trades', () => told.candles.at(-1)?.close === told.trades.at(-1)?.price)
    traded.push(told.tradesOf(symbol).length)
    clock.skip(length)
  }
  await stage.moreTrades(symbol, 1)
  await stage.until('four candles are closed', () => told.candles.filter(({ closed }) => closed).length >= 4)

  const closed = told.candles.filter((candle) => candle.closed)
  const opened = closed.map(({ openTime }) => openTime)
  assert.deepEqual(
    opened,
    Array.from(opened, (_, i) => (opened[0] ?? 0) + i * length),
  )
  for (const i of [1, 2, 3]) assertMadeOf(told, closed[i], traded[i - 1] ?? 0, traded[i] ?? 0)
}

/** The candle is what the trades from one to another make. */
function assertMadeOf(
  told: Stage['told'],
  candle: Stage['told']['candles'][number] | undefined,
  from: number,
  to: number,
) {
  const trades = told.trades.slice(from, to)
  const prices = trades.map(({ price }) => price)
  const volume = trades.reduce((sum, { amount }) => sum + amount, 0)
  assert.ok(candle)
  assert.deepEqual(
    [candle.open, candle.high, candle.low, candle.close],
    [prices[0], Math.max(...prices), Math.min(...prices), prices.at(-1)],
  )
  assert.ok(Math.abs(candle.volume - volume) <= volume * 1e-9, `volume ${candle.volume} is not ${volume}`)
  assert.equal(candle.partial, undefined)
}

async function carriesTwoIntervals(stage: Stage): Promise<void> {
  const { told, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin(...venue.intervals.map((interval) => ({ channel: 'candles', symbol, interval }) as const))
  for (const interval of venue.intervals) {
    await stage.until(`candles of ${interval}`, () => told.candles.some((candle) => candle.interval === interval))
  }
}

async function namesWrongOptions({ adapter, venue, make }: Stage): Promise<void> {
  assert.equal(adapter.exchange, venue.exchange)
  const wrong = [
    [{ url: 'htp://exchange' }, /url "htp:\/\/exchange".*ws:/],
    [{ restUrl: 'ws://exchange' }, /restUrl.*http:/],
    [{ timeout: Number.NaN }, /timeout/],
    [{ pingInterval: 0 }, /pingInterval/],
    [{ reconnection: { maxDelay: -1 } }, /reconnection\.maxDelay/],
    [{ environment: 'sandbox' as 'testnet' }, /"sandbox".*testnet/],
  ] as const
  for (const [options, message] of wrong) {
    assert.throws(() => make(options), { code: 'INVALID_INPUT', message })
  }
}

export const data: readonly Scenario[] = [
  { name: 'tells every trade once, in order, with the side of the taker', play: tellsTradesAsTheyAre },
  { name: 'tells the ticker of the last trade', play: tellsTickersAsTheyAre },
  { name: 'closes each candle exactly once, in order, made of its trades', play: closesCandlesOnce },
  { name: 'carries two candle lengths of one symbol', play: carriesTwoIntervals },
  { name: 'names an option that cannot be used', play: namesWrongOptions },
]
