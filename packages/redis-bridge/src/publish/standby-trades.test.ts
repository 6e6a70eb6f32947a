import { expect, test } from 'vitest'
import { aChannel } from '../names.ts'
import { Outgoing } from './outgoing.ts'
import { StandbyTrades } from './standby-trades.ts'

const out = (symbol: string) => new Outgoing(aChannel('trade', 'binance', symbol), 0, symbol)
const [BTC, ETH] = [out('BTC/USDT'), out('ETH/USDT')]
const lastOf = (ids: Readonly<Record<string, string>>) =>
  new Map(Object.entries(ids).map(([symbol, id]) => [`trade:binance:${symbol}`, id]))

function kept(ids: readonly string[], to = BTC): StandbyTrades {
  const trades = new StandbyTrades(1_000)
  for (const id of ids) trades.keep(to, id, id, 0)
  return trades
}

const bodies = (trades: StandbyTrades, ids: Readonly<Record<string, string>>) =>
  trades.takeBehind(lastOf(ids)).map(({ body }) => body)

test('goes on behind the last one in the log, each channel for itself, once', () => {
  const trades = kept(['7', '8', '9'])
  trades.keep(ETH, 'a', 'a', 0)
  expect(bodies(trades, { 'BTC/USDT': '8' })).toEqual(['9', 'a'])
  expect(bodies(trades, {})).toEqual([])
})

test('ids that are numbers are compared where the last one was not seen here', () => {
  expect(bodies(kept(['99', '100', '101']), { 'BTC/USDT': '98' })).toEqual(['99', '100', '101'])
  expect(bodies(kept(['7', '9', '10']), { 'BTC/USDT': '8' })).toEqual(['9', '10'])
})

test('where the order of ids is not known rather nothing is said than something twice', () => {
  expect(bodies(kept(['x', 'y']), { 'BTC/USDT': 'w' })).toEqual([])
  expect(bodies(kept(['x', 'y']), { 'BTC/USDT': 'x' })).toEqual(['y'])
})

test('keeps what is young enough', () => {
  const trades = new StandbyTrades(1_000)
  for (let i = 0; i < 5_000; i++) trades.keep(BTC, String(i), String(i), i)
  expect(trades.size).toBe(1_001)
  expect(bodies(trades, {}).at(0)).toBe('3999')
})
