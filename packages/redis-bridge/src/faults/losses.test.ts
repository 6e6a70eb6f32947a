import { systemClock } from '@md/runtime'
import { expect, onTestFinished, test } from 'vitest'
import { aServer, connected } from '../../test/bridges.ts'
import { tradeEvent } from '../../test/events.ts'
import { aStage, NOTHING_LOST, wantAll } from '../../test/fault-stage.ts'
import { Ledger } from '../../test/ledger.ts'
import { SYMBOLS } from '../../test/load.ts'
import { startBridge } from '../../test/start-bridge.ts'
import { Names } from '../names.ts'
import { startTcpProxy, until } from '../testing/index.ts'

const NAMES = new Names({ keyPrefix: 'ws:', partitions: 8, topology: { kind: 'standalone' } })

/** What a log that is trimmed as soon as possible needs. */
const SHORT_MEMORY = { log: { retentionSeconds: 1 }, lastValue: { intervalMs: 20 } }

test('what the log has forgotten is lost, counted exactly, and announced with its numbers', async () => {
  const { network, stage } = await aStage({ through: 'subscriber', publisher: SHORT_MEMORY })
  network.refuse()
  network.cut()
  await stage.under(3_000)
  await network.pass()
  await stage.flows()

  const { lost, ...verdict } = await stage.end()
  expect(verdict).toEqual({
    acked: stage.load.published,
    unaccounted: 0,
    unknown: 0,
    dropped: 0,
    twice: 0,
    disorder: 0,
  })
  expect(lost).toBeGreaterThan(1_000)
  expect(lost).toBe(stage.ledger.account.skipped)
  for (const symbol of SYMBOLS) {
    // The publisher numbers from 1, as the load does.
    const announced = stage.ledger.gaps
      .filter((gap) => gap.symbol === symbol)
      .flatMap(({ from, missed = 0 }) => Array.from({ length: missed }, (_, i) => Number(from) + i))
    expect(announced).toEqual(stage.ledger.missingOf(symbol))
  }
})

test('what a publisher could not keep for a Redis that is away is lost, counted by both, and announced', async () => {
  const { network, stage } = await aStage({ through: 'publisher', publisher: { refill: { maxAgeMs: 500 } } })
  network.refuse()
  network.cut()
  await stage.under(2_000)
  await network.pass()
  await stage.flows()
  const { dropped, lost, ...verdict } = await stage.end()
  expect(verdict).toMatchObject({ unaccounted: 0, unknown: 0, twice: 0, disorder: 0 })
  expect(dropped).toBeGreaterThan(1_000)
  expect(verdict.acked).toBe(stage.load.published - dropped)
  // What was on the way when the connection was cut has arrived, and nobody knows.
  expect(lost).toBeLessThanOrEqual(dropped)
  expect(stage.ledger.account).toMatchObject({ skipped: lost, delivered: stage.load.published - lost })
})

test('a reader that Redis throws out because it is too slow misses nothing', async () => {
  const { server, stage } = await aStage()
  await server.command('CONFIG', 'SET', 'client-output-buffer-limit', 'pubsub 64kb 0 0')
  const slow = await startBridge({ host: server.host, port: server.port }, true)
  await until('it flows', async () => (await slow.order({ kind: 'tell' })).account.delivered > 300)
  const isThrownOut = () => server.log.includes('overcoming of output buffer limits')

  slow.signal('SIGSTOP')
  // Until the memory of the socket is full too.
  const heavy = 'x'.repeat(20_000)
  await until('it is thrown out', async () => {
    for (const symbol of SYMBOLS) await server.command('PUBLISH', `ws:{0}:live:trade:binance:${symbol}`, heavy)
    return isThrownOut()
  })
  slow.signal('SIGCONT')
  expect(await stage.end()).toMatchObject(NOTHING_LOST)
  const news = await until('it has everything', async () => {
    const told = await slow.order({ kind: 'tell' })
    return told.account.reached === stage.load.published ? told : undefined
  })
  expect(news.account).toMatchObject({ skipped: 0, missed: 0, unknown: 0, twice: 0, disorder: 0 })
  expect(news.metrics.repaired).toBeGreaterThan(0)
})

test('what is too much for the queue of a subscriber is dropped, counted, and read from the log', async () => {
  const { stage } = await aStage({ subscriber: { backpressure: { maxQueue: 12 } } })
  // How much of a burst waits at once is the machine's: bursts go on until it is too much.
  for (let i = 0; i < 50 && stage.subscriber.getMetrics().intakeDropped === 0; i++) {
    stage.load.publish(2_000)
    await stage.under(100)
  }
  await stage.flows()
  expect(await stage.end()).toEqual({ ...NOTHING_LOST, acked: stage.load.published })
  expect(stage.subscriber.getMetrics().intakeDropped).toBeGreaterThan(0)
})

test('a publisher that is killed leaves what Redis has, and a gap of unknown size in every channel', async () => {
  const server = await aServer()
  const heartbeatMs = 100
  const publisher = await startBridge({ host: server.host, port: server.port, heartbeatMs })
  const subscriber = await connected(server, {
    heartbeatMs,
    enablePublishing: false,
    lease: { name: 'none', ttlMs: 300 },
  })
  const ledger = new Ledger(subscriber)
  await wantAll(subscriber)
  await publisher.order({ kind: 'load', since: systemClock.now() })
  await until('it flows', () => ledger.delivered > 3_000)

  await publisher.kill()
  await until('its death is noticed', () => ledger.account.unknown >= SYMBOLS.length)
  let logged = 0
  for await (const { event } of subscriber.replay({ type: 'trade' })) if (event.type === 'trade') logged += 1
  expect(ledger.account).toEqual({
    delivered: logged,
    reached: logged,
    skipped: 0,
    missed: 0,
    unknown: SYMBOLS.length,
    twice: 0,
    disorder: 0,
  })
  expect(new Set(ledger.gaps.map(({ symbol }) => symbol))).toEqual(new Set(SYMBOLS))
  expect(ledger.gaps.every((gap) => gap.missed === undefined && gap.channel === 'trades')).toBe(true)
})

test('the last words of a publisher, which reached the log alone, are delivered before its death is announced', async () => {
  const server = await aServer()
  const network = await startTcpProxy(server)
  onTestFinished(() => network.stop())
  const publisher = await connected(network, { heartbeatMs: 100 })
  const mourner = { heartbeatMs: 100, enablePublishing: false, lease: { name: 'none', ttlMs: 300 } }
  const subscriber = await connected(server, mourner)
  const market = { exchange: 'binance', symbol: 'BTC/USDT' } as const
  await subscriber.subscribe('trade', market)
  const told: string[] = []
  subscriber.on('trade', ({ id }) => told.push(id))
  subscriber.on('gap', ({ missed }) => told.push(`gap of ${missed}`))
  void publisher.publish(tradeEvent(1))
  await until('it is there', () => told.length === 1)

  network.blackHole()
  const key = `ws:{${NAMES.partitionOf(market)}}:log:*`
  const [log = ''] = (await server.command('KEYS', key)) as string[]
  const [[id = '', [, entry = '']]] = (await server.command('XRANGE', log, '-', '+')) as [[string, [string, string]]]
  const fence = id.split('-')[0]
  const next = entry.replace('"b":1,', '"b":2,').replace(/\[0,1,(.*?),"1",/, '[0,2,$1,"2",')
  await server.command('XADD', log, `${fence}-2`, 'd', next)
  await until('its death is noticed', () => told.length >= 3)
  expect(told).toEqual(['1', '2', 'gap of undefined'])
  await network.pass()
})
