import { expect, test } from 'vitest'
import { buy, EngineStage, type PuppetState, puppet, turns } from '../../test/engine-stage.ts'
import type { Intent } from '../strategy/intent.ts'

const garbage = (value: unknown): Intent => value as Intent

test.each<[string, unknown, RegExp]>([
  ['a kind nobody knows', { kind: 'plaec', ref: 'in' }, /kind of an intent "plaec" cannot be used: one of place/],
  ['a side nobody knows', { ...(buy(1) as object), side: 'long' }, /side of place "long".*one of buy, sell/],
  ['a type nobody knows', { ...(buy(1) as object), type: 'iceberg' }, /type of place "iceberg"/],
  ['an order without a name', { ...(buy(1) as object), ref: '' }, /ref of place ""/],
  ['no reason', { ...(buy(1) as object), because: undefined }, /because of place undefined/],
  ['a timer of NaN', { kind: 'timer', name: 'look', afterMs: Number.NaN }, /afterMs of timer NaN/],
  [
    'a timer of Infinity',
    { kind: 'timer', name: 'look', afterMs: Number.POSITIVE_INFINITY },
    /afterMs of timer Infinity/,
  ],
  ['a timer of the engine', { kind: 'timer', name: '@exit/x', afterMs: 1 }, /timer name "@exit\/x"/],
  ['a note that is no text', { kind: 'note', message: { deep: 1 } }, /message of note/],
  ['a barrier of NaN', { kind: 'protect', barriers: { stopLoss: Number.NaN } }, /stopLoss NaN/],
  [
    'a position of NaN',
    { kind: 'protect', barriers: {}, position: { amount: Number.NaN, entry: 1 } },
    /amount of the position/,
  ],
  [
    'a position of no price',
    { kind: 'protect', barriers: {}, position: { amount: 1, entry: 0 } },
    /entry of the position/,
  ],
  [
    'a short position',
    { kind: 'protect', barriers: {}, position: { amount: -1, entry: 90 } },
    /shorts are not allowed/,
  ],
  [
    'a market it does not watch',
    { kind: 'close', market: { exchange: 'okx', symbol: 'X/Y' }, because: 'why' },
    /X\/Y@okx/,
  ],
  ['a market that is none', { kind: 'close', market: 'BTC/USDT', because: 'why' }, /exchange of the market of close/],
  ['a text', 'buy', /an intent "buy"/],
  ['a list with a hole', [false], /an intent false/],
  ['a promise', Promise.resolve(buy(1)), /answer of ticker "a promise".*hooks are synchronous/],
])('a strategy that answers with %s fails alone, says why, and is guarded on', async (_what, answer, message) => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy, { bot: { barriers: { stopLoss: 0.02 } } }).begun()
  does(buy('0.5'))
  await stage.price(100)
  strategy.hooks.ticker = () => garbage(answer)
  await stage.price(100)
  expect(stage.told.fault).toMatchObject([{ where: 'ticker', message: expect.stringMatching(message) }])
  expect(stage.engine.state).toBe('failed')
  stage.feed.showBook([[97, 50]], [[97.1, 50]])
  await stage.price(97)
  expect(stage.position?.amount).toBe('0')
})

test('a hook that is asynchronous and fails later ends its strategy, and no process', async () => {
  const { strategy } = puppet({ ticker: () => garbage(Promise.reject(new Error('later'))) })
  const stage = await new EngineStage(strategy).begun()
  await stage.price(100)
  expect(stage.told.fault).toMatchObject([{ message: expect.stringMatching(/hooks are synchronous/) }])
})

test('an answer of null is none', async () => {
  const { strategy } = puppet({ ticker: () => garbage(null) })
  const stage = await new EngineStage(strategy).begun()
  await stage.price(100)
  expect(stage.told.fault).toEqual([])
})

test('what follows a mistake in one answer is not done', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy).begun()
  does(garbage({ kind: 'nonsense' }), buy(1))
  await stage.price(100)
  expect(stage.told.order).toEqual([])
})

test.each(['NaN', '', ' 1', '0x10', '1e999', 'Infinity', -1, Number.NaN, {}])(
  'an amount of %j is refused by its number and leaves nothing behind',
  async (amount) => {
    const { does, strategy } = puppet()
    const stage = await new EngineStage(strategy).begun()
    does(buy(amount as string))
    await stage.price(100)
    expect(stage.told.refusal).toMatchObject([{ refusal: { code: 'invalid-number' } }])
    expect(stage.engine.state).toBe('running')
  },
)

test('an amount as `String` writes small ones is one', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy).begun()
  does(buy('5e-1'))
  await stage.price(100)
  expect(stage.position?.amount).toBe('0.5')
})

test('a replacement with a number that is none leaves the old order where it is', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy).begun()
  does(buy(1, { ref: 'rest', type: 'limit', price: 95 }))
  await stage.price(100)
  does({ kind: 'replace', ref: 'rest', price: Number.NaN, because: 'a slip' })
  await stage.price(100)
  expect(stage.told.refusal).toMatchObject([{ ref: 'rest', refusal: { code: 'invalid-number' } }])
  expect(stage.engine.status().openOrders).toMatchObject([{ ref: 'rest', price: '95', status: 'open' }])
})

