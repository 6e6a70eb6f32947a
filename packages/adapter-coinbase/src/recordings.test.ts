import type { BookMessage, DecodeContext, Inbound } from '@md/adapter-core'
import { census } from '@md/adapter-core/testing'
import { MaintainedBook } from '@md/order-book'
import type { Ticker, Trade } from '@md/types'
import { describe, expect, test } from 'vitest'
import { recordings } from '../test/recordings.ts'
import { restThat } from '../test/rest-answers.ts'
import { decode, decodePlain } from './decode.ts'
import { instruments } from './rest-instruments.ts'
import { scan } from './scan.ts'
import { unifiedSymbol, venueSymbol } from './symbols.ts'

const MULTI = 'cryptofeed-2021-04-17-exchange-multi'
const ETH = 'flashbook-2026-07-07-exchange-l2batch-matches-heartbeat-eth'
const PRODUCTS = 'cryptofeed-2021-04-17-products.rest'

/** Everything is asked for. */
const context: DecodeContext = { symbolOf: unifiedSymbol, receivedAt: 0 }

const { linesOf } = recordings
const inboundsOf = (file: string): readonly Inbound[] => recordings.inboundsOf(file, decode, context)

const tradesOf = (inbounds: readonly Inbound[]): readonly Trade[] =>
  inbounds.flatMap((inbound) => (inbound.kind === 'trade' ? [inbound.trade] : []))

