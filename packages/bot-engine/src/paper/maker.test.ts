import { aTrade } from '@md/types/testing'
import { describe, expect, test } from 'vitest'
import { PaperStage } from '../../test/paper-stage.ts'

async function aStage(options: ConstructorParameters<typeof PaperStage>[0] = {}): Promise<PaperStage> {
  const stage = await new PaperStage(options).begin()
  stage.feed.showBook(
    [
      [100, 2],
      [99, 2],
    ],
    [
      [101, 2],
      [102, 2],
    ],
  )
  return stage
}

test('an order waits for what was shown at its price, and a trade fills what is left of it', async () => {
  const stage = await aStage()
  await stage.place({ price: '100' })
  stage.feed.trade(100, 1.5, 'sell')
  expect(stage.deals).toEqual([])
  stage.feed.trade(100, 0.8, 'sell')
  expect(stage.deals).toEqual(['0.3 at 100'])
})

test('cancellations of others move it forward', async () => {
  const stage = await aStage()
  await stage.place({ price: '100' })
  stage.feed.updateBook([[100, 0.5]])
  stage.clock.advance(5_000)
  stage.feed.trade(100, 0.7, 'sell')
  expect(stage.deals).toEqual(['0.2 at 100'])
})

test('the price being reached fills nothing', async () => {
  const stage = await aStage()
  await stage.place({ price: '100.5' })
  await stage.place({ side: 'sell', price: '102' })
  stage.feed.updateBook(
    [[100, 0]],
    [
      [101, 0],
      [100.5, 4],
    ],
  )
  stage.feed.trade(100.5, 3, 'buy')
  expect(stage.deals).toEqual([])
})

test('a trade through the price fills wholly', async () => {
  const stage = await aStage()
  await stage.place({ price: '100', amount: '5' })
  await stage.place({ side: 'sell', price: '101', amount: '3' })
  stage.feed.trade(99.5, 0.1, 'sell')
  stage.feed.trade(101.01, 0.1, 'buy')
  expect(stage.deals).toEqual(['5 at 100', '3 at 101'])
})

test('whoever comes to stand through the price meets the order first, as far as they reach', async () => {
  const stage = await aStage()
  await stage.place({ price: '100', amount: '1' })
  await stage.place({ price: '99.8', amount: '5' })
  stage.feed.updateBook([[100, 0]], [[99.7, 3]])
  expect(stage.deals).toEqual(['1 at 100', '2 at 99.8'])
  stage.feed.updateBook([[98, 1]])
  expect(stage.deals).toHaveLength(2)
  stage.feed.updateBook([], [[99.7, 1]])
  expect(stage.deals).toEqual(['1 at 100', '2 at 99.8', '1 at 99.8'])
})

test('one trade fills our orders in turn, the better price first', async () => {
  const stage = await aStage()
  await stage.place({ price: '100.3', amount: '1' })
  await stage.place({ price: '100.4', amount: '1' })
  await stage.place({ price: '100.4', amount: '1' })
  stage.feed.trade(100.4, 1.5, 'sell')
  expect(stage.deals).toEqual(['1 at 100.4', '0.5 at 100.4'])
  stage.feed.trade(100.3, 1, 'sell')
  expect(stage.deals.slice(2)).toEqual(['0.5 at 100.4', '0.5 at 100.3'])
})

test('what arrived before the order, or with it, does not touch it', async () => {
  const stage = await aStage()
  await stage.outcome({ price: '100.5' })
  stage.feed.trade(100.4, 1, 'sell')
  expect(stage.deals).toEqual([])
  stage.clock.advance(1)
  stage.feed.trade(100.4, 1, 'sell')
  expect(stage.deals).toEqual(['1 at 100.5'])
})

test('a trade that was fetched later and happened before the order does not touch it', async () => {
  const stage = await aStage()
  const before = stage.clock.now()
  await stage.place({ price: '100.5' })
  await stage.place({ type: 'stop', side: 'sell', stopPrice: '99.9' })
  const receivedAt = stage.clock.now()
  const fetched = { origin: 'backfill', price: 99.8, side: 'sell', receivedAt } as const
  stage.feed.event({ type: 'trade', data: aTrade({ ...fetched, timestamp: before }) })
  stage.feed.event({ type: 'trade', data: aTrade({ ...fetched, timestamp: undefined }) })
  expect(stage.deals).toEqual([])
  stage.feed.event({ type: 'trade', data: aTrade({ ...fetched, timestamp: receivedAt }) })
  expect(stage.deals).toEqual(['1 at 100.5', '1 at 100'])
})

