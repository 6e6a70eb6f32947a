import type { OrderBook } from '@md/types'
import { expect, test } from 'vitest'
import { CHECKPOINTS, type CheckpointSource, decimal } from './checkpoint.ts'

const book = {
  bids: { top: () => [[100, 0.00000012]] },
  asks: { top: () => [[100.5, 2]] },
} as unknown as OrderBook

const source = (text: string, answered: readonly string[] = []): CheckpointSource => ({
  book,
  frame: { at: 0, mono: 0, kind: 'in', socket: 3, text },
  answered,
})

const DEPTH = 'https://api/api/v3/depth?symbol=BTCUSDT&limit=1000'
const DIFF = '{"stream":"btcusdt@depth","data":{"e":"depthUpdate","s":"BTCUSDT","u":7}}'

test('Binance: the REST snapshot at the address that was asked before', () => {
  const others = ['https://api/api/v3/depth?symbol=ETHUSDT', 'https://api/api/v3/exchangeInfo?symbol=BTCUSDT']

  expect(CHECKPOINTS.binance?.(source(DIFF, [...others, DEPTH]))).toMatchObject({
    kind: 'rest',
    url: DEPTH,
    body: '{"lastUpdateId":7,"bids":[["100","0.00000012"]],"asks":[["100.5","2"]]}',
  })
  expect(CHECKPOINTS.binance?.(source(DIFF, others))).toBeUndefined()
})

test('Coinbase: the snapshot that begins a subscription', () => {
  expect(CHECKPOINTS.coinbase?.(source('{"type":"l2update","product_id":"BTC-USD","time":"now"}'))).toEqual({
    kind: 'in',
    socket: 3,
    text: '{"type":"snapshot","product_id":"BTC-USD","asks":[["100.5","2"]],"bids":[["100","0.00000012"]],"time":"now"}',
  })
})

test.each([
  ['', ''],
  [',"timestamp":"now"', ',"timestamp":"now"'],
])('Kraken: a snapshot with as many digits as the update has%s', (given, expected) => {
  const update = `{"channel":"book","type":"update","data":[{"symbol":"BTC/USD","bids":[],"asks":[{"price":100.5,"qty":2.00000000}],"checksum":9${given}}]}`

  expect(CHECKPOINTS.kraken?.(source(update))).toEqual({
    kind: 'in',
    socket: 3,
    text: `{"channel":"book","type":"snapshot","data":[{"symbol":"BTC/USD","bids":[{"price":100.0,"qty":0.00000012}],"asks":[{"price":100.5,"qty":2.00000000}],"checksum":9${expected}}]}`,
  })
})

test.each([
  ['binance', '[]'],
  ['binance', '{"data":{"e":"trade"}}'],
  ['coinbase', 'no JSON'],
  ['coinbase', '{"type":"match"}'],
  ['kraken', '[]'],
  ['kraken', '{"channel":"trade","data":[{}]}'],
  ['kraken', '{"channel":"book","data":[{"symbol":"BTC/USD","bids":[],"asks":[]}]}'],
] as const)('%s: %s is no update of a book', (exchange, text) => {
  expect(CHECKPOINTS[exchange]?.(source(text))).toBeUndefined()
})

test.each([
  [1, '1'],
  [0.1, '0.1'],
  [1e-7, '0.0000001'],
  [1.25e-8, '0.0000000125'],
])('the digits of %d are %s', (value, digits) => {
  expect(decimal(value)).toBe(digits)
})
