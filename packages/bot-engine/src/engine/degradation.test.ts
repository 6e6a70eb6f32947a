import { aTicker } from '@md/types/testing'
import { expect, test } from 'vitest'
import { buy, EngineStage, puppet } from '../../test/engine-stage.ts'

const change = { exchange: 'binance', state: 'RECONNECTING', previous: 'CONNECTED', reason: 'cut', at: 0 } as const

test('a bot whose feed is cut takes no new exposure, still ends its position, and recovers by itself', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy, { bot: { barriers: { stopLoss: 0.02 } } }).begun()
  does(buy('0.5'))
  await stage.price(100)
  stage.feed.event({ type: 'exchange:disconnected', data: change })
  expect(stage.engine.state).toBe('degraded')
  expect(stage.engine.websocketConnected).toBe(false)

  does(buy('0.5', { ref: 'more' }))
  await stage.price(100)
  expect(stage.told.refusal).toMatchObject([{ ref: 'more', refusal: { code: 'feed-down' } }])
  stage.feed.showBook([[97, 50]], [[97.1, 50]])
  await stage.price(97)
  expect(stage.told.exit).toMatchObject([{ reason: 'stop-loss' }])
  expect(stage.position?.amount).toBe('0')

  stage.feed.event({ type: 'exchange:connected', data: { ...change, state: 'CONNECTED' } })
  expect(stage.engine.state).toBe('running')
  expect(stage.engine.websocketConnected).toBe(true)
  expect(stage.told.state.map(({ to }) => to)).toEqual(['initializing', 'running', 'degraded', 'running'])
  expect(stage.told.state.at(-2)?.reason).toBe('binance is not connected: cut')
})

test('a book that is not verified prices no order', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy).begun()
  stage.feed.loseBook()
  expect(stage.engine.status()).toMatchObject({ state: 'degraded', reason: 'the book of BTC/USDT@binance is syncing' })
  does(buy('0.5'))
  await stage.price(100)
  expect(stage.told.refusal).toMatchObject([{ refusal: { code: 'feed-down' } }])
  stage.feed.showBook([[99.9, 50]], [[100.1, 50]])
  expect(stage.engine.state).toBe('running')
})

test('a price that stays away for longer than told degrades, and the next one mends it', async () => {
  const { strategy } = puppet()
  const stage = await new EngineStage(strategy, { bot: { staleAfterMs: 5_000 } }).begun()
  await stage.price(100)
  await stage.pass(4_000)
  expect(stage.engine.state).toBe('running')
  await stage.pass(6_000)
  expect(stage.engine.status()).toMatchObject({ state: 'degraded' })
  expect(stage.engine.status().reason).toMatch(/^no price of BTC\/USDT@binance for \d+ ms$/)
  await stage.price(100)
  expect(stage.engine.state).toBe('running')
})

test('prices that are none, older ones, and those of other markets do not move the price, and are counted', async () => {
  const { strategy } = puppet()
  const stage = await new EngineStage(strategy).begun()
  await stage.price(100)
  const { engine } = stage
  for (const last of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) engine.onPriceUpdate(aTicker({ last }))
  const now = stage.clock.now()
  engine.onPriceUpdate(aTicker({ last: 90, timestamp: now - 1_000, receivedAt: now }))
  engine.onPriceUpdate(aTicker({ last: 80, symbol: 'ETH/USDT', timestamp: now + 5, receivedAt: now }))
  expect(engine.currentPrice).toBe(100)
  expect(engine.lastPriceUpdate).toBe(now)
  expect(engine.status().counters).toMatchObject({ invalidPrices: 4, olderPrices: 1, strays: 1 })
  engine.onPriceUpdate(aTicker({ last: 101, timestamp: now + 10, receivedAt: now + 10 }))
  expect(engine.currentPrice).toBe(101)
})

