import type { RedisTopology } from '@md/types'
import { expect, test } from 'vitest'
import { aServer } from '../../test/bridges.ts'
import { settingsOf } from '../settings.ts'
import { resolverFor } from './resolve.ts'

const at = ({ host, port }: { readonly host: string; readonly port: number }) => ({ host, port })

const resolved = (topology: RedisTopology) =>
  resolverFor(settingsOf({ host: 'redis', port: 7_000, topology }), 'ws:{0}:hb')(1_000)

test('a server alone is where it was said to be', async () => {
  expect(await resolved({ kind: 'standalone' })).toMatchObject({ host: 'redis', port: 7_000 })
})

test('where no Sentinel helps, each says why', async () => {
  const [plain, silent] = [await aServer(), await aServer()]
  silent.freeze()
  const failure = resolved({ kind: 'sentinel', master: 'mymaster', sentinels: [at(plain), at(silent)] })
  await expect(failure).rejects.toMatchObject({
    code: 'REDIS_LINK',
    message: expect.stringMatching(
      new RegExp(
        `mymaster: no Sentinel names a master \\(127.0.0.1:${plain.port}: .*unknown command.*:${silent.port}: .*no answer`,
      ),
    ),
  })
})

test('where no node of a Cluster helps, each says why', async () => {
  const [plain, silent] = [await aServer(), await aServer()]
  silent.freeze()
  const failure = resolved({ kind: 'cluster', nodes: [at(plain), at(silent)] })
  await expect(failure).rejects.toMatchObject({
    code: 'REDIS_LINK',
    message: expect.stringMatching(
      new RegExp(
        `nobody names the owner of ws:.0.:hb \\(127.0.0.1:${plain.port}: .*cluster support disabled.*:${silent.port}: .*no answer`,
      ),
    ),
  })
})
