import { aTicker } from '@md/types/testing'
import { expect, test } from 'vitest'
import { buy, EngineStage, puppet, turns } from '../../test/engine-stage.ts'
import type { Intent } from '../strategy/intent.ts'

async function afterACrash(stage: EngineStage, hooks = {}, bot = {}): Promise<EngineStage> {
  await stage.engine.settled()
  stage.leases.revoke('one', 'the process died')
  await turns()
  const { clock, feed, leases, store, venue } = stage
  const next = new EngineStage(puppet(hooks).strategy, { clock, feed, leases, store, venue, bot })
  await next.engine.initialize()
  await next.pass(500)
  return next
}

test('a bot that was flattened at its end trades again at its next start', async () => {
  const first = puppet()
  const stage = await new EngineStage(first.strategy, { bot: { policies: { onStop: 'flatten' } } }).begun()
  first.does(buy('0.5'))
  await stage.price(100)
  const ended = stage.engine.cleanup('for today')
  await stage.pass(2_000)
  await ended
  const { clock, feed, leases, store, venue } = stage
  const second = puppet()
  const next = await new EngineStage(second.strategy, { clock, feed, leases, store, venue }).begun()
  second.does(buy('0.5'))
  await next.price(100)
  expect(next.position?.amount).toBe('0.5')
})

const twap: Intent = {
  kind: 'execute',
  ref: 'big',
  algorithm: 'twap',
  side: 'buy',
  amount: 1,
  overMs: 4_000,
  slices: 4,
  because: 'much',
}

test('an execution waits while its bot is paused, and goes on afterwards', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy).begun()
  does(twap)
  await stage.price(100)
  expect(stage.position?.amount).toBe('0.25')
  stage.engine.command('pause', 'lunch')
  await stage.pass(3_000)
  expect(stage.position?.amount).toBe('0.25')
  stage.engine.command('resume', 'back')
  await stage.pass(5_000)
  expect(stage.position?.amount).toBe('1')
})

test.each(['fail', 'halt', 'flatten', 'cancel'] as const)('an execution ends with %s', async (how) => {
  let throws = false
  const { does, strategy } = puppet({
    book: () => {
      if (throws) throw new Error('a strategy is wrong')
      return undefined
    },
  })
  const stage = await new EngineStage(strategy).begun()
  does(twap)
  await stage.price(100)
  if (how === 'halt' || how === 'flatten') stage.engine.command(how, 'enough')
  if (how === 'cancel') does({ kind: 'cancel', ref: 'big', because: 'enough' })
  throws = how === 'fail'
  stage.feed.showBook([[99.9, 50]], [[100.1, 50]])
  await stage.price(100)
  await stage.pass(6_000)
  if (how === 'halt') stage.engine.command('rearm', 'go on')
  stage.engine.command('resume', 'go on')
  await stage.pass(6_000)
  expect(stage.told.fill.filter(({ side }) => side === 'buy')).toHaveLength(1)
  expect(stage.told.note.map(({ message }) => message).join()).toContain('big: 0.25 of 1 filled')
})

test('a failed strategy leaves nothing at the venue that could add to its position', async () => {
  let throws = false
  const { does, strategy } = puppet({
    book: () => {
      if (throws) throw new Error('a strategy is wrong')
      return undefined
    },
  })
  const stage = await new EngineStage(strategy).begun()
  does(buy('0.5'), buy(1, { ref: 'rest', type: 'limit', price: 95 }))
  await stage.price(100)
  does({ kind: 'place', ref: 'tp', side: 'sell', type: 'limit', amount: '0.5', price: 110, because: 'profit' })
  await stage.price(100)
  throws = true
  stage.feed.showBook([[99.9, 50]], [[100.1, 50]])
  await stage.price(100)
  expect(stage.engine.status().openOrders).toMatchObject([{ ref: 'tp' }])
})

test('a bot that failed is resumed by an operator, its position guarded as before', async () => {
  let throws = true
  const { does, strategy } = puppet()
  const bot = { barriers: { stopLoss: 0.02 }, policies: { onFailure: 'leave' } } as const
  const stage = await new EngineStage(strategy, { bot }).begun()
  does(buy('0.5'))
  await stage.price(100)
  strategy.hooks.ticker = () => {
    if (throws) throw new Error('a strategy is wrong')
    return undefined
  }
  await stage.price(100)
  expect(stage.engine.state).toBe('failed')
  throws = false
  stage.engine.command('resume', 'mended')
  expect(stage.engine.state).toBe('running')
  stage.feed.showBook([[97, 50]], [[97.1, 50]])
  await stage.price(97)
  expect(stage.position?.amount).toBe('0')
})

test('a timer that is due while nobody is asked is told afterwards, after a restart as well', async () => {
  const told: string[] = []
  const timer = (_: unknown, { name }: { readonly name: string }) => void told.push(name)
  const { does, strategy } = puppet({ timer })
  const stage = await new EngineStage(strategy).begun()
  does({ kind: 'timer', name: 'soon', afterMs: 1_000 }, { kind: 'timer', name: 'late', afterMs: 9_000 }, buy('0.1'))
  await stage.price(100)
  stage.engine.command('pause', 'lunch')
  await stage.pass(2_000)
  expect(told).toEqual([])
  stage.engine.command('resume', 'back')
  await stage.pass(100)
  expect(told).toEqual(['soon'])
  stage.engine.command('pause', 'night')
  await stage.engine.settled()
  stage.leases.revoke('one', 'the process died')
  await stage.pass(20_000)
  const next = await afterACrash(stage, { timer })
  expect(next.engine.state).toBe('paused')
  next.engine.command('resume', 'morning')
  await next.pass(100)
  expect(told).toEqual(['soon', 'late'])
})

test('a strategy whose bot is paused at the start hears of its start when it is resumed, once', async () => {
  const told: string[] = []
  const start = () => void told.push('start')
  const stage = await new EngineStage(puppet().strategy).begun()
  stage.engine.command('pause', 'night')
  const next = await afterACrash(stage, { start })
  expect(told).toEqual([])
  next.engine.command('resume', 'morning')
  next.engine.command('pause', 'again')
  next.engine.command('resume', 'again')
  expect(told).toEqual(['start'])
})

test('barriers of the configuration hold after a restart as they are now; those of the strategy stay', async () => {
  for (const [own, left] of [
    [false, '0'],
    [true, '0.5'],
  ] as const) {
    const { does, strategy } = puppet()
    const stage = await new EngineStage(strategy, { bot: { barriers: { stopLoss: 0.1 } } }).begun()
    if (own) does({ kind: 'protect', barriers: { stopLoss: 0.2 } })
    does(buy('0.5'))
    await stage.price(100)
    const next = await afterACrash(stage, {}, { barriers: { stopLoss: 0.02 } })
    next.feed.showBook([[97, 50]], [[97.1, 50]])
    await next.price(97)
    expect(next.position?.amount).toBe(left)
  }
})

test('a price of the far future does not blind a bot: what comes moves the price again within seconds', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy, { bot: { barriers: { stopLoss: 0.02 } } }).begun()
  does(buy('0.5'))
  await stage.price(100)
  const now = stage.clock.now()
  stage.engine.onPriceUpdate(aTicker({ last: 100, timestamp: now + 1e9, receivedAt: now }))
  stage.clock.advance(6_000)
  stage.feed.showBook([[97, 50]], [[97.1, 50]])
  await stage.price(97)
  expect(stage.engine.currentPrice).toBe(97)
  expect(stage.position?.amount).toBe('0')
})
