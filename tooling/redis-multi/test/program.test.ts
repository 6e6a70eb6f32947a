import { type Ended, startProgram } from '@md/cli/testing'
import { startRedisServer } from '@md/redis-bridge/testing'
import { expect, onTestFinished, test } from 'vitest'

const MAIN = new URL('../src/main.ts', import.meta.url)

function run(...args: readonly string[]): Promise<Ended> {
  const program = startProgram(MAIN, { args })
  onTestFinished(() => program.kill('SIGKILL'))
  return program.ended
}

test('instances in processes of their own hear each other, on a server of their own', async () => {
  const { code, err, out } = await run('--instances=3', '--duration', '0.5', '--rate=200', '--processes', '--verbose')
  expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('test-instance-2 is connected') })
  expect(out).toContain('a redis-server of its own runs at redis://127.0.0.1:')
  expect(out).toContain('Total Events Published: 300\nTotal Events Received: 600\nDelivery Rate: 100.00%')
  expect(out).toContain('Instance 2: Published 100 → Received 200 (100+100)')
  expect(out).toContain('Status: ✅ PASS')
})

test.each(['live', 'repaired'] as const)(
  'prints the figures as JSON, on a server that was named (%s)',
  async (delivery) => {
    const server = await startRedisServer()
    onTestFinished(() => server.stop())
    const { code, out } = await run('--json', '--duration=0.2', '--redis-url', server.url, '--delivery', delivery)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ published: 60, received: 120, selfReceived: 0, errors: 0, passed: true })
  },
)

test('fails without a Redis at the address, and says which', async () => {
  const { code, err } = await run('--redis-url', 'redis://127.0.0.1:1')
  expect(code).toBe(1)
  expect(err).toContain('127.0.0.1:1')
})

test('refuses what it does not know, and helps', async () => {
  expect(await run('--loud')).toMatchObject({ code: 2, err: expect.stringContaining('Usage: pnpm redis:multi') })
  expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('--instances NUMBER') })
})
