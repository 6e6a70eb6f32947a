import type { Inbound } from '@md/adapter-core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ACCEPTED, CANDLES, changed, context, decoded, FRAMES, only, TICKER, TRADES, UPDATE } from '../test/frames.ts'
import { decode } from './decode.ts'

const books = { symbol: 'BTC/USD', channel: 'orderbook' }
const trades = { symbol: 'BTC/USD', channel: 'trades' }
const tickers = { symbol: 'DOGE/USD', channel: 'ticker' }
const candles = { symbol: 'BTC/USD', channel: 'candles' }

describe('bad input is counted by kind and skipped', () => {
  test.each<[string, string, object]>([
    ['nothing at all', '', { reason: 'not-json' }],
    ['no JSON', 'hello', { reason: 'not-json' }],
    ['a truncated book', UPDATE.slice(0, -20), { reason: 'not-json', ...books }],
    ['truncated trades', TRADES.slice(0, -20), { reason: 'not-json', ...trades }],
    ['a truncated answer', ACCEPTED.slice(0, -20), { reason: 'not-json' }],
    ['a book cut off before its symbol', UPDATE.slice(0, 50), { reason: 'not-json' }],
    ['NaN, which is no JSON', changed(UPDATE, '2.00000000', 'NaN'), { reason: 'not-json', ...books }],
    ['a number with two points', changed(UPDATE, '2.00000000', '2.0.0'), { reason: 'not-json', ...books }],
    ['a number that begins with zeros', changed(UPDATE, '2.00000000', '02.0'), { reason: 'not-json', ...books }],
    ['a number that ends in a point', changed(UPDATE, '2.00000000', '2.'), { reason: 'not-json', ...books }],
    ['a number that begins with a point', changed(UPDATE, '2.00000000', '.2'), { reason: 'not-json', ...books }],
    ['a second frame behind the first', `${UPDATE}{}`, { reason: 'not-json', ...books }],
    ['a number', '42', { reason: 'shape' }],
    ['null', 'null', { reason: 'shape' }],
    ['a list', '[]', { reason: 'shape' }],
    ['an empty object', '{}', { reason: 'shape' }],
    ['a channel that is no text', '{"channel":7}', { reason: 'shape' }],
    ['a channel of a new kind', '{"channel":"gossip","data":[]}', { reason: 'unknown' }],
    ['a channel we never ask for', '{"channel":"instrument","type":"snapshot","data":{}}', { reason: 'unrequested' }],
    ['a channel that every object has', '{"channel":"constructor"}', { reason: 'unknown' }],
    ['an answer of a new kind', '{"method":"add_order","success":true,"result":{}}', { reason: 'unknown' }],
    ['an acknowledgement of nothing', '{"method":"subscribe","success":true}', { reason: 'shape' }],
    ['one of a channel of a new kind', changed(ACCEPTED, '"book"', '"gossip"'), { reason: 'shape' }],
    ['one without a symbol', changed(ACCEPTED, '"symbol"', '"sym"'), { reason: 'shape' }],
    [
      'one of an interval that Kraken does not have',
      '{"method":"subscribe","success":true,"result":{"channel":"ohlc","interval":2,"symbol":"BTC/USD"}}',
      { reason: 'shape' },
    ],
    [
      'a book that says neither snapshot nor update',
      changed(UPDATE, '"update"', '"delta"'),
      { reason: 'unknown', ...books },
    ],
    ['a book without a type', changed(UPDATE, '"type":"update",', ''), { reason: 'shape', ...books }],
    [
      'data that is no list',
      '{"channel":"ticker","type":"update","data":{"symbol":"DOGE/USD"}}',
      { reason: 'shape', ...tickers },
    ],
    ['no data', '{"channel":"trade","type":"update","data":[]}', { reason: 'shape' }],
    ['a row that is no object', '{"channel":"trade","type":"update","data":[1]}', { reason: 'shape' }],
    ['a row whose symbol is no text', changed(TICKER, '"DOGE/USD"', '7'), { reason: 'shape' }],
    ['a book of a symbol nobody asked for', changed(UPDATE, 'BTC/USD', 'ETH/USD'), { reason: 'unrequested' }],
    [
      'old trades of a symbol nobody asked for',
      TRADES.replaceAll('BTC', 'ETH').replace('update', 'snapshot'),
      { reason: 'unrequested' },
    ],
    [
      'old trades without ids',
      TRADES.replaceAll('trade_id', 'id').replace('update', 'snapshot'),
      { reason: 'shape', ...trades },
    ],
    ['old trades that are no objects', '{"channel":"trade","type":"snapshot","data":[1]}', { reason: 'shape' }],
    ['a negative price', changed(UPDATE, '45276.5', '-45276.5'), { reason: 'number', ...books }],
    ['a price of 0', changed(UPDATE, '45276.5', '0.0'), { reason: 'number', ...books }],
    ['a negative quantity', changed(UPDATE, '2.00000000', '-2.0'), { reason: 'number', ...books }],
    ['an endless price', changed(UPDATE, '45276.5', '1e999'), { reason: 'number', ...books }],
    ['NaN as text', changed(UPDATE, '45276.5', '"NaN"'), { reason: 'number', ...books }],
    ['a hexadecimal price', changed(UPDATE, '45276.5', '"0x10"'), { reason: 'number', ...books }],
    ['a price of null', changed(UPDATE, '45276.5', 'null'), { reason: 'shape', ...books }],
    [
      'a level that is no object',
      changed(UPDATE, '{"price":45276.5,"qty":2.00000000}', '[1,2]'),
      { reason: 'shape', ...books },
    ],
    ['a level without a quantity', changed(UPDATE, ',"qty":2.00000000', ''), { reason: 'shape', ...books }],
    ['asks that are no list', changed(UPDATE, '"asks":[]', '"asks":{}'), { reason: 'shape', ...books }],
    ['no asks', changed(UPDATE, '"asks":[],', ''), { reason: 'shape', ...books }],
    ['no checksum', changed(UPDATE, '"checksum":7,', ''), { reason: 'shape', ...books }],
    [
      'a checksum beyond 32 bits',
      changed(UPDATE, '"checksum":7', '"checksum":4294967296'),
      { reason: 'shape', ...books },
    ],
    ['a checksum with a sign', changed(UPDATE, '"checksum":7', '"checksum":-7'), { reason: 'shape', ...books }],
    ['a checksum with a fraction', changed(UPDATE, '"checksum":7', '"checksum":7.5'), { reason: 'shape', ...books }],
    ['a checksum as text', changed(UPDATE, '"checksum":7', '"checksum":"7"'), { reason: 'shape', ...books }],
    ['a ticker without a price', changed(TICKER, '"last"', '"first"'), { reason: 'shape', ...tickers }],
    ['a ticker with a negative bid', changed(TICKER, '"bid":', '"bid":-'), { reason: 'number', ...tickers }],
    ['a ticker with a list for an ask', changed(TICKER, '"ask":0.20120', '"ask":[]'), { reason: 'shape', ...tickers }],
    ['a ticker with a negative amount', changed(TICKER, '"bid_qty":', '"bid_qty":-'), { reason: 'number', ...tickers }],
    ['a ticker without an amount', changed(TICKER, '"ask_qty"', '"ask_amount"'), { reason: 'shape', ...tickers }],
    ['a ticker with a negative volume', changed(TICKER, '"volume":', '"volume":-'), { reason: 'number', ...tickers }],
    [
      'a ticker with a text for a high',
      changed(TICKER, '"high":0.21000', '"high":"high"'),
      { reason: 'number', ...tickers },
    ],
    [
      'a ticker with an object for a low',
      changed(TICKER, '"low":0.19000', '"low":{}'),
      { reason: 'shape', ...tickers },
    ],
  ])('%s', (_, frame, expected) => {
    expect(only(frame)).toEqual({ kind: 'skipped', detail: frame.slice(0, 200), ...expected })
  })

  test.each<[string, string, object]>([
    ['a negative price', changed(TRADES, '"price":45283.5', '"price":-1'), { reason: 'number', ...trades }],
    ['no price', changed(TRADES, '"price":45283.5,', ''), { reason: 'shape', ...trades }],
    ['a maker as a side', changed(TRADES, '"sell"', '"maker"'), { reason: 'shape', ...trades }],
    ['an id as text', changed(TRADES, '70000001', '"x"'), { reason: 'shape', ...trades }],
    ['an id beyond 2^53', changed(TRADES, '70000001', '9007199254740993'), { reason: 'shape', ...trades }],
    ['a negative id', changed(TRADES, '70000001', '-1'), { reason: 'shape', ...trades }],
    ['a symbol nobody asked for', changed(TRADES, 'BTC/USD', 'ETH/USD'), { reason: 'unrequested' }],
    ['a low of 0', changed(CANDLES, '45270.0', '0.0'), { reason: 'number', ...candles }],
    ['no volume', changed(CANDLES, '"volume"', '"amount"'), { reason: 'shape', ...candles }],
    ['a beginning that is no time', changed(CANDLES, '10:00:00.000000000Z', 'noon'), { reason: 'shape', ...candles }],
    [
      'an interval of a new length',
      changed(CANDLES, '"interval":5', '"interval":7'),
      { reason: 'unknown', ...candles },
    ],
    [
      'an interval that is no number',
      changed(CANDLES, '"interval":5', '"interval":"5"'),
      { reason: 'shape', ...candles },
    ],
  ])('of two rows, one with %s costs only itself', (_, frame, expected) => {
    const [bad, good] = decoded(frame)

    expect(bad).toMatchObject({ kind: 'skipped', ...expected })
    expect(good?.kind).toMatch(/^(trade|candle)$/)
  })

  test('what it was is kept for the log, but not all of ten megabytes', () => {
    const inbound = only(`"${'x'.repeat(10_000_000)}"`)

    expect(inbound).toMatchObject({ kind: 'skipped', reason: 'shape' })
    expect(JSON.stringify(inbound).length).toBeLessThan(300)
  })

  test('an absurdly deep frame', () => {
    expect(only('['.repeat(200_000) + ']'.repeat(200_000))).toMatchObject({ kind: 'skipped' })
    expect(only('{"channel":'.repeat(50_000))).toMatchObject({ reason: 'not-json' })
  })
})

