import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { until } from '../until.ts'
import { isFree } from './free-port.ts'

const START = new URL('./start-redis-server.ts', import.meta.url).href

/** A process of its own that starts a Redis and freezes it, tells where it is, and then does as it is told. */
async function aTestProcess(then: string) {
  const script = `
    const { startRedisServer } = await import(${JSON.stringify(START)})
    const server = await startRedisServer()
    const [, folder] = await server.command('CONFIG', 'GET', 'dir')
    server.freeze()
    console.log(JSON.stringify({ port: server.port, folder }))
    ${then}`
  const args = ['--import', 'tsx', '--conditions=@md/source', '--input-type=module', '-e', script]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  const [line] = await once(child.stdout, 'data')
  return { child, ...(JSON.parse(String(line)) as { readonly port: number; readonly folder: string }) }
}

test.each([
  ['ends', 'process.exit(0)', () => {}],
  ['throws', "throw new Error('on purpose')", () => {}],
  ['is killed', 'setInterval(() => {}, 1000)', (child: ChildProcess) => child.kill('SIGKILL')],
])('takes its Redis along, frozen as it is, when a test process %s', async (_how, then, end) => {
  const { child, folder, port } = await aTestProcess(then)
  expect(existsSync(folder)).toBe(true)
  end(child)
  await until('Redis has gone', () => isFree(port), { withinMs: 5_000 })
  await until('its files have gone', () => !existsSync(folder), { withinMs: 5_000 })
})
