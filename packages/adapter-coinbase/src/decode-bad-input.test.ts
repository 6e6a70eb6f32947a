import type { Inbound } from '@md/adapter-core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  context,
  decoded,
  everyKind,
  heartbeat,
  l2update,
  lastMatch,
  match,
  only,
  snapshot,
  ticker,
} from '../test/frames.ts'
import { decode } from './decode.ts'

describe('what cannot be used is skipped, and says why', () => {
  test.each<[string, string | object, string]>([
    ['nothing', '', 'not-json'],
    ['no JSON', 'invalid (un)subscribe msg', 'not-json'],
    ['an absurdly deep nesting', '['.repeat(1_000_000), 'not-json'],
    ['a list', '[]', 'shape'],
    ['null', 'null', 'shape'],
    ['a number', '1', 'shape'],
    ['an object without a type', { product_id: 'BTC-USD' }, 'shape'],
    ['a type that is no text', { type: 1 }, 'shape'],
    ['a message of another channel', { type: 'received', product_id: 'BTC-USD' }, 'unrequested'],
    ['a kind nobody knows', { type: 'l4update', product_id: 'BTC-USD' }, 'unknown'],
    ['another market’s ticker', { ...ticker, product_id: 'SOL-USD' }, 'unrequested'],
    ['another market’s match', { ...match, product_id: 'SOL-USD' }, 'unrequested'],
    ['another market’s last match', { ...lastMatch, product_id: 'SOL-USD' }, 'unrequested'],
    ['another market’s update', { ...l2update, product_id: 'SOL-USD' }, 'unrequested'],
    ['a ticker of no product', { ...ticker, product_id: undefined }, 'shape'],
    ['a heartbeat of no product', { ...heartbeat, product_id: 7 }, 'shape'],
    ['a heartbeat without an id', { ...heartbeat, last_trade_id: '4712' }, 'shape'],
    ['a state without channels', { type: 'subscriptions', channels: {} }, 'shape'],
    ['a state with an unnamed channel', { type: 'subscriptions', channels: [{ product_ids: [] }] }, 'shape'],
    ['a state with a channel of no products', { type: 'subscriptions', channels: [{ name: 'ticker' }] }, 'shape'],
    ['a state of texts', { type: 'subscriptions', channels: ['ticker'] }, 'shape'],
    ['an error that says nothing', { type: 'error', message: '', reason: 7 }, 'shape'],
  ])('%s', (_, frame, reason) => {
    expect(only(frame)).toMatchObject({ kind: 'skipped', reason })
    expect(only(frame)).not.toHaveProperty('symbol')
  })

  test.each<[string, object, string, string]>([
    ['a negative price', { ...ticker, price: '-1' }, 'number', 'ticker'],
    ['a price of zero', { ...ticker, price: '0' }, 'number', 'ticker'],
    ['a price that is no number', { ...ticker, price: 'NaN' }, 'number', 'ticker'],
    ['an endless price', { ...ticker, price: 'Infinity' }, 'number', 'ticker'],
    ['no price', { ...ticker, price: undefined }, 'number', 'ticker'],
    ['a negative bid', { ...ticker, best_bid: '-1' }, 'number', 'ticker'],
    ['an impossible ask', { ...ticker, best_ask: 'x' }, 'number', 'ticker'],
    ['a negative bid amount', { ...ticker, best_bid_size: '-1' }, 'number', 'ticker'],
    ['an impossible ask amount', { ...ticker, best_ask_size: {} }, 'number', 'ticker'],
    ['a negative opening', { ...ticker, open_24h: '-1' }, 'number', 'ticker'],
    ['an impossible high', { ...ticker, high_24h: 'x' }, 'number', 'ticker'],
    ['an impossible low', { ...ticker, low_24h: null }, 'number', 'ticker'],
    ['a negative volume', { ...ticker, volume_24h: '-1' }, 'number', 'ticker'],
    ['a trade at a negative price', { ...match, price: '-84737.58' }, 'number', 'trades'],
    ['a trade of a blank amount', { ...match, size: ' ' }, 'number', 'trades'],
    ['a trade of no side', { ...match, side: 'SELL' }, 'shape', 'trades'],
    ['a trade without an id', { ...match, trade_id: undefined }, 'shape', 'trades'],
    ['a trade with a broken id', { ...match, trade_id: 4711.5 }, 'shape', 'trades'],
    ['a trade with an id beyond counting', { ...match, trade_id: 2 ** 53 }, 'shape', 'trades'],
    ['a last match without an id', { ...lastMatch, trade_id: -1 }, 'shape', 'trades'],
    ['a book without asks', { ...snapshot, asks: undefined }, 'shape', 'orderbook'],
    ['a book without bids', { ...snapshot, bids: null }, 'shape', 'orderbook'],
    ['a book of texts', { ...snapshot, bids: ['84737.58'] }, 'shape', 'orderbook'],
    ['a book with a price of zero', { ...snapshot, asks: [['0', '1']] }, 'number', 'orderbook'],
    ['a book with half a level', { ...snapshot, asks: [['1']] }, 'shape', 'orderbook'],
    ['an update without changes', { ...l2update, changes: 'none' }, 'shape', 'orderbook'],
    ['a change that is none', { ...l2update, changes: [{}] }, 'shape', 'orderbook'],
    ['a change of no side', { ...l2update, changes: [['bid', '1', '1']] }, 'shape', 'orderbook'],
    ['a change to a negative amount', { ...l2update, changes: [['buy', '1', '-1']] }, 'number', 'orderbook'],
    ['a change to nothing', { ...l2update, changes: [['sell', '1', '']] }, 'number', 'orderbook'],
  ])('%s, whose market is known', (_, frame, reason, channel) => {
    expect(only(frame)).toMatchObject({ kind: 'skipped', reason, symbol: 'BTC/USD', channel })
  })

  test.each([
    [snapshot, 'orderbook'],
    [l2update, 'orderbook'],
    [ticker, 'ticker'],
  ])('a frame that breaks off says whose it was, when it came that far: %o', (frame, channel) => {
    const text = JSON.stringify(frame)
    expect(only(text.slice(0, -1))).toMatchObject({ kind: 'skipped', reason: 'not-json', symbol: 'BTC/USD', channel })
    expect(only(text.slice(0, 20))).toEqual({ kind: 'skipped', reason: 'not-json', detail: text.slice(0, 20) })
  })

  test('a frame of 10 MB is not copied into the log', () => {
    const frame = { ...l2update, changes: [['buy', 'x'.repeat(10_000_000), '1']] }
    const inbound = only(frame)
    expect(inbound).toMatchObject({ kind: 'skipped', reason: 'number', symbol: 'BTC/USD' })
    expect(inbound.kind === 'skipped' && inbound.detail.length).toBeLessThanOrEqual(200)
  })
})

