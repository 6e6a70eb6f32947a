import { expect, test } from 'vitest'
import { PaperStage } from '../../test/paper-stage.ts'

async function aStage(): Promise<PaperStage> {
  const stage = await new PaperStage().begin()
  stage.feed.showBook([[100, 5]], [[101, 5]])
  return stage
}

test('a stop to buy waits for a price at or above it', async () => {
  const stage = await aStage()
  await stage.place({ type: 'stop', stopPrice: '102' })
  stage.feed.trade(101.99, 1, 'buy')
  expect(stage.deals).toEqual([])
  stage.feed.trade(102, 1, 'buy')
  expect(stage.deals).toEqual(['1 at 101'])
})

test('a stop whose price is there already deals at once', async () => {
  const stage = await aStage()
  stage.feed.trade(100, 1, 'sell')
  await stage.place({ type: 'stop', side: 'sell', stopPrice: '100.5' })
  expect(stage.deals).toEqual(['1 at 100'])
})

test('a stop with a price becomes a limit order', async () => {
  const stage = await aStage()
  await stage.place({ type: 'stop', side: 'sell', stopPrice: '99', price: '100.5' })
  stage.feed.trade(98, 1, 'sell')
  expect(stage.deals).toEqual([])
  expect(await stage.venue.openOrders()).toHaveLength(1)
  stage.clock.advance(1)
  stage.feed.trade(100.5, 0.4, 'buy')
  expect(stage.deals).toEqual(['0.4 at 100.5'])
})

test('a stop that is reached while the book is not verified deals once it is', async () => {
  const stage = await aStage()
  await stage.place({ type: 'stop', side: 'sell', stopPrice: '99' })
  stage.feed.loseBook()
  stage.feed.trade(98, 1, 'sell')
  stage.feed.trade(103, 1, 'buy')
  expect(stage.deals).toEqual([])
  stage.feed.showBook([[97, 5]], [[98, 5]])
  expect(stage.deals).toEqual(['1 at 97'])
})

test('a stop is reached by tickers and candles as well', async () => {
  const stage = await aStage()
  await stage.place({ type: 'stop', side: 'sell', stopPrice: '99' })
  stage.feed.ticker(99, 98, 99)
  expect(stage.deals).toHaveLength(1)
  await stage.place({ type: 'stop', stopPrice: '105' })
  stage.clock.advance(1_000)
  stage.feed.candle({ openTime: stage.clock.now() - 10, open: 100, high: 105, low: 100, close: 101 })
  expect(stage.deals).toHaveLength(2)
})

test('a stop locks its cost, and expires when the balance no longer covers it', async () => {
  const stage = await aStage()
  await stage.place({ type: 'stop', stopPrice: '102', amount: '98' })
  expect(stage.story.at(-1)).toBe('USDT 4+9996')
  stage.feed.showBook([[100, 5]], [[103, 200]])
  stage.feed.trade(103, 1, 'buy')
  expect(stage.story.slice(-2)).toEqual(['o1 expired 0', 'USDT 10000+0'])
})

test('a stop that was cancelled never deals', async () => {
  const stage = await aStage()
  const id = await stage.place({ type: 'stop', side: 'sell', stopPrice: '99' })
  await stage.venue.cancel('BTC/USDT', id)
  stage.feed.trade(98, 1, 'sell')
  expect(stage.deals).toEqual([])
  expect(stage.story.at(-1)).toBe('BTC 10+0')
})

test('a stop that the balance does not cover is rejected', async () => {
  const stage = await aStage()
  expect(await stage.outcome({ type: 'stop', stopPrice: '102', amount: '99' })).toMatchObject({
    code: 'insufficient-funds',
    message: 'it needs 10098 USDT free',
  })
})
