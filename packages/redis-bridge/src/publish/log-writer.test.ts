import { expect, onTestFinished, test } from 'vitest'
import { aServer } from '../../test/bridges.ts'
import { Link } from '../link/link.ts'
import { resolverFor } from '../link/resolve.ts'
import { Counters } from '../metrics.ts'
import { settingsOf } from '../settings.ts'
import { startTcpProxy, until } from '../testing/index.ts'
import { LogWriter } from './log-writer.ts'
import type { Batch } from './ring.ts'

const aBatch = (batch: number): Batch => ({
  at: { fence: 1, batch },
  entry: Buffer.from('{}'),
  madeAt: 0,
  events: { trade: 1 },
  count: 1,
  acked: false,
  refused: false,
})

async function aWriter() {
  const server = await aServer()
  const network = await startTcpProxy(server)
  onTestFinished(() => network.stop())
  const settings = settingsOf({ host: '127.0.0.1', port: network.port })
  const nothing = () => undefined
  const heard = { prepare: () => Promise.resolve(), up: nothing, down: nothing, reconnecting: nothing, failed: nothing }
  const link = new Link('publisher', settings, resolverFor(settings, ''), heard)
  onTestFinished(() => link.stop())
  link.start()
  await until('it is up', () => link.up)
  const failures: unknown[] = []
  const events = {
    deposed: nothing,
    dropped: nothing,
    acked: nothing,
    failed: (error: unknown) => failures.push(error),
  }
  const writer = new LogWriter({ key: 'log', link, settings, counters: new Counters(), events })
  writer.under(1)
  return { failures, network, server, writer }
}

test('whoever is told to stop while it asks how far the log goes says nothing more', async () => {
  const { network, server, writer } = await aWriter()
  network.delay(20)
  writer.append(aBatch(1))
  const catchingUp = writer.catchUp()
  writer.away()
  await catchingUp
  writer.append(aBatch(2))
  network.delay(0)
  expect([writer.flowing, writer.liveFlows]).toEqual([false, false])
  expect(await server.command('XLEN', 'log')).toBe(0)

  await writer.catchUp()
  expect(writer.flowing).toBe(true)
  expect(await server.command('XLEN', 'log')).toBe(2)
})

test('what Redis refuses is told, and written once it takes it', async () => {
  const { failures, server, writer } = await aWriter()
  await writer.catchUp()
  await server.command('CONFIG', 'SET', 'maxmemory', '1')
  writer.append(aBatch(1))
  await until('it is told', () => failures.length > 0)
  expect(String(failures[0])).toContain('OOM')
  await server.command('CONFIG', 'SET', 'maxmemory', '0')
  await until('it is there', () => writer.unacked === 0)
  expect(await server.command('XLEN', 'log')).toBe(1)
})
