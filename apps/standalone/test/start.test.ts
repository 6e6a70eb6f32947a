import { type StartedProgram, startProgram } from '@md/cli/testing'
import { expect, onTestFinished, test } from 'vitest'

const MAIN = new URL('../src/main.ts', import.meta.url)

function start(...args: readonly string[]): StartedProgram {
  const program = startProgram(MAIN, { args })
  onTestFinished(() => program.kill('SIGKILL'))
  return program
}

test('it shows three simulated exchanges with live books, and ends by itself with a summary', async () => {
  const { code, out } = await start('--duration', '6').ended

  expect(out).toMatch(/binance BTC\/USDT: last [\d.]+, bid [\d.]+, ask [\d.]+, book live/)
  expect(out).toMatch(/coinbase ETH\/USD: .* book live/)
  expect(out).toMatch(/kraken BTC\/USD: .* book live/)
  expect(out).toMatch(/Ran 6\.\d s: [1-9]\d+ events, .* 0 trades missed/)
  expect(code).toBe(0)
})

test('three bots trade with paper money, from the exchange to the fill', async () => {
  const program = start()
  await program.says('dca-binance buy ')
  await program.says('maker-coinbase: running')
  await program.says('imbalance-kraken: running')
  program.kill('SIGINT')
  const { code, out } = await program.ended

  expect(out).toMatch(/dca-binance buy [\d.]+ at [\d.]+ on binance BTC\/USDT, fee [\d.]+ BTC/)
  expect(out).toMatch(
    /^ +dca-binance: running, position 0[\d.]+ @ [\d.]+, PnL -?[\d.]+, last order .*, last fill buy /m,
  )
  expect(out).toMatch(/^dca-binance: [1-9]\d* orders, \d+ refused, position .* with paper money$/m)
  expect(code).toBe(0)
})

test('bots of one exchange share it, whatever it lists', async () => {
  const program = start('--exchange', 'kraken', '--symbol', 'ETH/USD')
  await program.says('dca-kraken buy ')
  await program.says('maker-kraken: running')
  program.kill('SIGINT')
  expect((await program.ended).code).toBe(0)
})

test('Ctrl-C ends it within two seconds, with the summary', async () => {
  const program = start('--exchange', 'kraken')
  await program.says('kraken is CONNECTED')
  const asked = performance.now()
  program.kill('SIGINT')
  const { code, out } = await program.ended

  expect(performance.now() - asked).toBeLessThan(2_000)
  expect(out).toMatch(/^Ran /m)
  expect(code).toBe(0)
})

test('a symbol may be written as the exchange writes it, and one that no exchange has is refused', async () => {
  const right = await start('--exchange', 'kraken', '--symbol', 'XBT/USD', '--duration', '0.5').ended
  expect(right.out).toContain('kraken')
  expect(right.code).toBe(0)

  const wrong = await start('--exchange', 'kraken', '--symbol', 'NOPE/USD', '--duration', '0.5').ended
  expect(wrong.err).toContain('--symbol "NOPE/USD" cannot be used')
  expect(wrong.code).toBe(2)
})

test('a mistake in the arguments is named, with the usage', async () => {
  const { code, err } = await start('--exchnage', 'kraken').ended
  expect(err).toMatch(/option "--exchnage" cannot be used: there are --live, --exchange/)
  expect(err).toContain('Usage: npx pnpm@10 start')
  expect(code).toBe(2)
})
