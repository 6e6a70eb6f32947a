import { deferred } from '@md/runtime'
import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { buy, EngineStage, puppet, turns } from '../../test/engine-stage.ts'
import { PaperFeed } from '../../test/paper-feed.ts'

test('a bot that lost its lease and is started again hears of its orders, however slowly its first life goes', async () => {
  const clock = new ManualClock()
  const feed = new PaperFeed(clock)
  const left = deferred<void>()
  const subscribe = feed.subscribe.bind(feed)
  feed.subscribe = async (want, listener) => {
    const handle = await subscribe(want, listener)
    return { ...handle, unsubscribe: () => left.promise.then(() => handle.unsubscribe()) }
  }
  const first = await new EngineStage(puppet().strategy, { clock, feed }).begun()
  first.leases.revoke('one', 'the lease ran out')
  await turns()
  const { hub, leases, store, venue } = first
  const { does, strategy } = puppet()
  const again = await new EngineStage(strategy, { clock, feed, hub, leases, store, venue }).begun()
  left.resolve()
  await turns()
  does(buy('1'))
  await again.price(100)
  expect(again.position?.amount).toBe('1')
})
