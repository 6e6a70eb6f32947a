import assert from 'node:assert/strict'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

async function cancels(stage: Stage): Promise<void> {
  const id = await stage.accepted({ side: 'sell', price: '105', amount: '4' })
  const outcome = await stage.cancel(id)
  await stage.quiet()
  assert.equal(outcome.outcome, 'accepted')
  assert.equal(stage.stateOf(id).status, 'cancelled')
  assert.deepEqual(await stage.balance('BTC'), { asset: 'BTC', free: '10', locked: '0' })
  assert.deepEqual(await stage.settled(stage.venue.openOrders()), [])
}

async function keepsWhatWasFilled(stage: Stage): Promise<void> {
  const id = await stage.accepted({ price: '100.1', amount: '1.5' })
  await stage.cancel(id)
  await stage.quiet()
  const { filled, status } = stage.stateOf(id)
  assert.deepEqual({ filled, status }, { filled: '1', status: 'cancelled' })
}

async function refusesWhatIsNotOpen(stage: Stage): Promise<void> {
  const filled = await stage.accepted({ type: 'market' })
  const cancelled = await stage.accepted()
  await stage.cancel(cancelled)
  for (const id of [filled, cancelled, stage.venue.clientOrderId('contract', 1, 1_000)]) {
    const outcome = await stage.cancel(id)
    assert.equal(outcome.outcome === 'rejected' ? outcome.code : outcome.outcome, 'unknown-order')
  }
  await stage.quiet()
  assert.equal(stage.stateOf(filled).status, 'filled')
}

/** Whichever comes first: in the end there is one truth. */
async function racesWithAFill(stage: Stage): Promise<void> {
  const id = await stage.accepted({ price: '100.05', amount: '1' })
  const cancelling = stage.venue.cancel(stage.setting.instrument.symbol, id)
  stage.trade({ price: 100.05, amount: 1, side: 'sell' })
  const outcome = await stage.settled(cancelling)
  await stage.quiet()
  const { status, filled } = stage.stateOf(id)
  if (outcome.outcome === 'accepted') assert.deepEqual({ status, filled }, { status: 'cancelled', filled: '0' })
  else assert.deepEqual({ status, filled }, { status: 'filled', filled: '1' })
  assert.deepEqual(await stage.find(id), stage.stateOf(id))
}

export const cancelling: readonly Scenario[] = [
  { name: 'cancels an open order, and gives back what it locked', play: cancels },
  { name: 'leaves a cancelled order what it was filled', play: keepsWhatWasFilled },
  { name: 'rejects the cancel of an order that is not open, with its code', play: refusesWhatIsNotOpen },
  { name: 'settles the race of a cancel and a fill one way', play: racesWithAFill },
]
