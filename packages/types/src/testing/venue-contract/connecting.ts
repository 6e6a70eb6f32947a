import assert from 'node:assert/strict'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

async function saysThatItIsConnected(stage: Stage): Promise<void> {
  const [first] = stage.told
  assert.deepEqual(first?.type === 'connectivity' ? first.data.connected : first, true)
}

async function keepsOrders(stage: Stage): Promise<void> {
  const id = await stage.accepted()
  await stage.settled(stage.venue.disconnect())
  const { length } = stage.told
  await stage.pass(5_000)
  assert.equal(stage.told.length, length)

  await stage.connect()
  stage.showBook()
  await stage.quiet()
  const open = await stage.settled(stage.venue.openOrders())
  assert.deepEqual(open, [stage.stateOf(id)])
  assert.equal((await stage.cancel(id)).outcome, 'accepted')
  await stage.quiet()
  assert.equal(stage.stateOf(id).status, 'cancelled')
}

async function disconnectsTwice(stage: Stage): Promise<void> {
  await stage.settled(stage.venue.disconnect())
  await stage.settled(stage.venue.disconnect())
  const { outcome } = await stage.place()
  assert.notEqual(outcome.outcome, 'accepted', 'a venue that is not connected accepts nothing')
  await stage.connect()
  stage.showBook()
  await stage.quiet()
  await stage.accepted()
}

export const connecting: readonly Scenario[] = [
  { name: 'says that it is connected', play: saysThatItIsConnected },
  { name: 'keeps open orders over a reconnect', play: keepsOrders },
  { name: 'may be disconnected twice, and connected again', play: disconnectsTwice },
]
