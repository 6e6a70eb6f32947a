import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProgram } from '@md/service/testing'
import { expect, onTestFinished, test } from 'vitest'
import { aFolder } from './stage.ts'

const MAINS = {
  host: new URL('../../host/src/main.ts', import.meta.url),
  executor: new URL('../src/main.ts', import.meta.url),
}

const wrongly = (app: keyof typeof MAINS, environment: Readonly<Record<string, string>>, ...args: readonly string[]) =>
  startProgram(MAINS[app], environment, args).ended

test.each(['host', 'executor'] as const)(
  'the %s, configured wrongly, says everything that is wrong and ends with 2',
  {
    timeout: 30_000,
  },
  async (app) => {
    const { code, err, out } = await wrongly(app, { REDIS_PORT: 'abc', LOG_LEVEL: 'loud', REDIS_PASSWORD: 'hunter2' })
    expect(code).toBe(2)
    expect(err).toMatch(/LOG_LEVEL "loud".*\n.*REDIS_PORT "abc" cannot be used: write a whole number from 1 to 65535/)
    expect(out + err).not.toContain('hunter2')
  },
)

test('a .env where the command was typed is read, and the environment is stronger', { timeout: 30_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'md-env-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, '.env'), 'REDIS_PORT=far\nREDIS_DB=two\n')
  const { code, err } = await wrongly('host', { INIT_CWD: folder, REDIS_PORT: 'near' })
  expect(code).toBe(2)
  expect(err).toContain('REDIS_PORT "near"')
  expect(err).toContain('REDIS_DB "two"')
})

test('a port that is taken is named, with what to set', { timeout: 30_000 }, async () => {
  const folder = aFolder()
  const BOTS_FILE = join(folder, 'bots.yaml')
  await writeFile(BOTS_FILE, 'bots: []\n')
  const first = startProgram(MAINS.executor, {
    BOTS_FILE,
    SUBSCRIPTIONS: 'kraken:BTC/USD',
    KRAKEN_REST_URL: 'http://127.0.0.1:9',
  })
  onTestFinished(async () => {
    first.kill('SIGKILL')
    await first.ended
  })
  await first.ask('/livez')
  const [, port = ''] = /"port":(\d+)/.exec(first.err) ?? []
  const { code, err } = await wrongly('executor', { BOTS_FILE, HTTP_PORT: port })
  expect(code).toBe(2)
  expect(err).toMatch(new RegExp(`127.0.0.1:${port}.*set HTTP_PORT`))
})

test('arguments that are unknown are refused, and --help says what there is', { timeout: 30_000 }, async () => {
  expect(await wrongly('executor', {}, '--jsno')).toMatchObject({ code: 2, err: expect.stringContaining('--jsno') })
  expect(await wrongly('executor', {}, '--help')).toMatchObject({ code: 0, out: expect.stringContaining('--json') })
})
