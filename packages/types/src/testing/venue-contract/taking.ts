import assert from 'node:assert/strict'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

async function walksTheLevels(stage: Stage): Promise<void> {
  const id = await stage.accepted({ type: 'market', amount: '2.5' })
  assert.deepEqual(stage.dealsOf(id), ['1 at 100.1', '1.5 at 100.2'])
  assert.ok(stage.fillsOf(id).every(({ liquidity, side }) => liquidity === 'taker' && side === 'buy'))
  assert.equal(stage.stateOf(id).status, 'filled')

  const sold = await stage.accepted({ type: 'market', side: 'sell', amount: '1.2' })
  assert.deepEqual(stage.dealsOf(sold), ['1 at 100', '0.2 at 99.9'])
}

async function takesWhatCrosses(stage: Stage): Promise<void> {
  const id = await stage.accepted({ price: '100.1', amount: '1.5' })
  assert.deepEqual(stage.dealsOf(id), ['1 at 100.1'])
  const { filled, status } = stage.stateOf(id)
  assert.deepEqual({ filled, status }, { filled: '1', status: 'partially-filled' })
  const open = await stage.settled(stage.venue.openOrders())
  assert.deepEqual(
    open.map(({ clientOrderId, filled: of }) => [clientOrderId, of]),
    [[id, '1']],
  )
}

async function neverRests(stage: Stage): Promise<void> {
  const some = await stage.accepted({ price: '100.2', amount: '5', timeInForce: 'IOC' })
  assert.deepEqual(stage.dealsOf(some), ['1 at 100.1', '2 at 100.2'])
  assert.ok(['expired', 'cancelled'].includes(stage.stateOf(some).status), stage.stateOf(some).status)
  assert.deepEqual(await stage.settled(stage.venue.openOrders()), [])
}

async function allOrNothing(stage: Stage): Promise<void> {
  const { id } = await stage.place({ price: '100.2', amount: '3.5', timeInForce: 'FOK' })
  await stage.quiet()
  assert.deepEqual(stage.dealsOf(id), [])
  assert.deepEqual(await stage.settled(stage.venue.openOrders()), [])

  const whole = await stage.accepted({ price: '100.2', amount: '2.5', timeInForce: 'FOK' })
  assert.deepEqual(stage.dealsOf(whole), ['1 at 100.1', '1.5 at 100.2'])
}

export const taking: readonly Scenario[] = [
  { name: 'fills a market order level by level, best price first', play: walksTheLevels },
  { name: 'takes what crosses a limit order, and rests with the remainder', play: takesWhatCrosses },
  {
    name: 'fills an immediate-or-cancel order as far as it goes, and keeps nothing of it',
    needs: 'IOC',
    play: neverRests,
  },
  { name: 'fills a fill-or-kill order wholly or not at all', needs: 'FOK', play: allOrNothing },
]