test('a price that is none fills nothing', async () => {
  const stage = await aStage()
  await stage.place({ price: '100.5' })
  stage.feed.trade(Number.NaN, 1, 'sell')
  expect(stage.deals).toEqual([])
})

test('after a hole in the book the queue looks at the whole book again', async () => {
  const stage = await aStage()
  await stage.place({ price: '100' })
  stage.feed.book.update({ bids: [[100, 0.5]], asks: [] }, { timestamp: undefined, receivedAt: stage.clock.now() })
  stage.feed.updateBook([[99, 1]])
  stage.clock.advance(5_000)
  stage.feed.trade(100, 0.6, 'sell')
  expect(stage.deals).toEqual(['0.1 at 100'])
})

test('a new snapshot is looked at, whatever its number', async () => {
  const stage = await aStage()
  await stage.place({ price: '100' })
  stage.feed.showBook([[100, 1.5]], [[101, 2]])
  stage.feed.showBook([[100, 0.5]], [[101, 2]])
  stage.clock.advance(5_000)
  stage.feed.trade(100, 0.6, 'sell')
  expect(stage.deals).toEqual(['0.1 at 100'])
})

test('what a maker locked beyond its price is free again', async () => {
  const stage = await aStage({ fees: { maker: 0.001, taker: 0.01, asset: 'quote' } })
  await stage.place({ price: '100' })
  expect(stage.story.at(-1)).toBe('USDT 9899+101')
  stage.feed.trade(99, 1, 'sell')
  expect(stage.story.slice(-2)).toEqual(['BTC 11+0', 'USDT 9899.9+0'])
})

describe('without a book', () => {
  test('a quote has to be through the price', async () => {
    const stage = await new PaperStage().begin()
    stage.feed.ticker(100, 99.9, 100.1)
    await stage.place({ price: '99.5' })
    await stage.place({ side: 'sell', price: '101' })
    stage.feed.ticker(99.6, 99.4, 99.5)
    expect(stage.deals).toEqual([])
    stage.feed.ticker(99.6, 99.4, 99.49)
    stage.feed.ticker(101, 101.01, 101.02)
    expect(stage.deals).toEqual(['1 at 99.5', '1 at 101'])
  })

  test('a trade at the price fills nothing, for nobody knows the queue', async () => {
    const stage = await new PaperStage().begin()
    stage.feed.ticker(100, 99.9, 100.1)
    await stage.place({ price: '99.5' })
    stage.feed.trade(99.5, 9, 'sell')
    expect(stage.deals).toEqual([])
    stage.feed.trade(99.49, 0.1, 'buy')
    expect(stage.deals).toEqual(['1 at 99.5'])
  })

  test("a candle's low has to be through the price", async () => {
    const stage = await new PaperStage().begin()
    const openTime = stage.clock.now()
    stage.feed.candle({ openTime, open: 100, high: 100, low: 99, close: 100 })
    await stage.place({ price: '99.5' })
    stage.feed.candle({ openTime, open: 100, high: 100, low: 99, close: 99.5 })
    expect(stage.deals).toEqual([])
    stage.feed.candle({ openTime, open: 100, high: 100, low: 98.9, close: 99.6 })
    expect(stage.deals).toEqual(['1 at 99.5'])
  })

  test('of a later candle both ends count', async () => {
    const stage = await new PaperStage().begin()
    stage.feed.candle({ openTime: stage.clock.now(), open: 100, high: 100, low: 99, close: 100 })
    await stage.place({ price: '99.5' })
    await stage.place({ side: 'sell', price: '101' })
    stage.clock.advance(60_000)
    stage.feed.candle({ openTime: stage.clock.now() - 1_000, open: 100, high: 101.5, low: 99.4, close: 100 })
    expect(stage.deals).toEqual(['1 at 99.5', '1 at 101'])
  })

  test('an order that began in a candle nobody heard of goes by its close alone', async () => {
    const stage = await new PaperStage().begin()
    stage.feed.trade(100, 1, 'buy')
    await stage.place({ price: '99.5' })
    const openTime = stage.clock.now() - 1_000
    stage.feed.candle({ openTime, open: 100, high: 100, low: 90, close: 99.8 })
    expect(stage.deals).toEqual([])
    stage.feed.candle({ openTime, open: 100, high: 100, low: 90, close: 99.4 })
    expect(stage.deals).toEqual(['1 at 99.5'])
  })
})
