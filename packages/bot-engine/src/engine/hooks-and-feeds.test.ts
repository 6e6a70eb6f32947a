import { aTicker } from '@md/types/testing'
import { expect, test } from 'vitest'
import { buy, EngineStage, puppet, turns } from '../../test/engine-stage.ts'
import type { BotContext } from '../strategy/context.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const

test('a hook that is always slow ends its strategy, and one that is slow now and then does not', async () => {
  for (const [apartMs, state] of [
    [1, 'failed'],
    [61_000, 'running'],
  ] as const) {
    const { strategy } = puppet()
    const stage = await new EngineStage(strategy, {
      bot: { maxSlowHooks: 3, staleAfterMs: Number.POSITIVE_INFINITY },
    }).begun()
    strategy.hooks.ticker = () => void stage.clock.advance(60)
    for (let i = 0; i < 4; i++) {
      stage.clock.advance(apartMs)
      await stage.price(100)
    }
    expect(stage.engine.state).toBe(state)
    expect(stage.engine.status().counters.slowHooks).toBeGreaterThanOrEqual(3)
  }
})

test('a subscription that is refused is asked for again until it is there, and not after the end', async () => {
  const stage = new EngineStage(puppet().strategy)
  stage.feed.refused = ['ticker']
  await stage.engine.initialize()
  await turns()
  expect(stage.feed.wanted.filter((want) => want.includes('ticker'))).toEqual([])
  await stage.pass(1_500)
  stage.feed.refused = []
  await stage.pass(3_000)
  expect(stage.feed.wanted.filter((want) => want.includes('ticker')).length).toBeGreaterThan(0)

  const other = new EngineStage(puppet().strategy)
  other.feed.refused = ['ticker', 'orderbook']
  await other.engine.initialize()
  await turns()
  const ended = other.engine.cleanup('enough')
  await other.pass(500)
  await ended
  other.feed.refused = []
  await other.pass(5_000)
  expect(other.feed.listeners).toBe(0)
})

test('trades and candles move the price too; candles that still change are told to whom asks for them', async () => {
  const heard: string[] = []
  const hooks = {
    trade: (_: unknown, { price }: { readonly price: number }) => void heard.push(`trade ${price}`),
    candle: (_: unknown, { close, interval }: { readonly close: number; readonly interval: string }) =>
      void heard.push(`${interval} ${close}`),
  }
  const { strategy } = puppet(hooks, [
    { ...MARKET, channel: 'trades' },
    { ...MARKET, channel: 'candles', interval: '1m', unfinished: true },
    { ...MARKET, channel: 'candles', interval: '1h' },
  ])
  const stage = new EngineStage(strategy)
  await stage.engine.initialize()
  await turns()
  stage.feed.trade(100, 1, 'buy')
  stage.feed.candle({ interval: '1m', close: 101, closed: false })
  stage.feed.candle({ interval: '1h', close: 102, closed: false })
  stage.feed.candle({ interval: '1h', close: 103, closed: true })
  expect(new Set(heard)).toEqual(new Set(['trade 100', '1m 101', '1h 103']))
  expect(stage.engine.currentPrice).toBe(103)
})

test('a context tells what the bot knows, and fails for a market that is not its own', async () => {
  const seen: BotContext[] = []
  const { does, strategy } = puppet({ book: (ctx) => void seen.push(ctx) })
  const stage = await new EngineStage(strategy).begun()
  does(buy('0.5'), buy(1, { ref: 'rest', type: 'limit', price: 90 }))
  await stage.price(100)
  const [ctx] = seen
  expect(ctx?.book()?.status).toBe('live')
  expect(ctx?.instrument().base).toBe('BTC')
  expect(ctx?.instrument({ ...MARKET }).quote).toBe('USDT')
  expect(ctx?.price({ ...MARKET })).toBe(100)
  expect(ctx?.order('rest')).toMatchObject({ status: 'open' })
  expect(ctx?.order('none')).toBeUndefined()
  expect(ctx?.openOrders()).toHaveLength(1)
  expect(Number(ctx?.free('USDT'))).toBeLessThan(100_000)
  expect(ctx?.free('XRP')).toBe('0')
  expect(ctx?.indicators).toBeUndefined()
  expect([ctx?.botId, ctx?.markets.length]).toEqual(['one', 1])
  expect(() => ctx?.price({ exchange: 'okx', symbol: 'X/Y' })).toThrow(/market "X\/Y@okx"/)
  expect(() => ctx?.instrument({ exchange: 'okx', symbol: 'X/Y' })).toThrow(/symbol "X\/Y"/)
})