describe('decode never throws, and always knows a meaning', () => {
  const KINDS = ['ticker', 'trade', 'book', 'trade-watermark', 'refused', 'state', 'control', 'closing', 'skipped']
  const isSound = (inbounds: readonly Inbound[]) => {
    expect(inbounds).toHaveLength(1)
    expect(KINDS).toContain(inbounds[0]?.kind)
    for (const inbound of inbounds) for (const number of numbersOf(inbound)) expect(number).toBeGreaterThanOrEqual(0)
  }
  const anyFrame = fc.constantFrom(...everyKind.map((frame) => JSON.stringify(frame)))

  test('for any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => isSound(decode(Buffer.from(bytes), context))))
  })

  test('for any JSON', () => {
    fc.assert(fc.property(fc.json(), (text) => isSound(decoded(text))))
  })

  test('for a frame cut anywhere', () => {
    fc.assert(fc.property(anyFrame, fc.nat(), (text, cut) => isSound(decoded(text.slice(0, cut % text.length)))))
  })

  test('for a frame with any byte changed', () => {
    fc.assert(
      fc.property(anyFrame, fc.nat(), fc.integer({ min: 0, max: 255 }), (text, at, byte) => {
        const bytes = Buffer.from(text)
        bytes[at % bytes.length] = byte
        isSound(decode(bytes, context))
      }),
    )
  })

  test('for a frame with any field replaced by anything', () => {
    const field = fc.constantFrom(...new Set(everyKind.flatMap((frame) => Object.keys(frame))))
    fc.assert(
      fc.property(anyFrame, field, fc.jsonValue(), (text, name, value) =>
        isSound(decoded({ ...(JSON.parse(text) as object), [name]: value })),
      ),
    )
  })
})

/** Every number that market data would bring to a listener. */
function numbersOf(inbound: Inbound): readonly number[] {
  switch (inbound.kind) {
    case 'ticker':
      return Object.values(inbound.ticker).filter((value) => typeof value === 'number')
    case 'trade':
      return [inbound.trade.price, inbound.trade.amount, Number(inbound.trade.id)]
    case 'book':
      return [...inbound.bids, ...inbound.asks].flat()
    default:
      return []
  }
}
