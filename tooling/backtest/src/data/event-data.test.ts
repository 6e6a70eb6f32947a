import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { aFolder } from '../../test/recording.ts'
import { tickersText } from '../../test/tickers.ts'
import { openEvents } from './event-data.ts'

const MARKET = { exchange: 'kraken', symbol: 'BTC/USD', timestamp: 1, receivedAt: 1_704_067_300_000 }
const CANDLE = {
  ...MARKET,
  interval: '1m',
  openTime: 0,
  closeTime: 59_999,
  open: 1,
  high: 1,
  low: 1,
  close: 1,
  volume: 1,
}
const TRADE = { ...MARKET, id: '1', price: 1, amount: 1, side: 'buy', origin: 'live' }
const BOOK = { ...MARKET, status: 'live', integrity: 'checksum' }
const TICKER = { ...MARKET, last: 1, bid: 1, ask: 1, quote: 'live' }
const change = (bids: unknown, asks: unknown = []) => ({ kind: 'snapshot', sequence: 1, bids, asks })

function aFile(line: object): string {
  const path = join(aFolder(), 'events.ndjson')
  writeFileSync(path, `${tickersText(2)}\n${JSON.stringify(line)}\n${tickersText(1)}`)
  return path
}

async function read(path: string): Promise<number> {
  let count = 0
  for await (const batch of openEvents(path).events({ from: undefined, to: undefined })) count += batch.length
  return count
}

test.each([
  [{ type: 'ticker', data: { ...TICKER, last: null } }, 'last is no number from 0'],
  [{ type: 'ticker', data: { ...TICKER, bid: 'abc' } }, 'bid is no number from 0'],
  [{ type: 'ticker', data: { ...TICKER, ask: -1 } }, 'ask is no number from 0'],
  [{ type: 'trade', data: { ...TRADE, price: '100' } }, 'price is no number from 0'],
  [{ type: 'trade', data: { ...TRADE, amount: null } }, 'amount is no number from 0'],
  [{ type: 'candle', data: { ...CANDLE, open: -1 } }, 'open is no number from 0'],
  [{ type: 'candle', data: { ...CANDLE, volume: -1 } }, 'volume is no number from 0'],
  [{ type: 'orderbook', data: { ...BOOK, change: change([[1, null]]) } }, 'bids hold what is no price and amount'],
  [{ type: 'orderbook', data: { ...BOOK, change: change([], ['x']) } }, 'asks hold what is no price and amount'],
  [{ type: 'orderbook', data: { ...BOOK, change: change(7) } }, 'bids is no list'],
  [{ n: 3, at: 1, type: 'market', event: { type: 'ticker', data: { ...TICKER, last: null } } }, 'last is no number'],
])('%j is refused with file and line', async (line, fault) => {
  const path = aFile(line)
  await expect(read(path)).rejects.toThrow(`${path}, line 4:`)
  await expect(read(path)).rejects.toThrow(fault)
})

test.each([
  { type: 'ticker', data: TICKER },
  { type: 'trade', data: TRADE },
  { type: 'candle', data: { ...CANDLE, volume: 0 } },
  { type: 'orderbook', data: { ...BOOK, change: change([[1, 0]], [[2, 3]]) } },
  { type: 'orderbook', data: BOOK },
  { n: 3, at: 1, type: 'note', message: 'm' },
])('%j is played', async (line) => {
  expect(await read(aFile(line))).toBe('n' in line ? 3 : 4)
})
