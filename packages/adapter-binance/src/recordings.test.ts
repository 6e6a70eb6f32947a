import type { BookMessage, BookSnapshot, DecodeContext, Inbound, Quote } from '@md/adapter-core'
import { census } from '@md/adapter-core/testing'
import { MaintainedBook } from '@md/order-book'
import { describe, expect, test } from 'vitest'
import { recordings } from '../test/recordings.ts'
import { restThat } from '../test/rest-answers.ts'
import { decode, decodePlain } from './decode.ts'
import { bookSnapshot } from './rest-depth.ts'
import { instruments } from './rest-instruments.ts'
import { scan } from './scan.ts'
import { chain } from './sequencing.ts'
import { unifiedSymbol } from './symbols.ts'

const MULTI = 'cryptofeed-2021-10-12-spot-multi'
const ETH = 'flashbook-2026-07-07-spot-trade-depth100ms-eth'
const INFO = 'cryptofeed-2021-10-12-spot-exchangeinfo.rest'

const context: DecodeContext = { symbolOf: unifiedSymbol, receivedAt: 0 }

const { linesOf } = recordings
const inboundsOf = (file: string): readonly Inbound[] => recordings.inboundsOf(file, decode, context)

describe.skipIf(!recordings.areHere)(`recorded traffic${recordings.whyNot}`, () => {
  test.each([
    [MULTI, { book: 177, quote: 84, candle: 2, aggTrade: 2 }],
    [ETH, { book: 450, trade: 415 }],
    ['singles-2024-2026-spot', { accepted: 1, ticker: 5, candle: 2, trade: 1 }],
    [
      'cryptomsgparser-2021-2022-spot-singles',
      { aggTrade: 1, book: 1, 'partial depth': 1, quote: 1, ticker: 2, candle: 1 },
    ],
  ])('every frame of %s is data or known to carry none', (file, expected) => {
    expect(census(inboundsOf(file))).toEqual(expected)
  })

  test.each([MULTI, ETH, 'singles-2024-2026-spot', 'cryptomsgparser-2021-2022-spot-singles'])(
    'every frame of %s means the same by way of JSON.parse',
    (file) => {
      for (const line of linesOf(file)) {
        const frame = Buffer.from(line)
        expect(decode(frame, context)).toEqual(decodePlain(frame, context))
      }
    },
  )

  test('every trade and diff of 2026 is read without it', () => {
    for (const line of linesOf(ETH)) expect(scan(Buffer.from(line), context)).toBeDefined()
  })

  test('ids of trades rise by one, so that missing ones can be counted', () => {
    const ids = inboundsOf(ETH).flatMap((inbound) => (inbound.kind === 'trade' ? Number(inbound.trade.id) : []))
    expect(ids).toHaveLength(415)
    for (const [i, id] of ids.entries()) expect(id - i).toBe(ids[0])
  })

  test('diffs follow each other without a gap', () => {
    const books = inboundsOf(ETH).filter((inbound) => inbound.kind === 'book')
    let last = (books[0]?.first ?? 0) - 1
    for (const book of books) {
      expect(chain(last, book)).toBe('next')
      last = book.last ?? last
    }
  })

  test('diffs join the snapshots, and the best levels are those of bookTicker at the same update', async () => {
    const snapshots = await snapshotsBySymbol()
    const joined = [...snapshots].map(([symbol, snapshot]) => replay(symbol, snapshot))
    expect(Object.fromEntries(joined.map(({ symbol, applied }) => [symbol, applied]))).toEqual({
      'NKN/USDT': 149,
      'BLZ/ETH': 9,
      'LRC/BTC': 13,
      'RUNE/EUR': 1,
    })
    // 26 of the 84 recorded quotes have the number a diff ends with; the others fall inside one.
    expect(joined.flatMap(({ compared }) => compared)).toHaveLength(26)
    for (const { compared } of joined) for (const [ours, venues] of compared) expect(ours).toEqual(venues)
  })

  test('every instrument of 2021 has its rules, and our rule for names never contradicts the list', async () => {
    const found = await instruments(restThat(linesOf(INFO).map((line): unknown => JSON.parse(line))).get)
    expect(found).toHaveLength(1_695)
    expect(found.filter(({ status }) => status === 'trading')).toHaveLength(1_262)
    expect(found.filter(({ minNotional, minAmount }) => minNotional && minAmount)).toHaveLength(1_695)
    const byRule = found.map(({ venueSymbol, symbol }) => [unifiedSymbol(venueSymbol) ?? symbol, symbol])
    for (const [ruled, listed] of byRule) expect(ruled).toBe(listed)
  })
})

async function snapshotsBySymbol(): Promise<ReadonlyMap<string, BookSnapshot>> {
  const urls = linesOf(`${MULTI}.rest.meta`).map((line) => new URL((JSON.parse(line) as { url: string }).url))
  const bodies = linesOf(`${MULTI}.rest`).map((line): unknown => JSON.parse(line))
  const found = new Map<string, BookSnapshot>()
  for (const [i, url] of urls.entries()) {
    const venueSymbol = url.searchParams.get('symbol') ?? ''
    const symbol = unifiedSymbol(venueSymbol) ?? ''
    found.set(symbol, await bookSnapshot(restThat([bodies[i]]).get, { symbol, venueSymbol }, undefined))
  }
  return found
}

/** Joins the recorded diffs of one market to its snapshot and compares the top with every quote of the same update. */
function replay(symbol: string, snapshot: BookSnapshot) {
  const book = new MaintainedBook({ exchange: 'binance', symbol, integrity: 'sequence' })
  book.snapshot(snapshot, { timestamp: undefined, receivedAt: 0 })
  const { updates, quotes } = recorded(symbol)
  const compared: [unknown, unknown][] = []
  let last = snapshot.last
  let applied = 0
  for (const update of updates) {
    const place = chain(last, update)
    if (place === 'old') continue
    expect(place).toBe('next')
    if (applied === 0) expect(update.first).toBe(snapshot.last + 1)
    book.update(update, update)
    expect(book.crossed).toBe(false)
    applied += 1
    last = update.last ?? last
    const quote = quotes.get(last)
    if (quote) compared.push([[...book.bids.top(1), ...book.asks.top(1)], topOf(quote)])
  }
  return { symbol, applied, compared }
}

const topOf = ({ bid, bidAmount, ask, askAmount }: Quote) => [
  [bid, bidAmount],
  [ask, askAmount],
]

/** A market's diffs, and its quotes by update id. */
function recorded(symbol: string): {
  readonly updates: readonly BookMessage[]
  readonly quotes: ReadonlyMap<number, Quote>
} {
  const updates: BookMessage[] = []
  const quotes = new Map<number, Quote>()
  for (const line of linesOf(MULTI)) {
    const [inbound] = decode(Buffer.from(line), context)
    if (inbound?.kind === 'book' && inbound.symbol === symbol) updates.push(inbound)
    if (inbound?.kind === 'quote' && inbound.symbol === symbol) {
      quotes.set((JSON.parse(line) as { data: { u: number } }).data.u, inbound)
    }
  }
  return { updates, quotes }
}