describe.skipIf(!recordings.areHere)(`recorded traffic${recordings.whyNot}`, () => {
  test.each([
    // 9,719 updates and 10 snapshots; 107 tickers; 97 matches; 10 last matches; 3 acknowledgements.
    [MULTI, { book: 9_729, ticker: 107, trade: 97, 'trade-watermark': 10, state: 3 }],
    // 919 updates and 1 snapshot; 91 matches; 59 heartbeats and 1 last match; 1 acknowledgement.
    [ETH, { book: 920, trade: 91, 'trade-watermark': 60, state: 1 }],
    // The last three frames are of Advanced Trade, another feed, whose messages have no type.
    ['singles-2024-2026-exchange-and-advanced', { state: 2, ticker: 3, refused: 3, 'skipped: shape': 3 }],
    // The `open` message is of the channel `full`, which is never asked for.
    [
      'cryptomsgparser-2021-2022-exchange-singles',
      { 'trade-watermark': 1, book: 2, ticker: 1, 'skipped: unrequested': 1 },
    ],
  ])('every frame of %s is understood', (file, expected) => {
    expect(census(inboundsOf(file))).toEqual(expected)
  })

  test.each([MULTI, ETH, 'singles-2024-2026-exchange-and-advanced', 'cryptomsgparser-2021-2022-exchange-singles'])(
    'every frame of %s means the same by way of JSON.parse, and updates and matches are read without it',
    (file) => {
      for (const line of linesOf(file)) {
        const frame = Buffer.from(line)
        if (/^{"type":"(l2update|match)"/.test(line)) expect(scan(frame, context)).toBeDefined()
        expect(decode(frame, context)).toEqual(decodePlain(frame, context))
      }
    },
  )

  test.each([
    [MULTI, 97],
    [ETH, 91],
  ])('trade ids of %s rise by one in every market, from the one after the last match', (file, expected) => {
    const last = new Map<string, number>()
    let followed = 0
    for (const inbound of inboundsOf(file)) {
      if (inbound.kind === 'trade-watermark' && !last.has(inbound.symbol)) last.set(inbound.symbol, Number(inbound.id))
      if (inbound.kind !== 'trade') continue
      const { symbol, id } = inbound.trade
      expect(Number(id)).toBe((last.get(symbol) ?? Number.NaN) + 1)
      last.set(symbol, Number(id))
      followed += 1
    }
    expect(followed).toBe(expected)
  })

  test('the side of a trade is the taker’s: the ticker of the same trade, which names the taker, says the same', () => {
    const takers = new Map<string, string>()
    for (const line of linesOf(MULTI)) {
      const frame = JSON.parse(line) as { type: string; product_id: string; trade_id: number; side: string }
      if (frame.type === 'ticker') takers.set(`${unifiedSymbol(frame.product_id)} ${frame.trade_id}`, frame.side)
    }
    const compared = tradesOf(inboundsOf(MULTI)).filter(({ symbol, id }) => takers.has(`${symbol} ${id}`))
    expect(compared.length).toBeGreaterThan(90)
    for (const { symbol, id, side } of compared) expect(side).toBe(takers.get(`${symbol} ${id}`))
  })

  test('a heartbeat names the last trade that was told before it', () => {
    let last: string | undefined
    let heartbeats = 0
    for (const inbound of inboundsOf(ETH)) {
      if (inbound.kind === 'trade') last = inbound.trade.id
      if (inbound.kind !== 'trade-watermark') continue
      last ??= inbound.id
      expect(inbound.id).toBe(last)
      heartbeats += 1
    }
    expect(heartbeats).toBe(60)
  })

  test.each([
    [MULTI, 10, 9_719],
    [ETH, 1, 919],
  ])('the books of %s begin with a snapshot and never cross', (file, markets, updates) => {
    const { books, applied } = replay(inboundsOf(file))
    expect(books.size).toBe(markets)
    expect(applied).toBe(updates)
  })

  test('the quote of a ticker is the top of the book, but for what passed between the two channels', () => {
    const { quotes } = replay(inboundsOf(MULTI))
    const equal = quotes.filter(([ticker, bid, ask]) => ticker.bid === bid && ticker.ask === ask)
    expect([quotes.length, equal.length]).toEqual([107, 100])
  })

  test('timestamps are the venue’s and go forward', () => {
    const trades = tradesOf(inboundsOf(ETH))
    const times = trades.map(({ timestamp = Number.NaN }) => timestamp)
    expect(times).toEqual([...times].sort((a, b) => a - b))
    expect(times[0]).toBe(1_783_465_097_421)
  })

  test('every product of 2021 is an instrument, and our rule for names says what the list says', async () => {
    const [body] = linesOf(PRODUCTS)
    const found = await instruments(restThat(JSON.parse(body ?? '')).get)
    expect(found).toHaveLength(162)
    expect(found.filter(({ status }) => status === 'limit-only')).toHaveLength(8)
    for (const { symbol, venueSymbol: listed, base, quote, minAmount, minNotional } of found) {
      expect(venueSymbol(symbol)).toBe(listed)
      expect(unifiedSymbol(listed)).toBe(symbol)
      expect(unifiedSymbol(`${base}${quote}`)).toBe(symbol)
      expect(minAmount && minNotional).toBeDefined()
    }
  })
})

interface Replay {
  readonly books: ReadonlyMap<string, MaintainedBook>
  readonly applied: number
  /** Every ticker with the best bid and ask of its book at that moment. */
  readonly quotes: readonly (readonly [Ticker, number, number])[]
}

function replay(inbounds: readonly Inbound[]): Replay {
  const books = new Map<string, MaintainedBook>()
  const quotes: [Ticker, number, number][] = []
  let applied = 0
  for (const inbound of inbounds) {
    if (inbound.kind === 'book') applied += apply(books, inbound)
    if (inbound.kind !== 'ticker') continue
    const book = books.get(inbound.ticker.symbol)
    quotes.push([inbound.ticker, book?.bids.price(0) ?? Number.NaN, book?.asks.price(0) ?? Number.NaN])
  }
  return { books, applied, quotes }
}

/** 1 for an update. */
function apply(books: Map<string, MaintainedBook>, message: BookMessage): 0 | 1 {
  const { symbol, action } = message
  const book = books.get(symbol) ?? new MaintainedBook({ exchange: 'coinbase', symbol, integrity: 'plausibility' })
  expect(books.has(symbol)).toBe(action === 'update')
  books.set(symbol, book)
  if (action === 'snapshot') book.snapshot(message, message)
  else book.update(message, message)
  expect(book.crossed).toBe(false)
  return action === 'update' ? 1 : 0
}
