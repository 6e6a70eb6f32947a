import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { FAULT_ARGUMENTS, type Fault } from './fault.ts'
import { parseFaultPlan } from './plan.ts'
import { scheduleFaults } from './schedule.ts'

const once = (fault: Fault, afterMs: number) => ({ fault, afterMs, repeats: false })

test.each([
  ['checksum@10s', once({ kind: 'checksum' }, 10_000)],
  ['drop@500ms', once({ kind: 'drop' }, 500)],
  ['gap:BTC/USD@1m', once({ kind: 'gap', symbol: 'BTC/USD' }, 60_000)],
  ['gap(3):BTC/USD:trades@1.5s', once({ kind: 'gap', count: 3, symbol: 'BTC/USD', channel: 'trades' }, 1500)],
  ['silence(5s)@20s', once({ kind: 'silence', durationMs: 5000 }, 20_000)],
  ['silence:orderbook@1h', once({ kind: 'silence', channel: 'orderbook' }, 3_600_000)],
  ['close(1012 restarting)@1s', once({ kind: 'close', code: 1012, reason: 'restarting' }, 1000)],
  ['rest-down(503 10s)@0s', once({ kind: 'rest-down', status: 503, durationMs: 10_000 }, 0)],
  ['rest-down(0)@1s', once({ kind: 'rest-down', status: 0 }, 1000)],
  ['oversized(20mb)@1s', once({ kind: 'oversized', bytes: 20_000_000 }, 1000)],
  ['malformed(<html>)@1s', once({ kind: 'malformed', text: '<html>' }, 1000)],
  ['shutdown-notice(30s)@1s', once({ kind: 'shutdown-notice', leadMs: 30_000 }, 1000)],
  ['drop@every:30s', { fault: { kind: 'drop' }, afterMs: 30_000, repeats: true }],
])('reads %s', (text, expected) => {
  expect(parseFaultPlan(text)).toEqual([{ ...expected, text }])
})

test('reads several, separated by commas', () => {
  expect(parseFaultPlan('drop@1s, checksum@2s,').map(({ fault }) => fault.kind)).toEqual(['drop', 'checksum'])
})

test.each([
  ['chekcsum@10s', '"chekcsum" is no fault'],
  ['checksum', 'it has to read fault@time'],
  ['checksum@soon', '"soon" is no time'],
  ['drop@every:0s', '"0s" is no time'],
  ['gap(some)@1s', '"some" is not what gap takes (count)'],
  ['drop(3)@1s', '"3" is not what drop takes (nothing)'],
  ['gap:BTCUSD@1s', '"BTCUSD" is neither a symbol like BTC/USD nor one of ticker, trades, orderbook, candles'],
])('names %s as the one that is wrong, and lists all faults', (text, because) => {
  const parsing = () => parseFaultPlan(text)

  expect(parsing).toThrow(`The fault "${text}" is not understood: ${because}`)
  for (const name of Object.keys(FAULT_ARGUMENTS)) expect(parsing).toThrow(name)
})

test('injects each at its time, again and again where it repeats, until it is stopped', () => {
  const clock = new ManualClock()
  const injected: string[] = []
  const stop = scheduleFaults(parseFaultPlan('checksum@3s,drop@every:2s'), clock, ({ kind }) => injected.push(kind))

  clock.advance(6000)
  expect(injected).toEqual(['drop', 'checksum', 'drop', 'drop'])

  stop()
  clock.advance(6000)
  expect(injected).toHaveLength(4)
  expect(clock.pending).toBe(0)
})
