import { MaintainedBook } from '@md/order-book'
import type { Subscription } from '@md/types'
import { aTicker, aTrade, ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { notFed } from './readiness.ts'
import { Tally } from './tally.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const
const NAME = 'binance BTC/USDT'
const TRADES: Subscription = { ...MARKET, channel: 'trades' }
const BOOK: Subscription = { ...MARKET, channel: 'orderbook' }

function anExecutor(...wants: readonly Subscription[]) {
  const clock = new ManualClock()
  const tally = new Tally(clock)
  const book = new MaintainedBook({ ...MARKET, integrity: 'sequence' })
  const reasons = () => notFed({ wants, markets: tally.rows, now: clock.now(), silenceMs: 30_000 })
  const says = (status: 'live' | 'stale') => {
    book.snapshot({ bids: [[100, 1]], asks: [[101, 2]] }, { timestamp: clock.now(), receivedAt: clock.now() })
    book.status = status
    tally.take({ type: 'orderbook', data: book })
  }
  return { clock, tally, reasons, says }
}

test('who has asked for nothing yet is not ready', () => {
  expect(anExecutor().reasons()).toEqual(['nothing has been asked for yet'])
})

test('a market that nothing came of is named, and so is one that has fallen silent', () => {
  const { clock, reasons, tally } = anExecutor(TRADES)
  expect(reasons()).toEqual([`nothing has come of ${NAME} yet`])

  tally.take({ type: 'trade', data: aTrade({ receivedAt: clock.now() }) })
  clock.advance(30_000)
  expect(reasons()).toEqual([])
  clock.advance(15_000)
  expect(reasons()).toEqual([`nothing has come of ${NAME} for 45 s`])
})

test('a last value that somebody kept for a quarter of an hour is no feed', () => {
  const { clock, reasons, tally } = anExecutor(TRADES)
  tally.take({ type: 'ticker', data: aTicker({ receivedAt: clock.now() - 900_000 }) })
  expect(reasons()).toEqual([`nothing has come of ${NAME} for 900 s`])
})

test('a host whose clock is ahead does not make its silence any shorter', () => {
  const { clock, reasons, tally } = anExecutor(TRADES)
  tally.take({ type: 'trade', data: aTrade({ receivedAt: clock.now() + 3_600_000 }) })
  clock.advance(31_000)
  expect(reasons()).toEqual([`nothing has come of ${NAME} for 31 s`])
})

test('a wanted book has to be live, whatever else comes', () => {
  const { clock, reasons, says, tally } = anExecutor(TRADES, BOOK)
  tally.take({ type: 'trade', data: aTrade({ receivedAt: clock.now() }) })
  expect(reasons()).toEqual([`there is no order book of ${NAME} yet`])
  says('live')
  expect(reasons()).toEqual([])
  says('stale')
  expect(reasons()).toEqual([`the order book of ${NAME} is stale`])
})

test('a gap is nothing that has come', () => {
  const { reasons, tally } = anExecutor(TRADES)
  const gap = { ...MARKET, channel: 'trades', cause: 'drop', missed: 1, recovered: false } as const
  tally.take({ type: 'gap', data: gap })
  expect(reasons()).toEqual([`nothing has come of ${NAME} yet`])
})
