import assert from 'node:assert/strict'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

async function checksTheFilters(stage: Stage): Promise<void> {
  await stage.rejected({ price: '99.505' }, 'filter')
  await stage.rejected({ amount: '0.00015' }, 'filter')
  await stage.rejected({ amount: '0.01', price: '99.5' }, 'filter')
  await stage.rejected({ amount: '1001', price: '5' }, 'filter')
  await stage.rejected({ amount: '0' }, 'filter')
}

async function checksTheBalance(stage: Stage): Promise<void> {
  await stage.rejected({ price: '99.5', amount: '101' }, 'insufficient-funds')
  await stage.rejected({ side: 'sell', price: '105', amount: '10.0001' }, 'insufficient-funds')
  await stage.accepted({ side: 'sell', price: '105', amount: '9' })
  await stage.rejected({ side: 'sell', type: 'market', amount: '2' }, 'insufficient-funds')
  assert.deepEqual(await stage.balance('BTC'), { asset: 'BTC', free: '1', locked: '9' })
}

async function knowsAnOrderAgain(stage: Stage): Promise<void> {
  const order = stage.order()
  assert.equal((await stage.settled(stage.venue.place(order))).outcome, 'accepted')
  await stage.rejected(order, 'duplicate')
  assert.equal((await stage.settled(stage.venue.openOrders())).length, 1)
}

/** What is no order at all gets an answer too. */
async function neverThrows(stage: Stage): Promise<void> {
  for (const nonsense of [
    { amount: 'NaN' },
    { amount: '-1' },
    { amount: '1e3' },
    { amount: '' },
    { price: 'Infinity' },
    { price: '0' },
    { symbol: 'NO/SUCH' },
  ]) {
    const { outcome } = await stage.place(nonsense)
    assert.equal(outcome.outcome, 'rejected', JSON.stringify(nonsense))
  }
  assert.deepEqual(await stage.settled(stage.venue.openOrders()), [])
}

export const refusing: readonly Scenario[] = [
  { name: "rejects what breaks the venue's filters", play: checksTheFilters },
  { name: 'rejects what the balance does not cover, open orders included', play: checksTheBalance },
  { name: 'rejects a client id that it knows already, and places nothing twice', play: knowsAnOrderAgain },
  { name: 'answers what is no order at all, and never throws', play: neverThrows },
]