test('a position opened by hand is taken over once, and guarded', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy, { paper: { balances: { BTC: '1', USDT: '0' } } }).begun()
  const take = { kind: 'protect', barriers: { stopLoss: 0.02 }, position: { amount: 1, entry: '100' } } as const
  does(take, take)
  await stage.price(100)
  expect(stage.position).toMatchObject({ amount: '1', averageEntry: '100' })
  stage.feed.showBook([[97, 50]], [[97.1, 50]])
  await stage.price(97)
  await stage.pass(2_000)
  expect(stage.position?.amount).toBe('0')
})

test('the time limit of a position ends it without a price', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy, { bot: { barriers: { timeLimitMs: 1_000 } } }).begun()
  does(buy('0.5'))
  await stage.price(100)
  await stage.pass(1_500)
  expect(stage.told.exit).toMatchObject([{ reason: 'time-limit' }])
  expect(stage.position?.amount).toBe('0')
})

test('a strategy notes, and ends its own bot', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy).begun()
  does(
    { kind: 'note', message: 'so far' },
    { kind: 'timer', name: 'x', afterMs: undefined },
    { kind: 'stop', because: 'done' },
  )
  await stage.price(100)
  await stage.pass(1_000)
  expect(stage.told.note).toMatchObject([{ message: 'so far' }])
  expect(stage.engine.state).toBe('stopped')
})

test('an order is replaced once what was filled of the old one is known; one that was filled is not', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy).begun()
  does(buy(1, { ref: 'rest', type: 'limit', price: 95 }))
  await stage.price(100)
  does({ kind: 'replace', ref: 'rest', price: 96, because: 'nearer' }, { kind: 'replace', ref: 'none', because: 'why' })
  await stage.price(100)
  expect(stage.engine.status().openOrders).toMatchObject([{ ref: 'rest', price: '96' }])
  does({ kind: 'replace', ref: 'rest', amount: 2, because: 'more' })
  stage.engine.onPriceUpdate(aTicker({ last: 100, timestamp: stage.clock.now(), receivedAt: stage.clock.now() }))
  stage.engine.command('pause', 'in the middle')
  await turns()
  expect(stage.engine.status().openOrders).toEqual([])
  expect(stage.journal.filter(({ type }) => type === 'note')).toMatchObject([
    { message: 'rest is not replaced: the bot is paused' },
  ])
})

test.each([
  [{ id: 'Not An Id' }, /bot id "Not An Id"/],
  [{ capital: '-1' }, /capital of bot one "-1"/],
  [{ barriers: { stopLoss: 2 } }, /stopLoss 2/],
  [{ accounts: [] }, /accounts of bot one.*one at binance/],
])('a bot told to be %j is refused by name', (bot, message) => {
  expect(() => new EngineStage(puppet().strategy, { bot })).toThrow(message)
})

test('a strategy without a market is refused', () => {
  expect(() => new EngineStage(puppet({}, []).strategy)).toThrow(/subscriptions of puppet/)
})

test('a listener that throws hurts nobody, and a bot is begun once', async () => {
  const { does, strategy } = puppet()
  const stage = new EngineStage(strategy)
  stage.engine.on('order', () => {
    throw new Error('a listener is wrong')
  })
  await stage.begun()
  expect(stage.engine.isIdle).toBe(true)
  await expect(stage.engine.start()).rejects.toThrow(/not started before/)
  does(buy('0.5'))
  await stage.price(100)
  expect(stage.position?.amount).toBe('0.5')
})

test('an order of the bot that no journal knows is treated by the policy', async () => {
  for (const [unknownOrders, open] of [
    ['adopt', 1],
    ['cancel', 0],
  ] as const) {
    const stage = new EngineStage(puppet().strategy, { bot: { policies: { unknownOrders } } })
    await stage.venue.connect(() => undefined)
    await turns()
    stage.feed.showBook([[99.9, 50]], [[100.1, 50]])
    const clientOrderId = stage.venue.clientOrderId('one', 1, 77)
    await stage.venue.place({ ...MARKET, clientOrderId, side: 'buy', type: 'limit', amount: '1', price: '90' })
    await stage.engine.initialize()
    await stage.pass(500)
    expect(stage.engine.status().openOrders).toHaveLength(open)
    expect(await stage.venue.openOrders()).toHaveLength(open)
  }
})
