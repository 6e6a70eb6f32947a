import { expect, onTestFinished, test } from 'vitest'
import { aServer } from '../../test/bridges.ts'
import { Link, type LinkName } from '../link/link.ts'
import { resolverFor } from '../link/resolve.ts'
import { settingsOf } from '../settings.ts'
import { until } from '../testing/index.ts'
import { PathProbe } from './path-probe.ts'

const CHANNEL = 'ws:{0}:probe:x'

async function aLink(name: LinkName, { port }: { readonly port: number }): Promise<Link> {
  const settings = settingsOf({ host: '127.0.0.1', port, heartbeatMs: 20 })
  const nothing = () => undefined
  const link = new Link(name, settings, resolverFor(settings, CHANNEL), {
    prepare: () => Promise.resolve(),
    up: nothing,
    down: nothing,
    reconnecting: nothing,
    failed: nothing,
  })
  onTestFinished(() => link.stop())
  link.start()
  await until('it is up', () => link.up)
  return link
}

async function probed(commandsAt: { readonly port: number }, subscriberAt: { readonly port: number }): Promise<Link> {
  const [commands, subscriber] = [await aLink('publisher', commandsAt), await aLink('subscriber', subscriberAt)]
  const probe = new PathProbe(settingsOf({ heartbeatMs: 20 }), CHANNEL, commands, subscriber)
  onTestFinished(() => probe.stop())
  await subscriber.client?.subscribe(
    [CHANNEL],
    probe.filter(() => expect.unreachable()),
  )
  probe.start()
  return subscriber
}

test('a connection to where nothing is said any more is ended, however healthy it is', async () => {
  const subscriber = await probed(await aServer(), await aServer())
  await until('it is noticed', () => subscriber.lastCause !== undefined)
  expect(subscriber.lastCause).toBe('nothing said was heard for 60 ms')
})

test('where it hears itself all is well', async () => {
  const server = await aServer()
  const subscriber = await probed(server, server)
  const said = async () =>
    Number(/cmdstat_publish:calls=(\d+)/.exec(String(await server.command('INFO', 'commandstats')))?.[1])
  await until('it has spoken often', async () => (await said()) > 10)
  expect(subscriber.lastCause).toBeUndefined()
})