test.each<[string, (state: PuppetState & Record<string, unknown>) => void, RegExp]>([
  ['NaN', (state) => Object.assign(state, { prices: Number.NaN }), /state of puppet.prices NaN/],
  ['a map', (state) => Object.assign(state, { seen: new Map() }), /state of puppet.seen "Map"/],
  ['a function', (state) => Object.assign(state, { run: () => 1 }), /state of puppet.run/],
  ['itself', (state) => Object.assign(state, { self: state }), /inside itself/],
  ['a list with a hole', (state) => Object.assign(state, { list: [1, undefined] }), /state of puppet.list.1/],
])('a state with %s in it ends the strategy, and not what guards its position', async (_what, spoil, message) => {
  let isSpoilt = false
  const { does, strategy } = puppet({
    book: (ctx) => {
      if (isSpoilt) spoil(ctx.state as never)
      return isSpoilt ? { kind: 'cancel', ref: 'rest', because: 'something has to be kept' } : undefined
    },
  })
  const stage = await new EngineStage(strategy, { bot: { barriers: { stopLoss: 0.02 } } }).begun()
  does(buy('0.5'), buy(1, { ref: 'rest', type: 'limit', price: 90, reduceOnly: false }))
  await stage.price(100)
  isSpoilt = true
  stage.feed.showBook([[99.9, 50]], [[100.1, 50]])
  await turns()
  expect(stage.told.fault).toMatchObject([{ where: 'state', message: expect.stringMatching(message) }])
  expect(stage.engine.state).toBe('failed')
  stage.feed.showBook([[97, 50]], [[97.1, 50]])
  await stage.price(97)
  expect(stage.position?.amount).toBe('0')
  expect(stage.told.fault).toHaveLength(1)
})

test('names that begin with @ are the engine’s: no order has one, and no exit is cancelled by a strategy that cancels all', async () => {
  const { does, strategy } = puppet()
  const latency = { orderMs: 100, cancelMs: 100 }
  const stage = new EngineStage(strategy, { paper: { latency } })
  const begun = stage.engine.initialize()
  await stage.pass(1_000)
  await begun
  stage.feed.showBook([[99.9, 50]], [[100.1, 50]])
  does(buy('0.5', { ref: '@exit/mine' }), {
    ...(buy(1) as object),
    kind: 'execute',
    ref: '@twap',
    algorithm: 'twap',
    overMs: 1,
    slices: 1,
  } as Intent)
  await stage.price(100)
  expect(stage.told.refusal).toMatchObject([{ ref: '@exit/mine', refusal: { code: 'unsupported' } }])
  expect(stage.told.note).toMatchObject([{ message: expect.stringMatching(/@twap was not begun/) }])
  does(buy('0.5'))
  await stage.price(100)
  await stage.pass(300)
  does({ kind: 'close', because: 'enough' })
  await stage.price(100)
  const ref = stage.engine.status().openOrders[0]?.ref ?? ''
  expect(ref).toMatch(/^@exit\//)
  does({ kind: 'cancel', ref, because: 'all of them' }, { kind: 'replace', ref, amount: 1, because: 'all of them' })
  await stage.price(100)
  await stage.pass(300)
  expect(stage.position?.amount).toBe('0')
  expect(stage.decisions).not.toContain('cancel')
})

test('many refusals at once are no endless strategy', async () => {
  const { strategy } = puppet({
    book: () => Array.from({ length: 3_000 }, (_, i) => buy('0.001', { ref: `grid/${i}` })),
  })
  const stage = await new EngineStage(strategy, { bot: { limits: { maxOpenOrders: 1 } } }).begun()
  await stage.price(100)
  expect(stage.engine.status().counters.refusals).toBeGreaterThanOrEqual(2_999)
  expect(stage.told.fault).toEqual([])
})

test('a strategy that calls itself with a timer for now leaves time to others', async () => {
  let calls = 0
  const again: Intent = { kind: 'timer', name: 'again', afterMs: 0 }
  const { does, strategy } = puppet({
    timer: () => {
      calls += 1
      return again
    },
  })
  const stage = await new EngineStage(strategy).begun()
  does(again)
  await stage.price(100)
  await stage.pass(100)
  expect(calls).toBeGreaterThan(10)
  expect(calls).toBeLessThanOrEqual(101)
})

test('a strategy that cannot make its state is refused at the start, and its bot can be started once it can', async () => {
  const { strategy } = puppet()
  const broken = {
    ...strategy,
    state: () => {
      throw new Error('a strategy is wrong')
    },
  }
  const stage = new EngineStage(broken)
  await expect(stage.engine.initialize()).rejects.toThrow(
    /strategy puppet of bot one fails to begin: a strategy is wrong/,
  )
  expect(stage.leases.holds('one', 1)).toBe(false)
  const { clock, feed, leases, store, venue } = stage
  const next = new EngineStage(strategy, { clock, feed, leases, store, venue })
  await next.engine.initialize()
  expect(next.engine.state).toBe('running')
})
