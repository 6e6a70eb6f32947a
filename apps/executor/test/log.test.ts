import { until } from '@md/redis-bridge/testing'
import { expect, test } from 'vitest'
import { aBotStage } from './bots-stage.ts'

test('an error of an exchange is told in the log once', { timeout: 60_000 }, async () => {
  const stage = await aBotStage()
  const executor = stage.executor({ KRAKEN_REST_URL: 'http://127.0.0.1:9' })
  const told = () => executor.err.split('\n').filter((line) => /"msg":"exchange[ :]error"/.test(line))
  await until('errors are told', () => told().length > 1)
  const messages = told().map((line) => (JSON.parse(line) as { readonly msg: string }).msg)
  expect(new Set(messages)).toEqual(new Set(['exchange error']))
})
