import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const PROGRAM = `
import { FakeAdapter } from '@md/types/testing'
import { MarketDataWebSocketManager } from '@md/manager'
const manager = new MarketDataWebSocketManager({
  adapters: { binance: () => new FakeAdapter('binance'), kraken: () => new FakeAdapter('kraken', { hold: ['connect', 'disconnect'] }) },
  disconnectTimeout: 50,
})
const want = { exchange: 'binance', channel: 'ticker', symbol: 'BTC/USDT' }
const lingering = await manager.subscribe(want, () => undefined, { conflate: { throttleMs: 60_000 } })
await lingering.unsubscribe()
void manager.subscribe({ ...want, exchange: 'kraken' })
void manager.connectToExchange('kraken')
void manager.connectToExchange('binance')
void manager.disconnectFromExchange('binance')
void manager.connectToExchange('binance')
const stream = manager.events()
void (async () => { for await (const event of stream) void event; console.log('stream over') })()
await manager.disconnectAll()
console.log('disconnected')
`

test('after disconnectAll the process exits by itself, whatever was pending', async () => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=@md/source', '--input-type=module', '--eval', PROGRAM],
    { cwd: fileURLToPath(new URL('..', import.meta.url)), stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    output += String(chunk)
  })

  const code = await new Promise((resolve) => child.on('exit', resolve))

  expect(output.trim().split('\n').sort()).toEqual(['disconnected', 'stream over'])
  expect(code).toBe(0)
})
