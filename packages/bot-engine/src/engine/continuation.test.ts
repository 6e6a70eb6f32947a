import { expect, test } from 'vitest'
import { buy, EngineStage, puppet, turns } from '../../test/engine-stage.ts'
import type { PaperFault } from '../paper/faults.ts'

/** The same bot once more, on the same venue, as after a crash: nothing was said to the first one. */
async function afterACrash(stage: EngineStage, strategy = puppet(), bot = {}): Promise<EngineStage> {
  await stage.engine.settled()
  stage.leases.revoke('one', 'the process died')
  await turns()
  const { clock, feed, leases, store, venue } = stage
  const next = new EngineStage(strategy.strategy, { clock, feed, leases, store, venue, bot })
  await next.engine.initialize()
  await next.pass(500)
  return next
}

test('after a crash a bot knows its position, its orders and its state, and goes on where it was', async () => {
  const first = puppet()
  const stage = await new EngineStage(first.strategy, { bot: { barriers: { stopLoss: 0.02 } } }).begun()
  first.does(buy('0.5'))
  await stage.price(100)
  first.does(buy('1', { ref: 'rest', type: 'limit', price: 90 }))
  await stage.price(100)

  const second = puppet()
  const next = await afterACrash(stage, second, { barriers: { stopLoss: 0.02 } })
  expect(next.position).toMatchObject({ amount: '0.5', averageEntry: '100.1' })
  expect(next.engine.status().openOrders).toMatchObject([{ ref: 'rest', status: 'open', price: '90' }])
  expect(next.journal.find(({ type }) => type === 'begin')).toMatchObject({ fence: 2 })
  next.feed.showBook([[97, 50]], [[97.1, 50]])
  await next.price(97)
  expect(next.told.exit).toMatchObject([{ reason: 'stop-loss' }])
  expect(next.position?.amount).toBe('0')
})

test('a fill that came while nobody listened is found, and counted once', async () => {
  const first = puppet()
  const stage = await new EngineStage(first.strategy).begun()
  first.does(buy('1', { ref: 'rest', type: 'limit', price: 99 }))
  await stage.price(100)
  await stage.engine.settled()
  await stage.hub.join('another', () => undefined)
  await stage.hub.leave('one')
  stage.leases.revoke('one', 'the process died')
  await turns()
  stage.feed.showBook([[98, 50]], [[98.5, 50]])
  stage.feed.trade(98.4, 5, 'sell')
  await turns()

  const { clock, feed, hub, leases, store, venue } = stage
  const next = new EngineStage(puppet().strategy, { clock, feed, hub, leases, store, venue })
  await next.engine.initialize()
  await next.pass(500)
  expect(next.position?.amount).toBe('1')
  expect(next.engine.status().openOrders).toEqual([])
  expect(next.engine.status().realised).toBe('0')
})

test.each<[PaperFault, string]>([
  ['lost-ack', '0.5'],
  ['lost-request', '0'],
])(
  'an order whose outcome is unknown (%s) is not sent again: it is asked for until the venue knows',
  async (fault, held) => {
    const { does, strategy } = puppet()
    let faults = 1
    const places: string[] = []
    const stage = await new EngineStage(strategy, {
      paper: {
        faults: (request) => {
          if (request.kind !== 'place') return undefined
          places.push(request.order.clientOrderId)
          faults -= 1
          return faults === 0 ? fault : undefined
        },
      },
    }).begun()
    does(buy('0.5'))
    await stage.price(100)
    await stage.pass(20_000)
    expect(places).toHaveLength(1)
    expect(stage.position?.amount).toBe(held)
    expect(stage.engine.status().openOrders).toEqual([])
    const last = stage.told.order.at(-1)
    expect(last?.status).toBe(fault === 'lost-ack' ? 'filled' : 'lost')
  },
)

test('a clean end takes back open orders, and gives the bot free for another', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy).begun()
  does(buy('1', { ref: 'rest', type: 'limit', price: 90 }))
  await stage.price(100)
  const ended = stage.engine.cleanup('enough')
  await stage.pass(1_000)
  await ended
  expect(stage.engine.state).toBe('stopped')
  expect(await stage.venue.openOrders()).toEqual([])
  const next = new EngineStage(strategy, {
    leases: stage.leases,
    store: stage.store,
    venue: stage.venue,
    clock: stage.clock,
    feed: stage.feed,
  })
  await next.engine.initialize()
  await next.pass(500)
  expect(next.engine.state).toBe('running')
})

test('the policies `keep` and `flatten` leave an order where it is, and end the position as well', async () => {
  for (const onStop of ['keep', 'flatten'] as const) {
    const { does, strategy } = puppet()
    const stage = await new EngineStage(strategy, { bot: { policies: { onStop } } }).begun()
    does(buy('0.5'), buy('1', { ref: 'rest', type: 'limit', price: 90 }))
    await stage.price(100)
    const ended = stage.engine.cleanup('enough')
    await stage.pass(2_000)
    await ended
    const base = (await stage.venue.balances()).find(({ asset }) => asset === 'BTC')
    expect([onStop, (await stage.venue.openOrders()).length, base?.free ?? '0']).toEqual(
      onStop === 'keep' ? ['keep', 1, '0.5'] : ['flatten', 0, '0'],
    )
  }
})

test('a bot that has lost its lease sends nothing any more', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy).begun()
  stage.leases.revoke('one', 'another process took it')
  await turns()
  does(buy('0.5'))
  await stage.price(100)
  expect(stage.gate.counts).toMatchObject({ exposure: 0, exit: 0 })
})

test('a store that another strategy has written is refused by name', async () => {
  const stage = await new EngineStage(puppet().strategy).begun()
  await stage.price(100)
  const ended = stage.engine.cleanup('enough')
  await stage.pass(1_000)
  await ended
  const other = { ...puppet().strategy, name: 'another' }
  const { clock, feed, leases, store, venue } = stage
  const next = new EngineStage(other, { clock, feed, leases, store, venue })
  await expect(next.engine.initialize()).rejects.toThrow(/strategy of bot one "another".*written by puppet/)
})
