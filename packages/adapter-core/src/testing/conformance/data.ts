import assert from 'node:assert/strict'
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
  { name: 'names an option that cannot be used', play: namesWrongOptions },
]
