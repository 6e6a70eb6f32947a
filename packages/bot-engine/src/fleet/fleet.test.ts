import { silentLogger } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, onTestFinished, test } from 'vitest'
import { aPaperVenue, buy, puppet, turns } from '../../test/engine-stage.ts'
import { PaperFeed } from '../../test/paper-feed.ts'
import { INSTRUMENT } from '../../test/paper-stage.ts'
import { Gate } from '../risk/gate.ts'
import { KillSwitch } from '../risk/kill-switch.ts'
import { SharedRisk } from '../risk/shared-risk.ts'
import { MemoryLeases } from '../store/memory-leases.ts'
import { MemoryStore } from '../store/memory-store.ts'
import { VenueHub } from '../venue/venue-hub.ts'
import { Fleet } from './fleet.ts'

async function aFleet(limits: ConstructorParameters<typeof SharedRisk>[0]['limits'] = {}) {
  const clock = new ManualClock()
  const feed = new PaperFeed(clock)
  const leases = new MemoryLeases()
  const store = new MemoryStore({ leases })
  const venue = aPaperVenue(clock, feed, { fees: { maker: 0, taker: 0, asset: 'quote' } })
  const killSwitch = new KillSwitch({ store, onFailure: (error) => expect.unreachable(String(error)) })
  const gate = new Gate({ venue, killSwitch, clock })
  const fleet = new Fleet({
    feed,
    reference: { instruments: async () => [INSTRUMENT], candles: async () => [] },
    store,
    leases,
    clock,
    logger: silentLogger,
    accounts: [{ name: 'paper', exchange: 'binance', gate, hub: new VenueHub(gate.venue, { logger: silentLogger }) }],
    killSwitch,
    sharedRisk: [new SharedRisk({ scope: 'process', id: '', limits })],
  })
  onTestFinished(async () => {
    void fleet.stopAll('the test is over', { deadlineMs: 0 })
    await turns()
  })
  const begin = async (...ids: readonly string[]) => {
    const bots = ids.map((id) => ({ id, ...puppet() }))
    for (const { id, strategy } of bots) await fleet.start({ id, strategy, params: {}, account: 'paper' })
    await turns()
    feed.showBook([[99.9, 50]], [[100.1, 50]])
    return bots
  }
  const price = async (last: number) => {
    clock.advance(1)
    feed.ticker(last, last - 0.1, last + 0.1)
    await turns()
  }
  return { begin, fleet, gate, price, store, venue, clock }
}

const amountsOf = (fleet: Fleet) => fleet.statuses().map(({ positions }) => positions[0]?.amount)

test('bots of one account hear of their own orders alone', async () => {
  const { begin, fleet, price } = await aFleet()
  const [one, two] = await begin('one', 'two')
  one?.does(buy(1))
  two?.does(buy(2))
  await price(100)
  expect(amountsOf(fleet)).toEqual(['1', '2'])
})

test('a bot whose hook throws fails alone', async () => {
  const { begin, fleet, price } = await aFleet()
  const bad = puppet({
    ticker: () => {
      throw new Error('a strategy is wrong')
    },
  })
  await fleet.start({ id: 'bad', strategy: bad.strategy, params: {}, account: 'paper' })
  const [good] = await begin('good')
  good?.does(buy(1))
  await price(100)
  expect(fleet.bot('bad')?.state).toBe('failed')
  expect(fleet.bot('bad')?.status().reason).toBe('ticker: a strategy is wrong')
  expect(fleet.bot('good')?.status().positions[0]?.amount).toBe('1')
})

test('limits of the process hold over all bots together', async () => {
  const { begin, fleet, price } = await aFleet({ maxGrossExposure: '150' })
  const [one, two] = await begin('one', 'two')
  one?.does(buy(1))
  two?.does(buy(1))
  await price(100)
  expect(amountsOf(fleet)).toEqual(['1', '0'])
  expect(fleet.bot('two')?.status().lastRefusal?.refusal).toMatchObject({
    code: 'max-gross-exposure',
    scope: 'process',
  })
})