test('orders that keep failing open the circuit: it says until when, lets one through then, and closes on success', async () => {
  const { does, strategy } = puppet()
  let rejects = true
  const stage = await new EngineStage(strategy, {
    paper: { faults: ({ kind }) => (kind === 'place' && rejects ? 'reject' : undefined) },
  }).begun()
  for (let i = 0; i < 5; i++) {
    does(buy('0.1', { ref: `try ${i}` }))
    await stage.price(100)
  }
  const { circuit } = stage.engine.status()
  expect(circuit).toMatchObject({ state: 'open', failuresInARow: 5 })
  does(buy('0.1', { ref: 'refused' }))
  await stage.price(100)
  expect(stage.told.refusal).toMatchObject([{ ref: 'refused', refusal: { code: 'circuit-open' } }])

  rejects = false
  await stage.pass(6_000)
  does(buy('0.1', { ref: 'tried' }))
  await stage.price(100)
  expect(stage.position?.amount).toBe('0.1')
  expect(stage.engine.status().circuit).toMatchObject({ state: 'closed' })
})

test('paused, the strategy is not asked, and the position is guarded', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy, { bot: { barriers: { stopLoss: 0.02 } } }).begun()
  does(buy('0.5'))
  await stage.price(100)
  stage.engine.command('pause', 'lunch')
  does(buy('0.5', { ref: 'more' }))
  await stage.price(100)
  expect(stage.told.order.filter(({ ref }) => ref === 'more')).toEqual([])
  stage.feed.showBook([[97, 50]], [[97.1, 50]])
  await stage.price(97)
  expect(stage.position?.amount).toBe('0')
  expect(stage.engine.status()).toMatchObject({ state: 'paused', reason: 'lunch' })
  stage.engine.command('resume', 'back')
  await stage.price(97)
  expect(stage.told.order.filter(({ ref }) => ref === 'more')).not.toEqual([])
})

test('what a halt stopped is not resumed, only armed again', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy).begun()
  stage.engine.command('halt', 'something is wrong')
  stage.engine.command('resume', 'is it?')
  does(buy('0.5'))
  await stage.price(100)
  expect(stage.told.refusal).toMatchObject([{ refusal: { code: 'halted' } }])
  stage.engine.command('rearm', 'it was nothing')
  does(buy('0.5'))
  await stage.price(100)
  expect(stage.position?.amount).toBe('0.5')
})

test.each([
  ['guard', '0'],
  ['flatten', '0'],
  ['leave', '0.5'],
] as const)('a strategy that throws fails, and its position is treated by the policy %s', async (onFailure, left) => {
  let throws = false
  const { does, strategy } = puppet({
    book: () => {
      if (throws) throw new Error('a strategy is wrong')
      return undefined
    },
  })
  const bot = { barriers: { stopLoss: 0.02 }, policies: { onFailure } }
  const stage = await new EngineStage(strategy, { bot }).begun()
  does(buy('0.5'))
  await stage.price(100)
  throws = true
  stage.feed.showBook([[99, 50]], [[99.1, 50]])
  await stage.price(99)
  expect(stage.told.fault).toMatchObject([{ where: 'book', message: 'book: a strategy is wrong' }])
  expect(stage.position?.amount).toBe(onFailure === 'flatten' ? '0' : '0.5')
  stage.feed.showBook([[97, 50]], [[97.1, 50]])
  await stage.price(97)
  expect(stage.position?.amount).toBe(left)
  expect(stage.engine.status()).toMatchObject({ state: 'failed', reason: 'book: a strategy is wrong' })
})

test('a strategy that answers itself without an end fails instead of hanging the process', async () => {
  const { strategy } = puppet({
    ticker: () => buy('NaN'),
    order: () => buy('NaN'),
  })
  const stage = await new EngineStage(strategy).begun()
  await stage.price(100)
  expect(stage.engine.status()).toMatchObject({ state: 'failed', lastRefusal: { refusal: { code: 'invalid-number' } } })
})

test('an unreachable exchange does not stop a start: it is tried again until it is there', async () => {
  const { strategy } = puppet()
  let answers = false
  const stage = new EngineStage(strategy, {
    bot: {
      reference: {
        instruments: async () => {
          if (!answers) throw new Error('ECONNREFUSED')
          return [(await import('../../test/paper-stage.ts')).INSTRUMENT]
        },
        candles: async () => [],
      },
    },
  })
  await stage.engine.initialize()
  expect(stage.engine.state).toBe('initializing')
  answers = true
  await stage.pass(2_000)
  expect(stage.engine.state).toBe('running')
})
