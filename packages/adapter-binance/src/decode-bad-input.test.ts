import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { body, context, depth, E, full, kline, mini, only, quote, trade, wrapped } from '../test/frames.ts'
import { decode } from './decode.ts'

describe('bad input is counted by kind and skipped', () => {
  const books = { symbol: 'BTC/USDT', channel: 'orderbook' }
  const trades = { symbol: 'BTC/USDT', channel: 'trades' }

  test.each<[string, string | object, object]>([
    ['nothing at all', '', { reason: 'not-json' }],
    ['no JSON', 'hello', { reason: 'not-json' }],
    ['NaN, which JSON does not have', '{"p":NaN}', { reason: 'not-json' }],
    ['a frame cut off', JSON.stringify(trade).slice(0, -9), { reason: 'not-json', ...trades }],
    [
      'a wrapped frame cut off',
      JSON.stringify(wrapped('btcusdt@depth@100ms', depth)).slice(0, -9),
      { reason: 'not-json', ...books },
    ],
    ['a frame cut off of a symbol nobody asked for', '{"stream":"neobtc@depth@100ms","data":{', { reason: 'not-json' }],
    ['a number', '42', { reason: 'shape' }],
    ['null', 'null', { reason: 'shape' }],
    ['a list of anything', '[1,{}]', { reason: 'shape' }],
    ['an empty list', '[]', { reason: 'shape' }],
    ['an empty object', '{}', { reason: 'unknown' }],
    ['a wrapper without data', { stream: 'btcusdt@trade' }, { reason: 'unknown' }],
    ['wrapped nothing', wrapped('btcusdt@trade', null), { reason: 'shape', ...trades }],
    ['an event of a new kind', { e: 'newThing', E, s: 'BTCUSDT' }, { reason: 'unknown' }],
    ['an event whose kind is no text', { e: 5 }, { reason: 'unknown' }],
    ['a kind that every object has', { e: 'constructor', s: 'BTCUSDT' }, { reason: 'unknown' }],
    ['a symbol nobody asked for', { ...trade, s: 'NEOBTC' }, { reason: 'unrequested' }],
    ['a symbol that is no text', wrapped('btcusdt@depth@100ms', { ...depth, s: 1 }), { reason: 'shape', ...books }],
    ['a negative price', { ...trade, p: '-1' }, { reason: 'number', ...trades }],
    ['a price of 0', { ...trade, p: '0.00000000' }, { reason: 'number', ...trades }],
    ['NaN as text', { ...trade, q: 'NaN' }, { reason: 'number', ...trades }],
    ['no price', { ...trade, p: undefined }, { reason: 'shape', ...trades }],
    ['a trade id that is no whole number', { ...trade, t: 1.5 }, { reason: 'shape', ...trades }],
    ['a trade id beyond 2^53', { ...trade, t: 2 ** 53 }, { reason: 'shape', ...trades }],
    ['a trade without a side', { ...trade, m: 'true' }, { reason: 'shape', ...trades }],
    ['a ticker with an empty price', { ...mini, c: '' }, { reason: 'number', symbol: 'BTC/USDT', channel: 'ticker' }],
    ['a ticker without a high', { ...full, h: null }, { reason: 'shape', channel: 'ticker' }],
    ['a quote with a negative amount', { ...full, B: '-1' }, { reason: 'number', channel: 'ticker' }],
    ['a quote without an ask', { ...quote, a: undefined }, { reason: 'shape', channel: 'ticker' }],
    ['a diff whose levels are no list', { ...depth, b: {} }, { reason: 'shape', ...books }],
    ['a diff with a level that is no list', { ...depth, a: ['1'] }, { reason: 'shape', ...books }],
    ['a diff with a level of one number', { ...depth, a: [['1']] }, { reason: 'shape', ...books }],
    ['a diff with a negative price', { ...depth, b: [['-1', '2']] }, { reason: 'number', ...books }],
    ['a diff with a negative amount', { ...depth, a: [['1', '-2']] }, { reason: 'number', ...books }],
    ['a diff that ends before it begins', { ...depth, u: 100 }, { reason: 'shape', ...books }],
    ['a diff without ids', { ...depth, U: undefined }, { reason: 'shape', ...books }],
    ['a candle without its body', { ...kline, k: null }, { reason: 'shape', channel: 'candles' }],
    ['a candle that does not say whether it is closed', { ...kline, k: { ...body, x: 1 } }, { reason: 'shape' }],
    ['a candle of a length we do not know', { ...kline, k: { ...body, i: '15d' } }, { reason: 'unknown' }],
    ['a candle with an infinite volume', { ...kline, k: { ...body, v: '1e999' } }, { reason: 'number' }],
    ['a candle of no time', { ...kline, k: { ...body, t: 'now' } }, { reason: 'shape' }],
  ])('%s', (_, frame, expected) => {
    expect(only(frame)).toMatchObject({ kind: 'skipped', ...expected })
  })

  test('what it was is kept for the log, but not all of ten megabytes', () => {
    const inbound = only(`"${'x'.repeat(10_000_000)}"`)
    expect(inbound).toMatchObject({ kind: 'skipped', reason: 'shape' })
    expect(JSON.stringify(inbound).length).toBeLessThan(300)
  })

  test('an absurdly deep frame', () => {
    expect(only('['.repeat(200_000) + ']'.repeat(200_000))).toMatchObject({ reason: 'shape' })
    expect(only('{"e":'.repeat(50_000))).toMatchObject({ reason: 'not-json' })
  })
})