test('after a halt is acknowledged not one order leaves, of any bot, until it is armed again', async () => {
  const { begin, clock, fleet, gate, price } = await aFleet()
  const [one, two] = await begin('one', 'two')
  one?.does(buy(1, { type: 'limit', price: 90, ref: 'rest' }))
  await price(100)
  const ack = await fleet.halt({ scope: 'process', id: '', cause: 'a drill', by: 'the operator', at: clock.now() })
  expect(ack).toMatchObject({ unanswered: 0 })
  const sent = gate.counts.exposure + gate.counts.exit
  await turns()
  expect(fleet.bot('one')?.status().openOrders).toEqual([])
  one?.does(buy(1))
  two?.does(buy(1))
  await price(101)
  expect(gate.counts.exposure + gate.counts.exit).toBe(sent)
  expect(fleet.bot('two')?.status().lastRefusal?.refusal.code).toBe('halted')

  await fleet.rearm('process', '', 'the operator')
  two?.does(buy(1))
  await price(102)
  expect(amountsOf(fleet)).toEqual(['0', '1'])
})

test('an unknown account, a taken id and an unknown bot are named', async () => {
  const { begin, fleet } = await aFleet()
  await begin('one')
  const { strategy } = puppet()
  await expect(fleet.start({ id: 'one', strategy, params: {}, account: 'paper' })).rejects.toThrow(/bot id "one"/)
  await expect(fleet.start({ id: 'two', strategy, params: {}, account: 'live' })).rejects.toThrow(
    /account of bot two "live"/,
  )
  expect(() => fleet.command('three', 'pause', 'because')).toThrow(/bot id "three".*one of one/)
})

test('a bot that is stopped gives its name back', async () => {
  const { begin, clock, fleet } = await aFleet()
  await begin('one')
  const stopped = fleet.stop('one', 'asked to')
  for (let i = 0; i < 5; i++) {
    await turns()
    clock.advance(100)
  }
  await stopped
  expect(fleet.ids).toEqual([])
  await begin('one')
  expect(fleet.bot('one')?.state).toBe('running')
})

const pass = async (clock: ManualClock, ms: number) => {
  for (let left = ms; left > 0; left -= 100) {
    clock.advance(100)
    await turns(4)
  }
}

test('what a stopped bot leaves at the venue goes on counting for the others, until it runs again and ends flat', async () => {
  const { begin, clock, fleet, price } = await aFleet({ maxGrossExposure: '150' })
  const [one, two] = await begin('one', 'two')
  one?.does(buy(1))
  await price(100)
  const stopped = fleet.stop('one', 'for today')
  await pass(clock, 500)
  await stopped
  two?.does(buy(1))
  await price(100)
  expect(fleet.bot('two')?.status().lastRefusal?.refusal).toMatchObject({
    code: 'max-gross-exposure',
    scope: 'process',
  })

  await begin('one')
  fleet.command('one', 'flatten', 'out of it')
  await pass(clock, 2_000)
  const ended = fleet.stop('one', 'for good')
  await pass(clock, 500)
  await ended
  two?.does(buy(1))
  await price(100)
  expect(fleet.bot('two')?.status().positions[0]?.amount).toBe('1')
})

test('a bot that is stopped twice, and begun again at once, stays', async () => {
  const { begin, clock, fleet } = await aFleet()
  await begin('one')
  const stopped = Promise.all([fleet.stop('one', 'enough'), fleet.stop('one', 'enough')])
  await pass(clock, 500)
  await stopped
  await begin('one')
  expect(fleet.ids).toEqual(['one'])
})

test('a bot that cannot be started is not there, and the limits of others stay as they are', async () => {
  const { begin, fleet, price } = await aFleet({ maxGrossExposure: '150' })
  const [one] = await begin('one')
  const { strategy } = puppet({}, [{ exchange: 'binance', symbol: 'NO/SUCH', channel: 'ticker' }])
  await expect(fleet.start({ id: 'two', strategy, params: {}, account: 'paper' })).rejects.toThrow(/NO\/SUCH/)
  expect(fleet.ids).toEqual(['one'])
  one?.does(buy(1))
  await price(100)
  expect(amountsOf(fleet)).toEqual(['1'])
})

test('a bot that starts while its account is halted sends nothing until it is armed again', async () => {
  const { begin, clock, fleet, gate, price } = await aFleet()
  await fleet.halt({ scope: 'account', id: 'paper', cause: 'a drill', by: 'the operator', at: clock.now() })
  const [one] = await begin('one')
  one?.does(buy(1))
  await price(100)
  expect(gate.counts).toMatchObject({ exposure: 0, exit: 0 })
  expect(fleet.bot('one')?.status().trading).toBe('halted')
  await expect(fleet.rearm('bot', 'one', 'the operator')).rejects.toThrow(/nothing|what is halted is/)
  await fleet.rearm('account', 'paper', 'the operator')
  one?.does(buy(1))
  await price(100)
  expect(amountsOf(fleet)).toEqual(['1'])
})
