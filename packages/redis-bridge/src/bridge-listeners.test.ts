import type { MarketEvent, Subscription } from '@md/types'
import { expect, test } from 'vitest'
import { aBridge, aServer, connected } from '../test/bridges.ts'
import { until } from './testing/index.ts'

const WANT: Subscription = { exchange: 'binance', symbol: 'BTC/USDT', channel: 'trades' }

function fail(): void {
  throw new Error('a bug of theirs')
}

test('a listener for leadership that throws is counted and reported, and hurts nobody', async () => {
  const server = await aServer()
  const bridge = aBridge(server)
  const said: unknown[] = []
  bridge.on('error', ({ code, context }) => said.push(code, context))
  bridge.onLeadership(fail)
  const leading: boolean[] = []
  const stop = bridge.onLeadership((leads) => leading.push(leads))
  await bridge.connect()
  stop()
  await bridge.disconnect()
  expect(leading).toEqual([false, true])
  expect(bridge.getMetrics().handlerErrors).toBe(3)
  expect(said).toContain('LISTENER_THREW')
  expect(said).toContainEqual({ type: 'leadership' })
})

test('a listener for demands that throws is reported; another, and one that comes later, hears them', async () => {
  const server = await aServer()
  const executor = aBridge(server)
  await executor.demand([WANT])
  const host = await connected(server)
  const heard: (readonly Subscription[])[] = []
  const errors: string[] = []
  host.on('error', ({ message }) => errors.push(message))
  host.onDemand(fail)
  host.onDemand((wants) => heard.push(wants))
  await executor.connect()
  await until('it is heard', () => heard.at(-1)?.length === 1)
  expect(heard.at(-1)).toEqual([WANT])
  expect(errors).toContain('a bug of theirs')

  const late: (readonly Subscription[])[] = []
  const stop = host.onDemand((wants) => late.push(wants))
  expect(late).toEqual([[WANT]])
  stop()
})

test('an event that is none is refused, counted and reported: publishing never throws', async () => {
  const server = await aServer()
  const bridge = await connected(server)
  const errors: string[] = []
  bridge.on('error', ({ message }) => errors.push(message))
  await bridge.publish({ type: 'trade', data: null } as unknown as MarketEvent)
  expect(bridge.getMetrics()).toMatchObject({ refused: 1, publishedEvents: 0 })
  expect(errors).toHaveLength(1)
})
