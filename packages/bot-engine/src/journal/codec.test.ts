import { InvalidInputError } from '@md/types'
import { aTicker } from '@md/types/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aNote, anyCandle, anyTicker, anyTrade, BODIES } from '../../test/journal-entries.ts'
import { decodeEntry, encodeEntry } from './codec.ts'
import type { JournalEntry, RecordedBook } from './entry.ts'
import { jsonText } from './json-text.ts'

const ENTRIES = Object.values(BODIES).map((body, i) => ({ n: i, at: 1_750_000_000_000.5 + i, ...body }) as JournalEntry)

/** The same value, its members made in the opposite order, at every depth. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, turned(member)]),
  )
}

const book = (change: RecordedBook['data']['change']): RecordedBook => ({
  type: 'orderbook',
  data: {
    exchange: 'binance',
    symbol: 'BTC/USDT',
    timestamp: undefined,
    receivedAt: 7.25,
    status: 'live',
    integrity: 'sequence',
    change,
  },
})

test.each(ENTRIES)('an entry of type $type comes back as it was', (entry) => {
  expect(decodeEntry(encodeEntry(entry))).toEqual(entry)
})

test.each(ENTRIES.filter(({ type }) => type !== 'state'))('equal entries of type $type give equal text', (entry) => {
  const other = turned(entry) as JournalEntry
  expect(Object.keys(other)).not.toEqual(Object.keys(entry))
  expect(encodeEntry(other)).toBe(encodeEntry(entry))
})

test('a line begins with number, time and type, and is one line', () => {
  const line = encodeEntry({ n: 7, at: 1.5, type: 'note', message: 'a\nb' })
  expect(line).toBe('{"n":7,"at":1.5,"type":"note","message":"a\\nb"}')
})

test('a strategy finds the members of its state in the order in which it made them', () => {
  const entry: JournalEntry = {
    n: 1,
    at: 1,
    type: 'state',
    version: 1,
    state: { z: 1, a: { y: 1, b: 2 } },
    keep: undefined,
  }
  const back = decodeEntry(encodeEntry(entry))
  expect(back.type === 'state' && JSON.stringify(back.state)).toBe('{"z":1,"a":{"y":1,"b":2}}')
})

test('what a run begins with keeps the order of what was restored', () => {
  const line =
    '{"n":1,"at":1,"type":"begin","config":{"params":{"z":1,"a":2}},"fence":3,"instruments":[],' +
    '"restored":{"snapshot":{"n":1,"at":1,"state":{"y":1,"b":2}},"entries":[]},"strategy":{"name":"grid","version":1}}'
  expect(encodeEntry(decodeEntry(line))).toBe(line)
})

test('any ticker is written as any other record is', () => {
  fc.assert(
    fc.property(anyTicker, (data) => {
      const line = encodeEntry({ n: 1, at: 1, type: 'market', event: { type: 'ticker', data } })
      const event = jsonText({ type: 'ticker', data }, 'event', 'sorted')
      expect(line).toBe(`{"n":1,"at":1,"type":"market","event":${event}}`)
    }),
  )
})

test('any market event comes back as it was', () => {
  const event = fc.oneof(
    anyTicker.map((data) => ({ type: 'ticker', data }) as const),
    anyTrade.map((data) => ({ type: 'trade', data }) as const),
    anyCandle.map((data) => ({ type: 'candle', data }) as const),
  )
  fc.assert(
    fc.property(event, (recorded) => {
      const line = encodeEntry({ n: 1, at: 1, type: 'market', event: recorded })
      const back = decodeEntry(line)
      // JSON knows one zero.
      expect(JSON.stringify(back.type === 'market' && back.event.data)).toBe(
        JSON.stringify(JSON.parse(jsonText(recorded.data, 'data', 'sorted'))),
      )
      expect(encodeEntry(back)).toBe(line)
    }),
  )
})

test('events with the same data are not taken for each other', () => {
  const data = aTicker()
  const texts = [data, aTicker({ last: 7 }), data].map((ticker) =>
    encodeEntry({ n: 1, at: 1, type: 'market', event: { type: 'ticker', data: ticker } }),
  )
  expect(texts[0]).toBe(texts[2])
  expect(texts[1]).toContain('"last":7')
})

test('a book is written as its change, or as its status alone', () => {
  const change = { kind: 'delta', sequence: 4, bids: [[100, 1]], asks: [] } as const
  const events = [book(change), book(undefined), book({ ...change, sequence: 5 })]
  const lines = events.map((event, n) => encodeEntry({ n, at: 1, type: 'market', event }))
  expect(lines.map((line) => decodeEntry(line))).toEqual(
    events.map((event, n) => ({ n, at: 1, type: 'market', event })),
  )
  expect(lines[0]).toContain('"event":{"data":{"change":{"asks":[],"bids":[[100,1]],"kind":"delta","sequence":4},')
})

describe('what JSON would lose is refused, and its place named', () => {
  class Levels {
    readonly best = 1
  }
  const circle: Record<string, unknown> = {}
  circle['self'] = circle

  test.each([
    ['NaN', { ema: Number.NaN }, 'entry 1 (state).state.ema'],
    ['infinity', { list: [1, Number.POSITIVE_INFINITY] }, 'entry 1 (state).state.list.1'],
    ['a set', { seen: new Set() }, 'entry 1 (state).state.seen'],
    ['a map', { orders: new Map() }, 'entry 1 (state).state.orders'],
    ['an instance', { levels: new Levels() }, 'entry 1 (state).state.levels'],
    ['a bigint', { n: 1n }, 'entry 1 (state).state.n'],
    ['a function', { f: () => 1 }, 'entry 1 (state).state.f'],
    ['nothing, in a list', { list: [undefined] }, 'entry 1 (state).state.list.0'],
    ['a circle', circle, 'entry 1 (state).state.self.self'],
  ])('%s', (_what, state, place) => {
    const refused = () => encodeEntry({ n: 1, at: 1, type: 'state', version: 1, state, keep: undefined })
    expect(refused).toThrow(InvalidInputError)
    expect(refused).toThrow(place)
  })

  test('a price of a ticker', () => {
    const event = { type: 'ticker', data: aTicker({ high24h: Number.NaN }) } as const
    expect(() => encodeEntry({ n: 1, at: 1, type: 'market', event })).toThrow('a ticker.high24h NaN')
  })

  test.each([
    [{ ...aNote(1), n: 1.5 }, 'entry.n'],
    [{ ...aNote(1), at: Number.NaN }, 'entry 1.at'],
  ])('its number and time', (entry, place) => {
    expect(() => encodeEntry(entry)).toThrow(place)
  })
})

test.each([
  ['{"n":1', 'an entry is JSON'],
  ['7', 'an entry is an object'],
  ['{"n":-1,"at":1,"type":"note","message":""}', 'n is a whole number'],
  ['{"n":1,"type":"note","message":""}', 'at is a number'],
  ['{"n":1,"at":1,"type":"toString"}', 'type is one of'],
  ['{"n":1,"at":1,"type":"note"}', 'note has a member "message" of the kind text'],
  ['{"n":1,"at":1,"type":"fill","fill":{"price":"1"}}', 'fill.fill has a member "exchange"'],
  ['{"n":1,"at":1,"type":"found","clientOrderId":"c","state":7}', 'found.state is an object'],
  ['{"n":1,"at":1,"type":"health","of":"price","live":1,"reason":""}', 'health has a member "live" of the kind flag'],
  ['{"n":1,"at":1,"type":"timer","name":"a","dueAt":"1"}', 'timer has a member "dueAt" of the kind number'],
  ['{"n":1,"at":1,"type":"intent","order":[]}', 'intent has a member "order" of the kind record'],
  ['{"n":1,"at":1,"type":"market","event":{"type":"news","data":{}}}', 'event.type is one of'],
  ['{"n":1,"at":1,"type":"market","event":{"type":"trade","data":7}}', 'event.data is an object'],
  [
    '{"n":1,"at":1,"type":"market","event":{"type":"orderbook","data":{"exchange":"binance","change":7}}}',
    'event.data.change is an object',
  ],
  [
    '{"n":1,"at":1,"type":"market","event":{"type":"orderbook","data":{"exchange":"binance","change":{"kind":"delta","sequence":1,"bids":[[1]],"asks":[]}}}}',
    'levels are pairs of numbers',
  ],
])('%s is no entry', (line, complaint) => {
  expect(() => decodeEntry(line)).toThrow(complaint)
  expect(() => decodeEntry(line)).toThrow(InvalidInputError)
})

test('a long line is not repeated in the complaint', () => {
  expect(() => decodeEntry(`"${'x'.repeat(1000)}`)).toThrow(/^.{0,300}$/)
})
