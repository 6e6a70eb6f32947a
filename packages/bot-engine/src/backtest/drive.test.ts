import { aTicker } from '@md/types/testing'
import { expect, test } from 'vitest'
import { Drive } from './drive.ts'
import { EventFeed } from './event-feed.ts'
import { VirtualClock } from './virtual-clock.ts'

const T0 = 1_750_000_000_000

function aDrive() {
  const clock = new VirtualClock(T0)
  const feed = new EventFeed(clock)
  const engine = { isIdle: true }
  return { clock, feed, engine, drive: new Drive({ clock, feed, engine, store: { isBusy: false } }) }
}

const at = (ms: number) => ({ type: 'ticker', data: aTicker({ receivedAt: T0 + ms, last: ms }) }) as const

test('what an event sets off is done before the next event, and before time goes on', async () => {
  const { clock, drive, engine, feed } = aDrive()
  const order: string[] = []
  feed.on('ticker', ({ last }) => {
    order.push(`event ${last}`)
    engine.isIdle = false
    void Promise.resolve()
      .then(() => undefined)
      .then(() => order.push(`done with ${last}`))
  })
  clock.after(5, () => order.push('timer'))
  await drive.play([at(0), at(10)])
  expect(order).toEqual(['event 0', 'done with 0', 'timer', 'event 10', 'done with 10'])
})

test('an event that is late happens now', async () => {
  const { clock, drive } = aDrive()
  await drive.play([at(10), at(3)])
  expect(clock.monotonic()).toBe(10)
})

test('time passes until the work is done, and no longer', async () => {
  const { clock, drive } = aDrive()
  const work = new Promise<string>((resolve) => void clock.after(100, () => resolve('done')))
  clock.after(200, () => undefined)
  expect(await drive.until(work)).toBe('done')
  expect(clock.monotonic()).toBe(100)
})

test('what fails, fails, and what no timer will bring is not waited for', async () => {
  const { drive } = aDrive()
  await expect(drive.until(Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(drive.until(new Promise(() => undefined))).rejects.toMatchObject({ code: 'BACKTEST_STUCK' })
})
