import { expect, test } from 'vitest'
import { aServer, connected, heardBy } from '../test/bridges.ts'
import { tradeEvent } from '../test/events.ts'
import { Names } from './names.ts'
import { type RedisServer, until } from './testing/index.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const
const TRADES = 'trade:binance:BTC/USDT'
const NAMES = new Names({ keyPrefix: 'ws:', partitions: 8, topology: { kind: 'standalone' } })
const PARTITION = NAMES.partitionOf(MARKET)
const LOG = NAMES.log(PARTITION, 'odd')

const head = (batch: number, fence = 5) => `{"v":1,"s":"odd","w":"odd","f":${fence},"b":${batch},"tp":1`
const trade = (sequence: number) => `${sequence},null,1,"${sequence}",100,1,0,0`

/** A writer that says odd things. */
const ENTRIES = [
  'garbage',
  '{"v":9}',
  `${head(3)},"m":[[${trade(1)}]]}`,
  `${head(4)},"c":["${TRADES}"],"m":[[7,${trade(1)}],["x",${trade(1)}],[0,"x"],[0],[0,1,"x"]]}`,
  `${head(5)},"c":["odd","${TRADES}"],"m":[[0,${trade(1)}],[1,${trade(2)}]]}`,
]

async function writeOddLog(server: RedisServer): Promise<void> {
  await server.command('ZADD', NAMES.writers(PARTITION), '9999999999999', 'odd')
  for (const [index, entry] of ENTRIES.entries()) await server.command('XADD', LOG, `5-${index + 1}`, 'd', entry)
}

test('what a log has and nobody can read is counted, and what can be read is delivered (log)', async () => {
  const server = await aServer()
  const subscriber = await connected(server, { delivery: 'log' })
  await subscriber.subscribe('trade', MARKET)
  const heard = heardBy(subscriber)
  await writeOddLog(server)
  await until('the last is there', () => heard.some(({ type }) => type === 'trade'))
  expect(subscriber.getMetrics()).toMatchObject({ unknownVersions: 1, delivered: 1 })
  expect(subscriber.getMetrics().decodeErrors).toBeGreaterThanOrEqual(5)
})

test('a replay leaves out what nobody can read', async () => {
  const server = await aServer()
  await writeOddLog(server)
  const bridge = await connected(server)
  const ids: string[] = []
  for await (const { event } of bridge.replay()) if (event.type === 'trade') ids.push(event.data.id)
  expect(ids).toEqual(['2'])
  const none: unknown[] = []
  for await (const one of bridge.replay({ type: 'ticker' })) none.push(one)
  for await (const one of bridge.replay({ from: 2 })) none.push(one)
  expect(none).toEqual([])
})

test('last values that are none are left out, and what is live is delivered', async () => {
  const server = await aServer()
  const key = (name: string) => NAMES.lastValue(PARTITION, name)
  const values = {
    'ticker:binance:BTC/USDT': 'garbage',
    'candle:binance:BTC/USDT:1m': `${head(1)},"c":[],"m":[]}`,
    'candle:binance:BTC/USDT:5m': `${head(1)},"m":[]}`,
    'candle:binance:BTC/USDT:1h': `${head(1)},"m":[["x"]]}`,
    'orderbook:binance:BTC/USDT': '{"v":2}',
  }
  for (const [name, value] of Object.entries(values)) await server.command('SET', key(name), value)
  await server.command('SADD', NAMES.channels(PARTITION), ...Object.keys(values), 'odd', 'trade:nowhere:X')
  const subscriber = await connected(server)
  const heard = heardBy(subscriber)
  await subscriber.subscribeAll()
  const publisher = await connected(server)
  void publisher.publish(tradeEvent(1))
  await until('it is there', () => heard.some(({ type }) => type === 'trade'))
  expect(heard).toEqual([tradeEvent(1)])
})

test('a fence that the log never has is believed after a while: what may be missing is announced', async () => {
  const server = await aServer()
  const subscriber = await connected(server)
  await subscriber.subscribe('trade', MARKET)
  const heard = heardBy(subscriber)
  const say = (fence: number, sequence: number, more = '') =>
    server.command('PUBLISH', NAMES.live(PARTITION, TRADES), `${head(1, fence)}${more},"m":[[${trade(sequence)}]]}`)
  await say(5, 1)
  await until('the first is there', () => heard.length === 1)
  await say(6, 1)
  await say(5, 2)
  await until('it is believed', () => heard.filter(({ type }) => type === 'trade').length === 2)
  expect(heard.map(({ data, type }) => (type === 'gap' ? data : type))).toEqual([
    'trade',
    { ...MARKET, channel: 'trades', missed: undefined, recovered: false, cause: 'epoch' },
    'trade',
  ])
  expect(subscriber.getMetrics()).toMatchObject({ fenced: 1, epochChanges: 1 })
})

test('delivery live believes a new fence at once, and announces what may be missing', async () => {
  const server = await aServer()
  const subscriber = await connected(server, { delivery: 'live' })
  await subscriber.subscribe('trade', MARKET)
  const heard = heardBy(subscriber)
  const say = (fence: number, sequence: number) =>
    server.command('PUBLISH', NAMES.live(PARTITION, TRADES), `${head(1, fence)},"m":[[${trade(sequence)}]]}`)
  await say(5, 1)
  await say(6, 1)
  await until('all are there', () => heard.length === 3)
  expect(heard.map(({ type }) => type)).toEqual(['trade', 'gap', 'trade'])
  expect(subscriber.getMetrics()).toMatchObject({ unknownLosses: 1, epochChanges: 1 })
})

test('a channel that is none, and items that are none, are counted', async () => {
  const server = await aServer()
  const subscriber = await connected(server)
  await subscriber.subscribe('trade')
  const live = NAMES.live(PARTITION, '')
  await server.command('PUBLISH', `${live}odd`, `${head(1)},"m":[[1]]}`)
  await server.command('PUBLISH', `${live}${TRADES}`, `${head(1)},"m":[["x"],[1,"x"]]}`)
  await server.command('PUBLISH', `${live}${TRADES}`, `${head(1)},"c":[],"m":[]}`)
  await server.command('PUBLISH', NAMES.beat(PARTITION), `${head(1)},"m":[[1]]}`)
  await until('they are counted', () => subscriber.getMetrics().decodeErrors >= 5)
  expect(subscriber.getMetrics().delivered).toBe(0)
})
