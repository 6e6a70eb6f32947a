import { type Deferred, deferred } from '@md/runtime'
import type { Subscription } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { WantKeeper } from './want-keeper.ts'

const TRADES = { exchange: 'binance', symbol: 'BTC/USDT', channel: 'trades' } as const
const TICKER = { exchange: 'binance', symbol: 'ETH/USDT', channel: 'ticker' } as const

/** A feed that answers at once, or when the test says so. */
function aKeeper({ hold = false } = {}) {
  const clock = new ManualClock()
  const asked: Deferred<void>[] = []
  const told: string[] = []
  const tell = (what: string) => (want: Subscription) => told.push(`${what} ${want.channel} ${want.symbol}`)
  const subscribe = (want: Subscription) => {
    const answer = deferred<void>()
    asked.push(answer)
    if (!hold) answer.resolve()
    return Object.assign(answer.promise, { unsubscribe: async () => void tell('given back')(want) })
  }
  const keeper = new WantKeeper({
    feed: { subscribe },
    clock,
    random: () => 0,
    lingerMs: 30_000,
    onSubscribed: tell('subscribed'),
    onRefused: (want, { code }, retryInMs) => tell(`${code}, again in ${retryInMs},`)(want),
    onReleased: tell('released'),
  })
  return { asked, clock, keeper, told }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('subscribes to what is wanted, once', async () => {
  const { keeper, told } = aKeeper()
  keeper.follow([TRADES])
  keeper.follow([TRADES, TICKER])
  await settled()
  expect(told).toEqual(['subscribed trades BTC/USDT', 'subscribed ticker ETH/USDT'])
  expect(keeper.wants).toEqual([TRADES, TICKER])
})

test('lets go a while after nobody wants it any more, unless somebody comes back', async () => {
  const { clock, keeper, told } = aKeeper()
  keeper.follow([TRADES, TICKER])
  await settled()
  told.length = 0

  keeper.follow([])
  clock.advance(29_999)
  keeper.follow([TICKER])
  clock.advance(60_000)
  expect(told).toEqual(['given back trades BTC/USDT', 'released trades BTC/USDT'])
  expect(keeper.wants).toEqual([TICKER])

  keeper.follow([TICKER, TRADES])
  await settled()
  expect(told.at(-1)).toBe('subscribed trades BTC/USDT')
})

test('a want that is told again and again while it lingers is not kept for ever', async () => {
  const { clock, keeper, told } = aKeeper()
  keeper.follow([TRADES, TICKER])
  await settled()
  keeper.follow([TICKER])
  clock.advance(20_000)
  keeper.follow([TICKER])
  clock.advance(10_000)
  expect(told.at(-1)).toBe('released trades BTC/USDT')
})

test('what is refused is told, and asked for again for as long as it is wanted', async () => {
  const { asked, clock, keeper, told } = aKeeper({ hold: true })
  keeper.follow([TRADES])
  await settled()
  asked.at(-1)?.reject(new Error('no such symbol'))
  await settled()
  expect(told).toEqual(['UNEXPECTED, again in 1000, trades BTC/USDT'])

  clock.advance(1_000)
  await settled()
  asked.at(-1)?.resolve()
  await settled()
  expect(told.at(-1)).toBe('subscribed trades BTC/USDT')
})

test('what is refused and not wanted any more is not asked for again', async () => {
  const { asked, clock, keeper, told } = aKeeper({ hold: true })
  keeper.follow([TRADES])
  await settled()
  keeper.follow([])
  clock.advance(30_000)
  asked.at(-1)?.reject(new Error('no such symbol'))
  await settled()
  clock.advance(60_000)
  await settled()
  expect(told).toEqual(['given back trades BTC/USDT', 'released trades BTC/USDT'])
  expect(asked).toHaveLength(1)
})

test('once stopped it asks for nothing more', async () => {
  const { keeper, told } = aKeeper()
  keeper.stop()
  keeper.follow([TRADES])
  await settled()
  expect(told).toEqual([])
})
