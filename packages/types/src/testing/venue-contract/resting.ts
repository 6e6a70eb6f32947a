import assert from 'node:assert/strict'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

async function restsAndSaysSo(stage: Stage): Promise<void> {
  const { id, outcome } = await stage.place({ price: '99.5', amount: '0.5' })
  await stage.quiet()
  const venueOrderId = outcome.outcome === 'accepted' ? outcome.venueOrderId : assert.fail(JSON.stringify(outcome))
  const { exchange, symbol } = stage.setting.instrument
  const state = { exchange, symbol, clientOrderId: id, venueOrderId, status: 'open', side: 'buy' }
  const expected = { ...state, amount: '0.5', filled: '0', price: '99.5' }
  assert.deepEqual(stage.statesOf(id)[0], expected)
  assert.deepEqual(await stage.settled(stage.venue.openOrders()), [expected])
  assert.deepEqual(stage.dealsOf(id), [])
}

async function locksTheirCost(stage: Stage): Promise<void> {
  await stage.accepted({ side: 'sell', price: '105', amount: '4' })
  assert.deepEqual(await stage.balance('BTC'), { asset: 'BTC', free: '6', locked: '4' })
  await stage.accepted({ price: '90', amount: '1' })
  assert.ok(Number((await stage.balance('USDT')).locked) >= 90)
  assert.ok(Number((await stage.balance('USDT')).free) <= 9_910)
}

async function isFilledByTrades(stage: Stage): Promise<void> {
  const id = await stage.accepted({ price: '100.05', amount: '1' })
  stage.trade({ price: 100.05, amount: 0.4, side: 'sell' })
  await stage.quiet()
  assert.deepEqual(stage.dealsOf(id), ['0.4 at 100.05'])
  assert.equal(stage.stateOf(id).status, 'partially-filled')

  stage.trade({ price: 100.05, amount: 0.6, side: 'sell' })
  await stage.quiet()
  assert.deepEqual(stage.dealsOf(id), ['0.4 at 100.05', '0.6 at 100.05'])
  assert.equal(stage.stateOf(id).status, 'filled')
  assert.ok(stage.fillsOf(id).every(({ liquidity }) => liquidity === 'maker'))
  assert.deepEqual(await stage.settled(stage.venue.openOrders()), [])
}

async function waitsItsTurn(stage: Stage): Promise<void> {
  const id = await stage.accepted({ price: '100', amount: '1' })
  stage.trade({ price: 100, amount: 0.5, side: 'sell' })
  await stage.quiet()
  assert.deepEqual(stage.dealsOf(id), [], 'what was there before comes first')
  stage.trade({ price: 100.1, amount: 3, side: 'buy' })
  await stage.quiet()
  assert.deepEqual(stage.dealsOf(id), [], 'a buyer does not meet a buyer')
}

async function addsLiquidityOnly(stage: Stage): Promise<void> {
  await stage.rejected({ price: '100.1', postOnly: true }, 'post-only')
  assert.deepEqual(await stage.settled(stage.venue.openOrders()), [])
  const id = await stage.accepted({ price: '100.05', postOnly: true })
  assert.equal(stage.stateOf(id).status, 'open')
}

async function waitsForItsPrice(stage: Stage): Promise<void> {
  stage.trade({ price: 100, amount: 0.1, side: 'sell' })
  await stage.quiet()
  const id = await stage.accepted({ type: 'stop', side: 'sell', stopPrice: '99', amount: '1' })
  stage.trade({ price: 99.5, amount: 0.1, side: 'sell' })
  await stage.quiet()
  assert.deepEqual(stage.dealsOf(id), [])
  assert.equal(stage.stateOf(id).status, 'open')

  stage.showBook([[98.9, 3]], [[99.1, 3]])
  stage.trade({ price: 99, amount: 0.1, side: 'sell' })
  await stage.quiet()
  assert.deepEqual(stage.dealsOf(id), ['1 at 98.9'])
  assert.equal(stage.stateOf(id).status, 'filled')
}

export const resting: readonly Scenario[] = [
  { name: 'rests with an order that does not cross, says so, and shows it', play: restsAndSaysSo },
  { name: 'locks what open orders may cost', play: locksTheirCost },
  { name: 'fills a resting order in parts as trades reach it, as a maker', play: isFilledByTrades },
  { name: 'lets those who were there before go first', play: waitsItsTurn },
  { name: 'rejects a post-only order that would take, with its code', needs: 'post-only', play: addsLiquidityOnly },
  { name: 'lets a stop order wait for its price, and then deals', needs: 'stop', play: waitsForItsPrice },
]
