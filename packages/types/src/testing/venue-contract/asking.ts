import assert from 'node:assert/strict'
import type { Scenario } from './scenario.ts'
import { SYMBOL } from './setting.ts'
import type { Stage } from './stage.ts'

async function findsByClientId(stage: Stage): Promise<void> {
  const open = await stage.accepted()
  const filled = await stage.accepted({ type: 'market' })
  const cancelled = await stage.accepted()
  await stage.cancel(cancelled)
  await stage.quiet()
  for (const [id, status] of [
    [open, 'open'],
    [filled, 'filled'],
    [cancelled, 'cancelled'],
  ] as const) {
    assert.deepEqual(await stage.find(id), stage.stateOf(id))
    assert.equal(stage.stateOf(id).status, status)
  }
  assert.equal(await stage.find(stage.venue.clientOrderId('contract', 1, 1_000)), undefined)
}

async function tellsFillsSince(stage: Stage): Promise<void> {
  await stage.accepted({ type: 'market', amount: '0.1' })
  await stage.pass(1_000)
  const later = stage.now
  const id = await stage.accepted({ type: 'market', amount: '0.2' })
  const since = await stage.settled(stage.venue.fills(SYMBOL, later))
  assert.deepEqual(since, stage.fillsOf(id))
  const [fill] = since
  assert.ok(fill !== undefined && fill.timestamp >= later)
  assert.deepEqual(
    await stage.settled(stage.venue.fills(SYMBOL, fill.timestamp)),
    since,
    'from that moment on, inclusive',
  )
  assert.deepEqual(await stage.settled(stage.venue.fills(SYMBOL, fill.timestamp + 1)), [])
  assert.equal((await stage.settled(stage.venue.fills(SYMBOL, 0))).length, 2)
}

async function namesOrders({ venue }: Stage): Promise<void> {
  const parts = ['a', 'a-1', 'a-1-1', 'a-rather-long-name-of-a-bot-that-fits-no-venue', 'ein Bot'].flatMap((bot) =>
    [0, 1, 11, 1_750_000_000_000].flatMap((fence) => [1, 11, 1_000_000].map((sequence) => ({ bot, fence, sequence }))),
  )
  const name = ({ bot, fence, sequence }: (typeof parts)[number]) => venue.clientOrderId(bot, fence, sequence)
  assert.deepEqual(parts.map(name), parts.map(name), 'the same order has the same id')
  assert.equal(new Set(parts.map(name)).size, parts.length, 'two orders never share an id')
}

export const asking: readonly Scenario[] = [
  { name: 'finds an order by its client id, open or ended', play: findsByClientId },
  { name: 'tells fills since a moment, again the same', play: tellsFillsSince },
  { name: 'gives every order a client id of its own', play: namesOrders },
]
