import { type BookMessage, type DecodeContext, type Inbound, isObject } from '@md/adapter-core'
import { census } from '@md/adapter-core/testing'
import { MaintainedBook } from '@md/order-book'
import { describe, expect, test } from 'vitest'
import { answering } from '../test/frames.ts'
import { recordings } from '../test/recordings.ts'
import { bookRules } from './checksum.ts'
import { decode, decodePlain } from './decode.ts'
import { instruments } from './rest-instruments.ts'
import { scan } from './scan.ts'
import { restPair } from './symbols.ts'

const ETH = 'flashbook-2026-07-07-v2-book10-trade-eth'
const BTC = 'tickvault-2026-08-24-v2-book10-btc'
const SINGLES = 'singles-2026-v2-status-ticker-ohlc-errors'

const context: DecodeContext = { symbolOf: (symbol) => symbol, receivedAt: 1 }
const { linesOf } = recordings
const decodedOf = (file: string): readonly Inbound[] => recordings.inboundsOf(file, decode, context)

/** Keeps a book from the messages, and counts those after which its checksum is Kraken's. */
function verified(messages: readonly BookMessage[]): number {
  const { symbol } = messages[0] ?? { symbol: '' }
  const book = new MaintainedBook({ exchange: 'kraken', symbol, integrity: 'checksum', depth: 10, marked: true })
  let count = 0
  for (const message of messages) {
    if (message.action === 'snapshot') book.snapshot(message, message)
    else book.update(message, message)
    if (bookRules.verify?.(book, message)) count += 1
  }
  return count
}

const booksOf = (inbounds: readonly Inbound[]): BookMessage[] => inbounds.filter((inbound) => inbound.kind === 'book')

describe.skipIf(!recordings.areHere)(`recorded traffic${recordings.whyNot}`, () => {
  test('every frame is understood', () => {
    expect(census(decodedOf(ETH))).toEqual({ status: 1, accepted: 2, heartbeat: 23, book: 2_400, trade: 5 })
    expect(census(decodedOf(BTC))).toEqual({ status: 1, accepted: 1, heartbeat: 2, book: 4 })
    expect(census(decodedOf(SINGLES))).toMatchObject({
      status: 2,
      accepted: 3,
      refused: 1,
      heartbeat: 1,
      ticker: 1,
      trade: 1,
    })
    expect(Object.keys(census(decodedOf(SINGLES))).filter((name) => name.startsWith('skipped'))).toEqual([])
  })

  test.each([
    [ETH, 2_400],
    [BTC, 4],
  ])('%s: the checksum of every book frame holds', (file, frames) => {
    const books = booksOf(decodedOf(file))

    expect(books).toHaveLength(frames)
    expect(verified(books)).toBe(frames)
  })

  test.each([ETH, BTC, SINGLES])('%s: every frame means the same without JSON.parse, and most need none', (file) => {
    for (const line of linesOf(file)) {
      const frame = Buffer.from(line)
      if (/^{"channel":"(book|trade|ticker)"/.test(line)) expect(scan(frame, context)).toBeDefined()
      expect(decode(frame, context)).toEqual(decodePlain(frame, context))
    }
  })

  test('a checksum fails when one frame is left out', () => {
    const books = booksOf(decodedOf(ETH))

    expect(verified(books.toSpliced(1_000, 1))).toBeLessThan(books.length - 1)
  })

  test('trade ids are contiguous', () => {
    const ids = decodedOf(ETH).flatMap((inbound) => (inbound.kind === 'trade' ? [Number(inbound.trade.id)] : []))

    expect(ids).toEqual(ids.map((_, i) => (ids[0] ?? Number.NaN) + i))
  })

  test.each([
    ['cryptofeed-2021-04-17-assetpairs.rest', 293],
    ['flashbook-2026-07-07-assetpairs.rest', 5],
  ])('%s: every pair of the WebSocket is an instrument, and REST knows it by our name for it', async (file, count) => {
    const body: unknown = JSON.parse(linesOf(file)[0] ?? '')
    const pairs = isObject(body) && isObject(body['result']) ? Object.values(body['result']).filter(isObject) : []
    const listed = await instruments(answering(body).get)
    const altnames = pairs.filter((pair) => pair['wsname'] !== undefined).map((pair) => pair['altname'])

    expect(listed).toHaveLength(count)
    expect(listed.map(({ venueSymbol }) => restPair(venueSymbol))).toEqual(altnames)
  })
})
