import { expect, onTestFinished, test } from 'vitest'
import { aBridge, aServer, connected } from '../test/bridges.ts'
import { tradeEvent } from '../test/events.ts'
import { every } from '../test/every.ts'
import { startTcpProxy, until } from './testing/index.ts'

const SYMBOLS = Array.from({ length: 40 }, (_, i) => `S${i}/USDT`)

const idsOf = (bridge: ReturnType<typeof aBridge>): number[] => {
  const ids: number[] = []
  bridge.on('trade', ({ id }) => ids.push(Number(id)))
  return ids
}

async function aNetwork(server: { readonly host: string; readonly port: number }) {
  const network = await startTcpProxy(server)
  onTestFinished(() => network.stop())
  return network
}

test('what is subscribed to while a connection is being made is on it', async () => {
  const server = await aServer()
  const network = await aNetwork(server)
  network.delay(100)
  const bridge = aBridge(network, { enablePublishing: false })
  const subscribed = async (symbol: string) =>
    ((await server.command('PUBSUB', 'CHANNELS', `*:trade:*${symbol}*`)) as string[]).length > 0
  await bridge.subscribe('trade', { exchange: 'binance', symbol: 'FIRST' })
  const connecting = bridge.connect()
  // Redis has been asked, its answer is on the way.
  await until('the first is there', () => subscribed('FIRST'))
  expect(bridge.isReady()).toBe(false)
  await bridge.subscribe('trade', { exchange: 'binance', symbol: 'SECOND' })
  await connecting
  network.delay(0)
  await until('the second is there', () => subscribed('SECOND'), { withinMs: 3_000 })
})

test('whoever stops listening to everything, and begins again, is told nothing of what came between', async () => {
  const server = await aServer()
  const publisher = await connected(server)
  const subscriber = await connected(server)
  const ids = idsOf(subscriber)
  await subscriber.subscribe('trade')
  for (let i = 1; i <= 5; i++) void publisher.publish(tradeEvent(i))
  await until('the first are there', () => ids.length === 5)
  await subscriber.unsubscribe('trade')
  for (let i = 6; i <= 10; i++) void publisher.publish(tradeEvent(i))
  await publisher.flush()
  await subscriber.subscribe('trade')
  for (let i = 11; i <= 15; i++) void publisher.publish(tradeEvent(i))
  await until('the last is there', () => ids.at(-1) === 15)
  expect(ids).toEqual([1, 2, 3, 4, 5, 11, 12, 13, 14, 15])
  expect(subscriber.getMetrics()).toMatchObject({ lost: 0, unknownLosses: 0 })
})

test.each(['repaired', 'log'] as const)(
  'a late joiner is told nothing that was said before it came (%s)',
  async (delivery) => {
    const server = await aServer()
    const publisher = await connected(server)
    for (let i = 1; i <= 200; i++) void publisher.publish(tradeEvent(i))
    await publisher.flush()
    const network = await aNetwork(server)
    network.delay(20)
    const late = aBridge(network, { delivery, enablePublishing: false })
    const ids = idsOf(late)
    await late.subscribe('trade', { exchange: 'binance', symbol: 'BTC/USDT' })
    await late.connect()
    let id = 1_000
    const stop = every(5, () => void publisher.publish(tradeEvent(id++)))
    await until('it hears', () => ids.length > 20)
    stop()
    expect(ids[0]).toBeGreaterThanOrEqual(1_000)
  },
)

test('a late joiner to a busy feed does not read the minute that lies behind', async () => {
  const server = await aServer()
  const publisher = await connected(server)
  // A log long enough, and a feed that goes on while it joins.
  for (let i = 1; i <= 3_000; i++) {
    void publisher.publish(tradeEvent(i))
    if (i % 3 === 0) await publisher.flush()
  }
  let id = 10_000
  const stop = every(1, () => void publisher.publish(tradeEvent(id++)))
  await server.command('CONFIG', 'RESETSTAT')
  const late = await connected(server, { enablePublishing: false })
  const ids = idsOf(late)
  await late.subscribe('trade', { exchange: 'binance', symbol: 'BTC/USDT' })
  await until('beats have come', () => late.getMetrics().lastHeartbeatAt !== undefined && ids.length > 1_000)
  stop()
  const calls = /cmdstat_xrange:calls=(\d+)/.exec(String(await server.command('INFO', 'commandstats')))?.[1] ?? '0'
  expect(Number(calls)).toBeLessThan(8)
})

test('of a channel never heard, what was said during an outage is delivered all the same', async () => {
  const server = await aServer()
  const network = await aNetwork(server)
  const publisher = await connected(server)
  // Whoever comes now knows the writer of every partition, and where its log ends.
  for (const symbol of SYMBOLS) void publisher.publish(tradeEvent(1, `OTHER-${symbol}`))
  await publisher.flush()
  const subscriber = await connected(network, { enablePublishing: false })
  const heard = new Map<string, number[]>()
  subscriber.on('trade', ({ id, symbol }) => heard.set(symbol, [...(heard.get(symbol) ?? []), Number(id)]))
  await Promise.all(SYMBOLS.map((symbol) => subscriber.subscribe('trade', { exchange: 'binance', symbol })))

  network.refuse()
  network.cut()
  await until('it is away', () => !subscriber.isReady())
  let id = 1
  const round = () => {
    for (const symbol of SYMBOLS) void publisher.publish(tradeEvent(id, symbol))
    id += 1
  }
  round()
  const stop = every(1, round)
  // What comes live is here before the log has answered.
  network.delay(20)
  await network.pass()
  await until('it is back', () => subscriber.isReady())
  await until('it flows', () => (heard.get(SYMBOLS[0] ?? '')?.length ?? 0) > 50)
  stop()
  await publisher.flush()
  const all = Array.from({ length: id - 1 }, (_, i) => i + 1)
  await until('the last are there', () => SYMBOLS.every((symbol) => heard.get(symbol)?.at(-1) === id - 1))
  for (const symbol of SYMBOLS) expect(heard.get(symbol)).toEqual(all)
})
