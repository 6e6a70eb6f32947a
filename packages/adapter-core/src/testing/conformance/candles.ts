import assert from 'node:assert/strict'
import { type Candle, intervalMs, type Trade } from '@md/types'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

type Made = Pick<Candle, 'open' | 'high' | 'low' | 'close' | 'volume'>

/** What sums of the same amounts in another order may differ by. */
const ROUNDING = 1e-9

/** Follows candles and trades of a market, from well within a candle, so that none ends by itself. Returns their length. */
async function begin(stage: Stage): Promise<number> {
  const { clock, venue } = stage
  const [symbol] = venue.symbols
  const [interval] = venue.intervals
  const length = intervalMs(interval) ?? assert.fail()
  clock.skip(length - (clock.now() % length) + length / 4)
  await stage.begin({ channel: 'candles', symbol, interval }, { channel: 'trades', symbol })
  return length
}

const closed = ({ told }: Stage): readonly Candle[] => told.candles.filter((candle) => candle.closed)

/** Candles of minutes that are lived through in a moment. */
async function closesEachOnce(stage: Stage): Promise<void> {
  const [symbol] = stage.venue.symbols
  const length = await begin(stage)
  for (let i = 0; i < 4; i++) {
    await stage.moreTrades(symbol, 3)
    stage.clock.skip(length)
  }
  await stage.until('four candles are closed', () => closed(stage).length >= 4)

  const opened = closed(stage).map(({ openTime }) => openTime)
  assert.deepEqual(
    opened,
    Array.from(opened, (_, i) => (opened[0] ?? 0) + i * length),
  )
  assert.deepEqual(stage.told.gaps, [])
  for (const candle of closed(stage).slice(1)) assert.equal(candle.partial, undefined)
  assertMadeOfTrades(stage, length)
}

/** Two candles end, and a third begins, while the exchange is away. */
async function accountsForAnOutage(stage: Stage): Promise<void> {
  const { clock, exchange, told, venue } = stage
  const [symbol] = venue.symbols
  const length = await begin(stage)
  for (let i = 0; i < 2; i++) {
    await stage.moreTrades(symbol, 3)
    clock.skip(length)
  }
  await stage.moreTrades(symbol, 3)
  exchange.inject({ kind: 'drop' })
  for (let i = 0; i < 2; i++) {
    exchange.step(20)
    clock.skip(length)
  }
  exchange.step(20)
  await stage.until('it is back', () => told.gapsOf('trades', symbol).length > 0)
  for (let i = 0; i < 2; i++) {
    await stage.moreTrades(symbol, 3)
    clock.skip(length)
  }
  const end = clock.now() - 2 * length
  await stage.until('the candles after it are closed', () => (closed(stage).at(-1)?.openTime ?? 0) >= end)

  assertMadeOfTrades(stage, length)
  assert.deepEqual(accountedFor(stage, length), everyCandle(stage, length))
}

/** Closed, or told to be missing. */
function accountedFor(stage: Stage, length: number): readonly number[] {
  const missing = stage.told.gapsOf('candles', stage.venue.symbols[0]).flatMap(({ from, to, missed = 0 }) => {
    assert.equal(Number(to), Number(from) + (missed - 1) * length)
    return Array.from({ length: missed }, (_, i) => Number(from) + i * length)
  })
  return [...missing, ...closed(stage).map(({ openTime }) => openTime)].sort((a, b) => a - b)
}

function everyCandle(stage: Stage, length: number): readonly number[] {
  const first = closed(stage)[0]?.openTime ?? Number.NaN
  const last = closed(stage).at(-1)?.openTime ?? Number.NaN
  return Array.from({ length: (last - first) / length + 1 }, (_, i) => first + i * length)
}

/** Every closed candle but the first, whose beginning was not seen, is what its trades make. */
function assertMadeOfTrades({ told }: Stage, length: number): void {
  const made = new Map<number, Made>()
  for (const trade of told.trades) {
    const openTime = Math.floor((trade.timestamp ?? Number.NaN) / length) * length
    made.set(openTime, withTrade(made.get(openTime), trade))
  }
  for (const candle of told.candles.filter((one) => one.closed).slice(1)) {
    const { open, high, low, close, volume } =
      made.get(candle.openTime) ?? assert.fail(`no trades at ${candle.openTime}`)
    assert.deepEqual([candle.open, candle.high, candle.low, candle.close], [open, high, low, close])
    assert.ok(Math.abs(candle.volume - volume) <= volume * ROUNDING, `volume ${candle.volume} is not ${volume}`)
  }
}

const withTrade = (candle: Made | undefined, { price, amount }: Trade): Made => ({
  open: candle?.open ?? price,
  high: Math.max(candle?.high ?? price, price),
  low: Math.min(candle?.low ?? price, price),
  close: price,
  volume: (candle?.volume ?? 0) + amount,
})

async function carriesTwoIntervals(stage: Stage): Promise<void> {
  const { told, venue } = stage
  const [symbol] = venue.symbols
  await stage.begin(...venue.intervals.map((interval) => ({ channel: 'candles', symbol, interval }) as const))
  for (const interval of venue.intervals) {
    await stage.until(`candles of ${interval}`, () => told.candles.some((candle) => candle.interval === interval))
  }
}

export const candles: readonly Scenario[] = [
  { name: 'closes each candle exactly once, in order, made of its trades', play: closesEachOnce },
  { name: 'closes the candles of an outage, or says which are missing', play: accountsForAnOutage },
  { name: 'carries two candle lengths of one symbol', play: carriesTwoIntervals },
]
