import { expect, test } from 'vitest'
import { parseChannel } from '../names.ts'
import { decodeEvent } from './decode-event.ts'

const GAP = { channel: 'trades', recovered: false, cause: 'drop' }
const CHANGE = { state: 'CONNECTED', previous: 'CONNECTING', reason: 'open', at: 1 }
const FAILURE = { code: 'X', message: 'm', recovery: 'skip', context: {}, at: 1 }

function decoded(name: string, ...item: readonly unknown[]) {
  const channel = parseChannel(name)
  if (channel === undefined) throw new Error(`${name} is no channel`)
  return decodeEvent(channel, item, 0)
}

test.each([
  ['trade:binance:A', null, 1, '7', 1, 1, 0, 0],
  ['ticker:binance:A', 5, 1, 1, 1, 1, 0, null, 7, 'x'],
  ['candle:binance:A:1m', null, 1, 1, 1, 1, 1, 1, 1, 1, 3],
  ['orderbook:binance:A', null, 1, 0, 0, 4],
  ['orderbook:binance:A', null, 1, 0, 0, 4, 0, [1, 2], []],
  ['gap:binance:A', null, 1, GAP],
  ['gap:binance:A', null, 1, { ...GAP, missed: 2, from: '1', to: '2' }],
  ['exchange:binance', null, 1, 'exchange:connected', CHANGE],
  ['exchange:binance', null, 1, 'exchange:reconnecting', { ...CHANGE, attempt: 1, delayMs: 2 }],
  ['exchange:binance', null, 1, 'exchange:error', { ...FAILURE, context: { a: 1, b: 'x', c: true, d: null } }],
] as const)('%s: %j %j %j … is an event', (name, ...item) => {
  expect(decoded(name, ...item)).toBeDefined()
})

test.each([
  ['trade:binance:A', 'x', 1, '7', 1, 1, 0, 0],
  ['trade:binance:A', null, 1, 7, 1, 1, 0, 0],
  ['trade:binance:A', null, 1, '7', null, 1, 0, 0],
  ['trade:binance:A', null, 1, '7', 1, 1, 2, 0],
  ['trade:binance:A', null, 1, '7', 1, 1, 0, 'x'],
  ['ticker:binance:A', 'x', 1, 1, 1, 1, 0],
  ['ticker:binance:A', null, 1, 1, 1, 1, 5],
  ['ticker:binance:A', null, 1, 1, 1, Number.POSITIVE_INFINITY, 0],
  ['candle:binance:A:1m', 'x', 1, 1, 1, 1, 1, 1, 1, 1, 0],
  ['candle:binance:A:1m', null, 1, 1, 1, 1, 1, 1, 1, 1],
  ['candle:binance:A:1m', null, 1, 1, 1, 1, 1, 1, 1, 'x', 0],
  ['orderbook:binance:A', null, 1, 99, 0, 4],
  ['orderbook:binance:A', null, 1, 'x', 0, 4],
  ['orderbook:binance:A', null, 1, 0, 99, 4],
  ['orderbook:binance:A', null, 1, 0, 'x', 4],
  ['orderbook:binance:A', null, 1, 0, 0, -4],
  ['orderbook:binance:A', null, 1, 0, 0, 4, 99, [], []],
  ['orderbook:binance:A', null, 1, 0, 0, 4, 'x', [], []],
  ['orderbook:binance:A', null, 1, 0, 0, 4, 0, [1], []],
  ['orderbook:binance:A', null, 1, 0, 0, 4, 0, [], 'x'],
  ['orderbook:binance:A', null, 1, 0, 0, 4, 0, [1, 'x'], []],
  ['gap:binance:A', null, 1, 7],
  ['gap:binance:A', null, 1, { ...GAP, cause: 'x' }],
  ['gap:binance:A', null, 1, { ...GAP, channel: 'x' }],
  ['gap:binance:A', null, 1, { ...GAP, recovered: 1 }],
  ['exchange:binance', null, 1, 'exchange:connected', 7],
  ['exchange:binance', null, 1, 'exchange:odd', CHANGE],
  ['exchange:binance', null, 1, 'exchange:connected', { ...CHANGE, at: 'x' }],
  ['exchange:binance', null, 1, 'exchange:connected', { ...CHANGE, state: 'x' }],
  ['exchange:binance', null, 1, 'exchange:connected', { ...CHANGE, previous: 'x' }],
  ['exchange:binance', null, 1, 'exchange:connected', { ...CHANGE, reason: 7 }],
  ['exchange:binance', null, 1, 'exchange:error', { ...FAILURE, recovery: 'x' }],
  ['exchange:binance', null, 1, 'exchange:error', { ...FAILURE, code: 7 }],
  ['exchange:binance', null, 1, 'exchange:error', { ...FAILURE, message: 7 }],
  ['exchange:binance', null, 1, 'exchange:error', { ...FAILURE, context: [] }],
] as const)('%s: %j %j %j %j %j … is none', (name, ...item) => {
  expect(decoded(name, ...item)).toBeUndefined()
})