describe('whatever arrives', () => {
  const KINDS = ['ticker', 'trade', 'candle', 'book', 'trade-watermark', 'accepted', 'refused', 'control', 'skipped']
  const REASONS = ['not-json', 'shape', 'number', 'unknown', 'unrequested']

  const hasMeaning = (inbound: Inbound): boolean =>
    KINDS.includes(inbound.kind) && (inbound.kind !== 'skipped' || REASONS.includes(inbound.reason))

  const hasPrices = (inbound: Inbound): boolean =>
    inbound.kind !== 'book' || [...inbound.bids, ...inbound.asks].every(([price, amount]) => price > 0 && amount >= 0)

  const isUnderstood = (frame: Buffer): void => {
    const inbounds = decode(frame, context)

    expect(inbounds).not.toHaveLength(0)
    expect(inbounds.every(hasMeaning)).toBe(true)
    expect(inbounds.every(hasPrices)).toBe(true)
  }

  test('any bytes have a meaning', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => isUnderstood(Buffer.from(bytes))))
  })

  test('any JSON has a meaning, under any channel', () => {
    const channels = fc.constantFrom('book', 'trade', 'ticker', 'ohlc', 'status', 'instrument')
    const rows = fc.array(
      fc.oneof(fc.jsonValue(), fc.record({ symbol: fc.constant('BTC/USD'), price: fc.jsonValue() })),
    )
    const frames = fc.record({ channel: channels, type: fc.constantFrom('snapshot', 'update', 1), data: rows })
    const answers = fc.record({
      method: fc.constantFrom('subscribe', 'unsubscribe', 'pong', 3),
      success: fc.jsonValue(),
      result: fc.jsonValue(),
      req_id: fc.jsonValue(),
      symbol: fc.jsonValue(),
    })

    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), frames, answers), (value) =>
        isUnderstood(Buffer.from(JSON.stringify(value))),
      ),
      { numRuns: 500 },
    )
  })

  test('every truncation of every kind of frame has a meaning', () => {
    for (const frame of FRAMES) {
      const bytes = Buffer.from(frame)
      for (let end = 0; end < bytes.length; end++) isUnderstood(bytes.subarray(0, end))
    }
  })

  test('every frame with bytes changed, taken out or put in has a meaning', () => {
    const edit = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      out: fc.nat(3),
      put: fc.uint8Array({ maxLength: 3 }),
    })

    fc.assert(
      fc.property(fc.constantFrom(...FRAMES), fc.array(edit, { minLength: 1, maxLength: 4 }), (frame, edits) => {
        const bytes = [...Buffer.from(frame)]
        for (const { at, out, put } of edits) bytes.splice(Math.floor(at * bytes.length), out, ...put)
        isUnderstood(Buffer.from(bytes))
      }),
      { numRuns: 3_000 },
    )
  })

  test('every value of every kind of frame may be anything', () => {
    const anything = fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom('NaN', '-1', '', ' ', 'BTC/USD'))

    fc.assert(
      fc.property(fc.constantFrom(...FRAMES), fc.nat(40), anything, (frame, which, value) => {
        let seen = 0
        const altered = JSON.stringify(JSON.parse(frame), (_, old: unknown) => (seen++ === which ? value : old))
        isUnderstood(Buffer.from(altered ?? ''))
      }),
      { numRuns: 2_000 },
    )
  })
})
