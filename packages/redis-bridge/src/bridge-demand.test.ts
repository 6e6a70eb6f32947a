import type { Subscription } from '@md/types'
import { expect, test } from 'vitest'
import { aBridge, aServer, connected } from '../test/bridges.ts'
import { until } from './testing/index.ts'

const BTC: Subscription = { exchange: 'binance', symbol: 'BTC/USDT', channel: 'orderbook', depth: 10 }
const ETH: Subscription = { exchange: 'kraken', symbol: 'ETH/USD', channel: 'candles', interval: '1m' }

test('a host hears what executors want, all of them together, and when they go', async () => {
  const server = await aServer()
  const host = await connected(server, { enableSubscription: false })
  const wants: (readonly Subscription[])[] = []
  host.onDemand((wanted) => wants.push(wanted))

  const first = await connected(server, { enablePublishing: false })
  const second = await connected(server, { enablePublishing: false })
  await first.demand([BTC])
  await until('the first is heard', () => wants.at(-1)?.length === 1)
  await second.demand([BTC, ETH])
  await until('the second is heard', () => wants.at(-1)?.length === 2)
  expect(wants.at(-1)).toEqual([BTC, ETH])

  await second.disconnect()
  await until('it is gone', () => wants.at(-1)?.length === 1)
  expect(wants.at(-1)).toEqual([BTC])
})

test('what a dead executor wanted is forgotten, and garbage is no demand', async () => {
  const server = await aServer()
  const host = await connected(server)
  const wants: (readonly Subscription[])[] = []
  host.onDemand((wanted) => wants.push(wanted))
  await server.command(
    'SET',
    'ws:exec:odd',
    JSON.stringify([{ exchange: 'nowhere' }, 7, null, { ...ETH, interval: '2m' }]),
  )
  await server.command('SET', 'ws:exec:dead', JSON.stringify([BTC]), 'PX', '1200')
  // Last, as executors do: a host that looks in between takes a name without a demand for a dead one.
  await server.command('SADD', 'ws:execs', 'dead', 'odd')

  await until('it is heard', () => wants.at(-1)?.length === 1)
  await until('it is forgotten', () => wants.at(-1)?.length === 0)
  expect(await server.command('SMEMBERS', 'ws:execs')).toEqual(['odd'])
})

test('a demand made before connecting is said on connecting', async () => {
  const server = await aServer()
  const host = await connected(server)
  const wants: (readonly Subscription[])[] = []
  host.onDemand((wanted) => wants.push(wanted))
  const executor = aBridge(server)
  await executor.demand([ETH])
  await executor.connect()
  await until('it is heard', () => wants.at(-1)?.length === 1)
})
