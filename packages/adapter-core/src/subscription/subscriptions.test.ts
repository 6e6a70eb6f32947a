import { expect, test } from 'vitest'
import { orderbook, trades } from '../../test/wire-request.ts'
import { Subscriptions } from './subscriptions.ts'

const TRADES = trades('BTC/USDT')
const BOOK = orderbook('BTC/USDT')
const CANDLES = { channel: 'candles', symbol: 'BTC/USDT', interval: '1m' } as const

test('several wants may live on one thing asked of the venue, which ends with the last of them', () => {
  const subscriptions = new Subscriptions()
  const [one, other] = [subscriptions.add(TRADES), subscriptions.add(CANDLES)]

  expect(subscriptions.serve(one, TRADES).isNew).toBe(true)
  expect(subscriptions.serve(other, TRADES).isNew).toBe(false)
  expect([subscriptions.size, subscriptions.upstreams.size]).toEqual([2, 1])
  expect(subscriptions.remove(one)).toBeUndefined()
  expect(subscriptions.remove(other)?.request).toEqual(TRADES)

  expect([subscriptions.size, subscriptions.upstreams.size]).toEqual([0, 0])
})

test('a want that was never served takes nothing with it', () => {
  const subscriptions = new Subscriptions()
  const want = subscriptions.add(TRADES)

  expect(subscriptions.remove(want)).toBeUndefined()
  expect(subscriptions.want('trades:BTC/USDT')).toBeUndefined()
})

test('a symbol is known as long as anything of it is subscribed', () => {
  const subscriptions = new Subscriptions()
  const [one, other] = [subscriptions.add(TRADES), subscriptions.add(BOOK)]
  subscriptions.serve(one, TRADES)
  subscriptions.serve(other, BOOK)

  subscriptions.remove(one)
  expect(subscriptions.symbolOf('BTCUSDT')).toBe('BTC/USDT')
  subscriptions.remove(other)

  expect(subscriptions.symbolOf('BTCUSDT')).toBeUndefined()
})

test('everything can be given up at once', () => {
  const subscriptions = new Subscriptions()
  subscriptions.serve(subscriptions.add(TRADES), TRADES)

  subscriptions.clear()

  expect([subscriptions.size, subscriptions.upstreams.size, subscriptions.symbolOf('BTCUSDT')]).toEqual([
    0,
    0,
    undefined,
  ])
})
