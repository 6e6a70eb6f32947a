import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { HELP, parseCommand } from './cli.ts'

test('reads what to run', () => {
  expect(
    parseCommand([
      '--exchange',
      'kraken',
      '--port',
      '9000',
      '--seed',
      '7',
      '--symbols',
      'BTC/USD,ETH/USD',
      '--rate',
      '2.5',
      '--fault',
      'drop@5s',
      '--fault',
      'checksum@every:1m',
    ]),
  ).toMatchObject({
    kind: 'run',
    exchanges: [{ exchange: 'kraken', port: 9000, seed: 7, symbols: ['BTC/USD', 'ETH/USD'], rate: 2.5 }],
    plan: [
      { fault: { kind: 'drop' }, afterMs: 5000 },
      { fault: { kind: 'checksum' }, repeats: true },
    ],
  })
})

test('runs all three on ports next to each other', () => {
  expect(parseCommand(['--all', '--port', '9000'])).toMatchObject({
    exchanges: [
      { exchange: 'binance', port: 9000 },
      { exchange: 'coinbase', port: 9001 },
      { exchange: 'kraken', port: 9002 },
    ],
  })
})

test('shows help', () => {
  expect(parseCommand(['--help'])).toEqual({ kind: 'help' })
  expect(HELP).toContain('--recording FILE')
})

test.each([
  [[], 'No exchange is named: write --exchange binance | coinbase | kraken, or --all.'],
  [['--exchange', 'bybit'], '"bybit" is no exchange that is simulated: write --exchange binance | coinbase | kraken'],
  [['--exchnge', 'kraken'], "Unknown option '--exchnge'. Options are --exchange, --all, --port"],
  [['--exchange', 'kraken', '--port', '70000'], '--port "70000" is not usable: write a whole number from 0 to 65535.'],
  [['--exchange', 'kraken', '--seed', 'x'], '--seed "x" is not usable'],
  [['--exchange', 'kraken', '--rate', '0'], '--rate "0" is not usable'],
  [['--exchange', 'kraken', '--symbols', 'BTCUSD'], '--symbols "BTCUSD" is not a symbol'],
  [['--exchange', 'kraken', '--recording', '/nowhere'], '--recording "/nowhere" is no file'],
  [
    ['--exchange', 'kraken', '--fault', 'explode@1s'],
    'The fault "explode@1s" is not understood: "explode" is no fault. Faults are drop, close,',
  ],
])('refuses %j', (argv, message) => {
  expect(() => parseCommand(argv)).toThrow(message)
})

const run = (...args: readonly string[]) =>
  spawn(process.execPath, [
    '--import',
    'tsx',
    '--conditions=@md/source',
    fileURLToPath(new URL('main.ts', import.meta.url)),
    ...args,
  ])

test('ends with 2 and a sentence when it cannot use what was typed', async () => {
  const child = run('--exchange', 'nope')
  let said = ''
  child.stderr.on('data', (part) => {
    said += String(part)
  })

  const [code] = (await once(child, 'exit')) as [number]

  expect(code).toBe(2)
  expect(said).toContain('"nope" is no exchange that is simulated')
})

test('tells the URLs to dial and each fault, and ends cleanly on Ctrl-C', async () => {
  const child = run('--all', '--fault', 'drop@1ms')
  let said = ''
  child.stdout.on('data', (part) => {
    said += String(part)
    if (said.includes('fault drop@1ms')) child.kill('SIGINT')
  })

  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]

  expect([code, signal]).toEqual([0, null])
  expect(said).toMatch(/kraken +WebSocket ws:\/\/127\.0\.0\.1:\d+\/v2 {2}REST http:\/\/127\.0\.0\.1:\d+/)
})
