import { MaintainedBook } from '@md/order-book'
import { expect, test } from 'vitest'
import { marketAt } from '../markets.ts'
import { bookAndTrades, tickers } from './played.ts'

test('tickers come by time, and their prices are prices', () => {
  const events = [...tickers(1_000, 1)].flatMap((event) => (event.type === 'ticker' ? [event.data] : []))
  expect(events).toHaveLength(1_000)
  expect(events.every(({ receivedAt }, i) => i === 0 || receivedAt > (events[i - 1]?.receivedAt ?? 0))).toBe(true)
  expect(events.every(({ ask, bid, last }) => bid < last && last < ask)).toBe(true)
})

test('the changes of a book follow each other without a hole, and trades are at its best', () => {
  const book = new MaintainedBook({ ...marketAt(0), integrity: 'sequence' })
  let trades = 0
  for (const event of bookAndTrades(2_000, 1)) {
    if (event.type === 'orderbook' && event.data.change !== undefined) {
      expect(book.follow(event.data.change, event.data)).not.toBe('gap')
    } else if (event.type === 'trade') {
      trades += 1
      const { price, side } = event.data
      expect(price).toBe((side === 'buy' ? book.asks : book.bids).price(0))
    }
  }
  expect(trades).toBe(199)
})
