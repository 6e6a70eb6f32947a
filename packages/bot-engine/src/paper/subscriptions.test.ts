import { type Handle, silentLogger } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { PaperFeed } from '../../test/paper-feed.ts'
import { Subscriptions } from './subscriptions.ts'

test('a feed that cannot give a subscription back is logged, and the others are given back', async () => {
  const feed = new PaperFeed(new ManualClock())
  const warnings: string[] = []
  const subscriptions = new Subscriptions(feed, { ...silentLogger, warn: (_, message) => void warnings.push(message) })
  const want = { exchange: 'binance', symbol: 'BTC/USDT', channel: 'trades' } as const
  const subscribe = feed.subscribe.bind(feed)
  feed.subscribe = async (): Promise<Handle> => {
    feed.subscribe = subscribe
    const unsubscribe = () => Promise.reject(new Error('the exchange is away'))
    return { unsubscribe, [Symbol.asyncDispose]: unsubscribe }
  }
  subscriptions.add(want, () => undefined)
  subscriptions.add(want, () => undefined)
  await Promise.resolve()
  await subscriptions.releaseAll()
  expect(warnings).toEqual(['a subscription of the paper venue could not be given back'])
  expect(feed.listeners).toBe(0)
})
