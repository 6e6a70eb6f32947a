import type { DecodeContext } from '@md/adapter-core'
import { decodingIn } from '@md/adapter-core/testing'
import { decode } from '../src/decode.ts'

/* One frame of every kind, retyped with numbers of our own, and the context they are decoded in. */

const ASKED_FOR: ReadonlyMap<string, string> = new Map([
  ['BTCUSDT', 'BTC/USDT'],
  ['币安人生USDT', '币安人生/USDT'],
])

export const context: DecodeContext = {
  symbolOf: (venueSymbol) => ASKED_FOR.get(venueSymbol),
  receivedAt: 1_789_000_000_123.5,
}

export const { decoded, only } = decodingIn(context, decode)

export const E = 1_789_000_000_100
export const btc = { exchange: 'binance', symbol: 'BTC/USDT', receivedAt: context.receivedAt } as const

export const trade = {
  e: 'trade',
  E,
  s: 'BTCUSDT',
  t: 4711,
  p: '77560.64',
  q: '0.00250000',
  T: E - 3,
  m: true,
  M: true,
}
export const mini = {
  e: '24hrMiniTicker',
  E,
  s: 'BTCUSDT',
  c: '77560',
  o: '77000',
  h: '78000',
  l: '76000',
  v: '9.5',
  q: '736820',
}
export const full = {
  ...mini,
  e: '24hrTicker',
  p: '560',
  P: '0.727',
  b: '77559.99',
  B: '0.25',
  a: '77560.01',
  A: '1.5',
  n: 9,
}
export const quote = { u: 400, s: 'BTCUSDT', b: '77559.99', B: '0.25', a: '77560.01', A: '1.5' }
export const depth = {
  e: 'depthUpdate',
  E,
  s: 'BTCUSDT',
  U: 101,
  u: 103,
  b: [['77559.99', '0']],
  a: [['77560.01', '1.5']],
}
export const body = {
  t: E,
  T: E + 59_999,
  s: 'BTCUSDT',
  i: '1m',
  o: '2',
  c: '3',
  h: '4',
  l: '1',
  v: '0',
  n: 0,
  x: false,
  q: '0',
}
export const kline = { e: 'kline', E, s: 'BTCUSDT', k: body }

export const wrapped = (stream: string, data: unknown) => ({ stream, data })
