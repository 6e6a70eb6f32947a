import { expect, test } from 'vitest'
import { PaperStage } from '../../test/paper-stage.ts'
import { Lane } from './link.ts'

const LATENCY = { orderMs: 10, cancelMs: 5, jitterMs: 0 }

async function aStage(options: ConstructorParameters<typeof PaperStage>[0] = {}): Promise<PaperStage> {
  const stage = await new PaperStage({ latency: LATENCY, ...options }).begin()
  stage.feed.showBook([[100, 5]], [[101, 5]])
  return stage
}

test('an order meets the book that is there when it arrives', async () => {
  const stage = await aStage()
  const outcome = stage.outcome({ type: 'market' })
  stage.clock.advance(5)
  stage.feed.showBook([[100, 5]], [[105, 5]])
  stage.clock.advance(4)
  expect(stage.told).toEqual([])
  stage.clock.advance(11)
  expect(stage.deals).toEqual(['1 at 105'])
  expect(await outcome).toMatchObject({ outcome: 'accepted' })
})

test('events come before the answer to what caused them', async () => {
  const stage = await aStage()
  const outcome = stage.outcome({ type: 'market' }).then(() => stage.told.length)
  stage.clock.advance(20)
  expect(await outcome).toBe(stage.told.length)
})

test('a cancel that is late finds the order filled', async () => {
  const stage = await aStage()
  const order = stage.order({ price: '100.5' })
  const placing = stage.venue.place(order)
  stage.clock.advance(20)
  await placing
  const cancelling = stage.venue.cancel('BTC/USDT', order.clientOrderId)
  stage.clock.advance(4)
  stage.feed.trade(100, 1, 'sell')
  stage.clock.advance(20)
  expect(await cancelling).toEqual({
    outcome: 'rejected',
    code: 'unknown-order',
    message: 'order o1 is filled already',
  })
  expect(stage.deals).toEqual(['1 at 100.5'])
})

test('a cancel does not overtake its order', async () => {
  const stage = await aStage()
  const order = stage.order()
  void stage.venue.place(order)
  const cancelling = stage.venue.cancel('BTC/USDT', order.clientOrderId)
  stage.clock.advance(50)
  expect(await cancelling).toMatchObject({ outcome: 'accepted' })
})

test('disconnecting answers everything that is under way: the outcome is unknown', async () => {
  const stage = await aStage()
  const arriving = stage.order({ price: '99' })
  const answered = stage.venue.place(arriving)
  stage.clock.advance(12)
  const lost = stage.outcome()
  const asked = stage.venue.openOrders()
  await stage.venue.disconnect()
  expect(await answered).toEqual({ outcome: 'unknown', settledBy: stage.clock.now() + 10_000 })
  expect(await lost).toMatchObject({ outcome: 'unknown' })
  expect(await asked).toHaveLength(1)
  expect(stage.clock.pending).toBe(0)
  stage.clock.advance(1_000)
  expect(stage.told).toEqual([])

  await stage.venue.connect((event) => stage.told.push(event))
  const found = stage.venue.find('BTC/USDT', arriving.clientOrderId)
  stage.clock.advance(50)
  expect(await found).toMatchObject({ status: 'open' })
})

test('an outcome is not settled before the order could have arrived', async () => {
  const stage = await aStage({ settleMs: 5, faults: () => 'lost-request' })
  const outcome = stage.outcome()
  stage.clock.advance(20)
  expect(await outcome).toEqual({ outcome: 'unknown', settledBy: stage.clock.now() + 20 })
})

test('jitter is drawn from what is handed in, and only where there is some', async () => {
  let drawn = 0
  const random = () => {
    drawn += 1
    return 0
  }
  const still = await aStage({ random })
  still.clock.advance(100)
  expect(drawn).toBe(0)
  const stage = await aStage({ random, latency: { ...LATENCY, jitterMs: 4 } })
  void stage.outcome({ type: 'market' })
  stage.clock.advance(12)
  expect(stage.deals).toEqual(['1 at 101'])
  expect(drawn).toBe(2)
})

test('of one direction nothing arrives earlier than what was sent before it', () => {
  const { clock } = new PaperStage()
  const lane = new Lane(clock)
  const arrived: string[] = []
  lane.send(10, () => arrived.push('first'))
  lane.send(0, () => arrived.push('second'))
  lane.send(5, () => arrived.push('third'))
  clock.advance(9)
  expect(arrived).toEqual([])
  clock.advance(1)
  expect(arrived).toEqual(['first', 'second', 'third'])
  lane.send(0, () => arrived.push('fourth'))
  expect(arrived).toHaveLength(4)
})
