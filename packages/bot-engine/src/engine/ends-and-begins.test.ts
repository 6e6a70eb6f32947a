import type { Candle, Clock } from '@md/types'
import { ManualClock } from '@md/types/testing'
import { expect, test } from 'vitest'
import { buy, EngineStage, puppet, turns } from '../../test/engine-stage.ts'
import { INSTRUMENT } from '../../test/paper-stage.ts'
import type { StoredBot } from '../store/store.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const

test('a bot that is ended while it waits for its lease gives it back', async () => {
  const stage = new EngineStage(puppet().strategy)
  const begun = stage.engine.initialize()
  await stage.engine.cleanup('never mind')
  await begun
  await turns()
  expect(stage.leases.holds('one', 1)).toBe(false)
  expect(stage.engine.state).toBe('stopped')
  expect(stage.feed.listeners).toBe(0)
})

test('a bot that is ended while it reconciles is not waited for, never starts and leaves its venue', async () => {
  const started: string[] = []
  const { strategy } = puppet({ start: () => void started.push('start') })
  const stage = new EngineStage(strategy, { paper: { latency: { orderMs: 60_000 } } })
  const begun = stage.engine.initialize()
  await stage.pass(100)
  expect(stage.engine.state).toBe('initializing')
  const ended = stage.engine.cleanup('never mind', { deadlineMs: 60_000 })
  await stage.pass(100_000)
  await Promise.all([begun, ended])
  expect(started).toEqual([])
  expect(stage.leases.holds('one', 1)).toBe(false)
  expect(stage.told.state.map(({ to }) => to)).toEqual(['initializing', 'stopping', 'stopped'])
})

test('a bot that is ended twice at once ends once', async () => {
  const stage = await new EngineStage(puppet().strategy).begun()
  await stage.price(100)
  const ended = [stage.engine.cleanup('enough'), stage.engine.cleanup('enough')]
  await stage.pass(1_000)
  await Promise.all(ended)
  await stage.engine.cleanup('and again')
  expect(stage.told.state.map(({ to }) => to)).toEqual(['initializing', 'running', 'stopping', 'stopped'])
})

test('a feed, a venue and a lease that fail at the end do not keep a bot from ending', async () => {
  const stage = new EngineStage(puppet().strategy)
  const subscribe = stage.feed.subscribe.bind(stage.feed)
  stage.feed.subscribe = async (...given) => ({
    ...(await subscribe(...given)),
    unsubscribe: async () => {
      throw new Error('the feed is gone')
    },
  })
  stage.venue.disconnect = async () => {
    throw new Error('the venue is gone')
  }
  await stage.begun()
  const ended = stage.engine.cleanup('enough')
  await stage.pass(1_000)
  await expect(ended).resolves.toBeUndefined()
  expect(stage.leases.holds('one', 1)).toBe(false)
})

test('a halted bot with a position ends without waiting for an exit that may not leave', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy, { bot: { policies: { onStop: 'flatten' } } }).begun()
  does(buy('0.5'))
  await stage.price(100)
  stage.engine.command('halt', 'something is wrong')
  await turns()
  const ended = stage.engine.cleanup('enough', { deadlineMs: 60_000 })
  await stage.pass(1_000)
  await ended
  expect(stage.engine.state).toBe('stopped')
})

test('what an operator says before the bot is put together is obeyed once it is', async () => {
  let answers = false
  const stage = new EngineStage(puppet().strategy, {
    bot: {
      reference: {
        instruments: async () => {
          if (!answers) throw new Error('ECONNREFUSED')
          return [INSTRUMENT]
        },
        candles: async () => [],
      },
    },
  })
  stage.engine.command('pause', 'nobody hears it')
  await stage.engine.initialize()
  stage.engine.command('pause', 'before anything')
  answers = true
  await stage.pass(2_000)
  expect(stage.engine.status()).toMatchObject({ state: 'paused', reason: 'before anything' })
})

test('a history that never comes holds up no start: the bot starts cold', async () => {
  const { strategy } = puppet()
  const warm = { ...strategy, warmup: () => [{ ...MARKET, interval: '1m' as const, count: 3 }] }
  const reference = {
    instruments: async () => [INSTRUMENT],
    candles: () => new Promise<readonly Candle[]>(() => undefined),
  }
  const stage = new EngineStage(warm, { bot: { reference } })
  const reasons: string[] = []
  stage.engine.on('state', ({ reason, to }) => to === 'running' && reasons.push(reason))
  const begun = stage.engine.initialize()
  await stage.pass(31_000)
  await begun
  expect(stage.engine.state).toBe('running')
  expect(reasons).toEqual([expect.stringMatching(/^reconciled, cold: 1m of .* no answer within 30000 ms$/)])
})