describe('whatever arrives', () => {
  const KINDS = ['ticker', 'trade', 'candle', 'book', 'quote', 'accepted', 'refused', 'control', 'closing', 'skipped']
  const REASONS = ['not-json', 'shape', 'number', 'unknown', 'unrequested']
  const bare = [trade, mini, full, quote, depth, kline, { result: null, id: 1 }, { code: 2, msg: 'no', id: 1 }]
  const frames: readonly object[] = [...bare, ...bare.map((frame) => wrapped('btcusdt@depth@100ms', frame))]

  const isUnderstood = (frame: Buffer): void => {
    const inbounds = decode(frame, context)
    expect(inbounds.length).toBeGreaterThan(0)
    for (const inbound of inbounds) {
      expect(KINDS).toContain(inbound.kind)
      if (inbound.kind === 'skipped') expect(REASONS).toContain(inbound.reason)
      // A number that is none would be null in JSON; only what was skipped may quote the frame.
      else expect(JSON.stringify(inbound)).not.toContain('null')
    }
  }

  test('is one of the known kinds: any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => isUnderstood(Buffer.from(bytes))))
  })

  test('is one of the known kinds: any JSON', () => {
    fc.assert(fc.property(fc.json(), (text) => isUnderstood(Buffer.from(text))))
  })

  test('is one of the known kinds: a valid frame cut anywhere', () => {
    for (const frame of frames) {
      const bytes = Buffer.from(JSON.stringify(frame))
      for (let length = 0; length <= bytes.length; length++) isUnderstood(bytes.subarray(0, length))
    }
  })

  test('is one of the known kinds: a valid frame with some of its bytes changed', () => {
    const change = fc.record({ at: fc.nat(500), to: fc.nat(255) })
    fc.assert(
      fc.property(fc.constantFrom(...frames), fc.array(change, { minLength: 1, maxLength: 4 }), (frame, changes) => {
        const bytes = Buffer.from(JSON.stringify(frame))
        for (const { at, to } of changes) bytes[at % bytes.length] = to
        isUnderstood(bytes)
      }),
      { numRuns: 2_000 },
    )
  })

  test('is one of the known kinds: a valid frame with one of its values changed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...frames), fc.nat(40), fc.jsonValue(), (frame, at, value) => {
        let i = 0
        const changed = JSON.stringify(frame, (_, old: unknown) => (i++ === at ? value : old))
        isUnderstood(Buffer.from(changed))
      }),
      { numRuns: 2_000 },
    )
  })
})
