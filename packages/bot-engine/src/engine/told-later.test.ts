import { describe, expect, it } from 'vitest'
import { EngineStage, puppet, type StageOptions } from '../../test/engine-stage.ts'
import { strategyByName } from '../strategies/index.ts'

const MARKET = { exchange: 'binance', symbol: 'BTC/USDT' } as const
const GRID = { ...MARKET, lower: 90, upper: 110, levels: 5, amount: 1 }
const DCA = {
  ...MARKET,
  base: 100,
  safety: { spend: 100, count: 2, step: 0.02 },
  takeProfit: 0.02,
  maxSpend: 300,
  pauseMs: 60_000,
}

const staged = (name: string, params: object, { bot, ...more }: StageOptions = {}) =>
  new EngineStage(strategyByName(name), { ...more, bot: { params, policies: { onStop: 'keep' }, ...bot } }).begun()

async function moveTo(stage: EngineStage, price: number): Promise<void> {
  for (let second = 0; second < 6; second++) {
    stage.feed.showBook([[price - 0.1, 50]], [[price + 0.1, 50]])
    await stage.price(price)
    await stage.pass(1_000)
  }
}

/** The same bot at the same venue in another process, after something has happened there. */
async function restarted(stage: EngineStage, name: string, params: object, meanwhile: () => Promise<void>) {
  await stage.hub.join('somebody else', () => undefined)
  await stage.engine.cleanup('a restart', { deadlineMs: 0 })
  await meanwhile()
  const { clock, feed, hub, leases, store, venue } = stage
  return staged(name, params, { clock, feed, hub, leases, store, venue })
}

const dealt = (...stages: readonly EngineStage[]): readonly string[] =>
  stages.flatMap(({ told }) => told.fill.map(({ price, side }) => `${side} at ${price}`))

const sides = (...stages: readonly EngineStage[]) => dealt(...stages).map((deal) => deal.split(' ')[0])

describe('what happens while a strategy is not asked, it is told later', () => {
  it('fills of a grid that is paused', async () => {
    const stage = await staged('grid', GRID)
    await moveTo(stage, 101)
    stage.engine.command('pause', 'lunch')
    await moveTo(stage, 99)
    stage.engine.command('resume', 'back')
    await moveTo(stage, 106)
    expect(sides(stage)).toEqual(['buy', 'sell'])
  })

  it('fills of a DCA bot that is paused', async () => {
    const stage = await staged('dca', DCA)
    await moveTo(stage, 100)
    stage.engine.command('pause', 'lunch')
    await moveTo(stage, 97)
    stage.engine.command('resume', 'back')
    await moveTo(stage, 104)
    expect(stage.position?.amount).toBe('0')
  })

  it('fills of a grid that was away', async () => {
    const first = await staged('grid', GRID)
    await moveTo(first, 101)
    const second = await restarted(first, 'grid', GRID, () => moveTo(first, 99))
    await moveTo(second, 106)
    expect(sides(first, second)).toEqual(['buy', 'sell'])
  })

  it('fills of a DCA bot that was away', async () => {
    const first = await staged('dca', DCA)
    await moveTo(first, 100)
    const second = await restarted(first, 'dca', DCA, () => moveTo(first, 97))
    await moveTo(second, 104)
    expect(second.position?.amount).toBe('0')
  })

  it('fills of a pause, when the bot is started again before it is resumed', async () => {
    const first = await staged('grid', GRID)
    await moveTo(first, 101)
    first.engine.command('pause', 'lunch')
    await moveTo(first, 99)
    const second = await restarted(first, 'grid', GRID, async () => undefined)
    await moveTo(second, 99)
    second.engine.command('resume', 'back')
    await moveTo(second, 106)
    expect(sides(first, second)).toEqual(['buy', 'sell'])
  })

  it('a fill of an order that was being cancelled when the bot was stopped', async () => {
    const slow = { latency: { orderMs: 200, cancelMs: 200 } }
    const first = new EngineStage(strategyByName('grid'), { bot: { params: GRID }, paper: slow })
    const begun = first.begun()
    await first.pass(2_000)
    await begun
    await moveTo(first, 101)
    await first.hub.join('somebody else', () => undefined)
    const ended = first.engine.cleanup('a restart')
    first.clock.advance(100)
    first.feed.trade(99, 50, 'sell')
    await first.pass(2_000)
    await ended
    expect(sides(first)).toEqual(['buy'])

    const { clock, feed, hub, leases, store, venue } = first
    const second = new EngineStage(strategyByName('grid'), {
      clock,
      feed,
      hub,
      leases,
      store,
      venue,
      bot: { params: GRID },
    })
    const again = second.begun()
    await second.pass(2_000)
    await again
    await moveTo(second, 101)
    await moveTo(second, 106)
    expect(sides(first, second)).toEqual(['buy', 'sell'])
  })
})

it('a strategy that offers the position at a price of its own does not keep it from being ended', async () => {
  const stage = await staged(
    'dca',
    { ...DCA, safety: { ...DCA.safety, count: 0 } },
    { bot: { barriers: { stopLoss: 0.05 } } },
  )
  await moveTo(stage, 100)
  expect(dealt(stage)).toEqual(['buy at 100.1'])
  // Nobody bids for longer than the strategy waits before it offers the position again.
  stage.feed.showBook([], [[93.1, 50]])
  for (let second = 0; second < 12; second++) {
    stage.feed.ticker(93, 92.9, 93.1)
    await stage.pass(1_000)
  }
  expect(stage.told.exit).toMatchObject([{ reason: 'stop-loss' }])
  for (let i = 0; i < 10; i++) await moveTo(stage, 93)
  expect(dealt(stage)).toEqual(['buy at 100.1', 'sell at 92.9'])
})

it('of a connection that came and went during a pause only how it stands is told', async () => {
  const told: string[] = []
  const { strategy } = puppet({ connectivity: (_, { reason }) => void told.push(reason) })
  const stage = await new EngineStage(strategy).begun()
  stage.engine.command('pause', 'lunch')
  for (let i = 0; i < 5; i++) {
    const change = { exchange: 'binance', previous: 'CONNECTED', at: 0 } as const
    stage.feed.event({ type: 'exchange:disconnected', data: { ...change, state: 'DISCONNECTED', reason: `cut ${i}` } })
    stage.feed.event({ type: 'exchange:connected', data: { ...change, state: 'CONNECTED', reason: `back ${i}` } })
  }
  expect(told).toEqual([])
  stage.engine.command('resume', 'back')
  expect(told).toEqual(['back 4'])
})