test('candles that come while history is played reach the strategy once, after it', async () => {
  const minute = 60_000
  const clock = new ManualClock(minute * 29_166_666)
  const closes: number[] = []
  const { strategy } = puppet({ candle: (_, { close }) => void closes.push(close) }, [
    { ...MARKET, channel: 'candles', interval: '1m' },
  ])
  const candle = (back: number, close: number): Candle => ({
    ...MARKET,
    interval: '1m',
    openTime: clock.now() - back * minute,
    closeTime: clock.now() - (back - 1) * minute,
    open: close,
    high: close,
    low: close,
    close,
    volume: 1,
    closed: true,
    timestamp: clock.now(),
    receivedAt: clock.now(),
  })
  const candles = async () => {
    stage.feed.candle(candle(2, 12))
    stage.feed.candle(candle(1, 13))
    return [candle(3, 11), candle(2, 12)]
  }
  const warm = { ...strategy, warmup: () => [{ ...MARKET, interval: '1m' as const, count: 2 }] }
  const stage = new EngineStage(warm, { clock, bot: { reference: { instruments: async () => [INSTRUMENT], candles } } })
  await stage.engine.initialize()
  await turns()
  expect(closes).toEqual([11, 12, 13])
})

test('a lease that is lost during the start leaves nothing behind', async () => {
  const stage = new EngineStage(puppet().strategy, { paper: { latency: { orderMs: 1_000 } } })
  const begun = stage.engine.initialize()
  await stage.pass(100)
  stage.leases.revoke('one', 'another process took it')
  await stage.pass(10_000)
  await begun
  expect(stage.engine.state).toBe('stopped')
  expect(stage.feed.listeners).toBe(0)
})

test('a store that refuses stops new exposure, and says so once', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy).begun()
  await stage.store.close()
  does(buy('0.5'))
  await stage.price(100)
  does(buy('0.5', { ref: 'more' }))
  await stage.price(100)
  expect(stage.gate.counts.exposure).toBe(0)
  expect(stage.told.fault.filter(({ where }) => where === 'store')).toHaveLength(1)
  expect(stage.told.refusal.at(-1)?.refusal.code).toBe('feed-down')
})

test('what the store held of another strategy, or of a later version, is refused by name', async () => {
  const stage = await new EngineStage(puppet().strategy).begun()
  const ended = stage.engine.cleanup('enough')
  await stage.pass(1_000)
  await ended
  const { clock, feed, leases, store, venue } = stage
  const load = store.load.bind(store)
  const again = (change: (stored: StoredBot) => StoredBot, strategy = puppet().strategy) => {
    store.load = async (id) => change(await load(id))
    return new EngineStage(strategy, { clock, feed, leases, store, venue })
  }
  const snapshotOf = (stored: StoredBot, state: object): StoredBot => ({
    ...stored,
    snapshot: stored.snapshot && { ...stored.snapshot, state: { ...(stored.snapshot.state as object), ...state } },
  })
  await expect(again((stored) => snapshotOf(stored, { version: 2 })).engine.initialize()).rejects.toThrow(
    /later release/,
  )
  const newer = again((stored) => snapshotOf(stored, { strategy: { name: 'puppet', version: 2 } }))
  await expect(newer.engine.initialize()).rejects.toThrow(/state of strategy puppet 2 cannot be used/)
  const migrating = { ...puppet().strategy, version: 2, migrate: () => ({ prices: 42 }) }
  const next = again((stored) => stored, migrating)
  await next.engine.initialize()
  expect(next.engine.state).toBe('running')
})

/** A clock that somebody sets. */
class SetClock extends ManualClock {
  off = 0
  override now(): number {
    return super.now() + this.off
  }
}

test('a clock that is set back stops no timer, and engine time goes on', async () => {
  const told: string[] = []
  const { does, strategy } = puppet({ timer: (_, { name }) => void told.push(name) })
  const clock = new SetClock()
  const stage = await new EngineStage(strategy, { clock, bot: { staleAfterMs: 5_000 } }).begun()
  await stage.price(100)
  clock.off = -86_400_000
  does({ kind: 'timer', name: 'look', afterMs: 1_000 })
  await stage.price(100)
  await stage.pass(1_500)
  expect(told).toEqual(['look'])
  const times = stage.journal.map(({ at }) => at)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  clock.off = 0
  await stage.pass(20_000)
  expect(stage.engine.status().reason).toMatch(/^no price/)
})

test('one stale market among two degrades until it has a price itself', async () => {
  const ETH = { ...INSTRUMENT, symbol: 'ETH/USDT', base: 'ETH', venueSymbol: 'ETHUSDT' }
  const { strategy } = puppet({}, [
    { ...MARKET, channel: 'ticker' },
    { exchange: 'binance', symbol: 'ETH/USDT', channel: 'ticker' },
  ])
  const reference = { instruments: async () => [INSTRUMENT, ETH], candles: async () => [] }
  const stage = await new EngineStage(strategy, { bot: { reference, staleAfterMs: 5_000 } }).begun()
  for (let i = 0; i < 8; i++) {
    await stage.pass(1_000)
    await stage.price(100)
  }
  expect(stage.engine.status()).toMatchObject({ state: 'degraded' })
  expect(stage.engine.status().reason).toMatch(/no price of ETH\/USDT@binance/)
  const changes = stage.told.state.length
  await stage.price(101)
  expect(stage.told.state).toHaveLength(changes)
  const { aTicker } = await import('@md/types/testing')
  const at = (stage.clock as Clock).now()
  stage.engine.onPriceUpdate(aTicker({ symbol: 'ETH/USDT', last: 10, timestamp: at, receivedAt: at }))
  expect(stage.engine.state).toBe('running')
})
