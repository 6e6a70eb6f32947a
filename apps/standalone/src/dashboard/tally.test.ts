import { MaintainedBook } from '@md/order-book'
import { aTicker, aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { type Note, Tally } from './tally.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const

function aTally() {
  const notes: Note[] = []
  const tally = new Tally(
    [MARKET],
    () => 1_000,
    (note) => notes.push(note),
  )
  const row = () => tally.rows.get('binance BTC/USDT')
  return { tally, row, texts: () => notes.map(({ text }) => text) }
}

test('a row shows the last price of tickers and trades alike', () => {
  const { row, tally } = aTally()
  tally.take({ type: 'ticker', data: aTicker({ last: 100 }) })
  tally.take({ type: 'trade', data: aTrade({ price: 101 }) })

  expect(row()).toMatchObject({ last: 101, events: 2 })
})

test('a book is read, and a change of its status is worth a line', () => {
  const { row, tally, texts } = aTally()
  const book = new MaintainedBook({ ...MARKET, integrity: 'sequence' })
  book.snapshot({ bids: [[99, 1]], asks: [[100, 2]] }, { timestamp: 1, receivedAt: 2 })
  book.status = 'live'
  tally.take({ type: 'orderbook', data: book })
  book.become('stale')
  tally.take({ type: 'orderbook', data: book })

  expect(row()).toMatchObject({ bid: 99, ask: 100, levels: 2, book: 'stale' })
  expect(texts()).toEqual(['binance BTC/USDT book is stale'])
})

test('a gap is counted and told with its bounds', () => {
  const { row, tally, texts } = aTally()
  const gap = { ...MARKET, channel: 'trades', from: '7', to: '9', missed: 3, cause: 'drop' } as const
  tally.take({ type: 'gap', data: { ...gap, recovered: false } })
  tally.take({ type: 'gap', data: { ...gap, recovered: true } })

  expect(row()).toMatchObject({ gaps: 2, missed: 3 })
  expect(texts()).toEqual([
    'binance BTC/USDT trades: 3 (7 to 9) missing, cause: drop',
    'binance BTC/USDT trades: 3 (7 to 9) fetched and delivered in their place, cause: drop',
  ])
})

test('updates of a book that are missing are no trades', () => {
  const { row, tally } = aTally()
  const gap = { ...MARKET, from: '7', to: '9', missed: 3, cause: 'sequence', recovered: false } as const
  tally.take({ type: 'gap', data: { ...gap, channel: 'orderbook' } })
  tally.take({ type: 'gap', data: { ...gap, channel: 'candles' } })

  expect(row()).toMatchObject({ gaps: 2, missed: 0 })
})

test('markets that are not shown are not counted', () => {
  const { tally } = aTally()
  tally.take({ type: 'trade', data: aTrade({ symbol: 'DOGE/USDT' }) })
  expect(tally.total).toBe(0)
})
