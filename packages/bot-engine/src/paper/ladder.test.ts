import { ConnectionState } from '@md/types'
import { aTicker } from '@md/types/testing'
import { expect, test } from 'vitest'
import { PaperStage } from '../../test/paper-stage.ts'

test('a book is better than a quote, and a quote is better than a price', async () => {
  const stage = await new PaperStage().begin()
  stage.feed.trade(90, 1, 'buy')
  await stage.place({ type: 'market', amount: '0.1' })
  stage.feed.ticker(95, 94, 96)
  await stage.place({ type: 'market', amount: '0.1' })
  stage.feed.showBook([[99, 1]], [[100, 1]])
  await stage.place({ type: 'market', amount: '0.1' })
  expect(stage.deals).toEqual(['0.1 at 90.05', '0.1 at 96', '0.1 at 100'])
})

test('nothing is dealt before anything was heard', async () => {
  const stage = await new PaperStage().begin()
  expect(await stage.outcome({ type: 'market' })).toEqual({
    outcome: 'rejected',
    code: 'market-closed',
    message: 'no book or quote or price of BTC/USDT has been heard yet',
  })
})

test('only the evidence that is to be used is used, and subscribed to', async () => {
  const stage = await new PaperStage({ evidence: ['price'], slippage: 0 }).begin()
  expect(stage.feed.wanted).toEqual(['trades:BTC/USDT', 'ticker:BTC/USDT', 'candles:BTC/USDT:1m'])
  stage.feed.showBook([[99, 1]], [[100, 1]])
  stage.feed.ticker(95, 94, 96)
  await stage.place({ type: 'market', amount: '0.1' })
  expect(stage.deals).toEqual(['0.1 at 95'])
})

test('a ticker without a quote of the venue is a price', async () => {
  const stage = await new PaperStage({ slippage: 0.001 }).begin()
  const now = stage.clock.now()
  stage.feed.event({ type: 'ticker', data: aTicker({ receivedAt: now, last: 100, bid: 100, ask: 100, quote: 'last' }) })
  await stage.place({ type: 'market' })
  expect(stage.deals).toEqual(['1 at 100.1'])
})

test('a quote that is none is not dealt on', async () => {
  const stage = await new PaperStage().begin()
  stage.feed.ticker(100, Number.NaN, Number.NaN)
  expect(await stage.outcome({ type: 'market' })).toMatchObject({ outcome: 'rejected', code: 'market-closed' })
})

test('a quote that is not to be used fills nothing', async () => {
  const stage = await new PaperStage({ evidence: ['price'], slippage: 0 }).begin()
  stage.feed.ticker(100, 99.9, 100.1)
  await stage.place({ price: '99.5' })
  stage.feed.ticker(99.6, 99.3, 99.4)
  expect(stage.deals).toEqual([])
})

test('a taker deals worse than the last price, on the tick, in both directions', async () => {
  const stage = await new PaperStage({ slippage: 0.001 }).begin()
  stage.feed.trade(33.33, 1, 'buy')
  await stage.place({ type: 'market', amount: '0.1' })
  await stage.place({ type: 'market', side: 'sell', amount: '0.1' })
  expect(stage.deals).toEqual(['0.1 at 33.37', '0.1 at 33.29'])
})

test('a limit to sell is never dealt through by slippage either, and a price has to pass it', async () => {
  const stage = await new PaperStage({ slippage: 0.01 }).begin()
  stage.feed.trade(100, 1, 'buy')
  await stage.place({ side: 'sell', price: '99.5' })
  expect(stage.deals).toEqual([])
  stage.feed.trade(100, 1, 'buy')
  expect(stage.deals).toEqual(['1 at 99.5'])
})

test('a limit is never dealt through by slippage', async () => {
  const stage = await new PaperStage({ slippage: 0.01 }).begin()
  stage.feed.trade(100, 1, 'buy')
  await stage.place({ price: '100.5' })
  expect(stage.deals).toEqual([])
  await stage.place({ price: '101' })
  expect(stage.deals).toEqual(['1 at 101'])
})

test('of a quote no more is taken than its depth', async () => {
  const stage = await new PaperStage({ quoteDepth: '0.5' }).begin()
  stage.feed.ticker(95, 94, 96)
  await stage.place({ type: 'market' })
  expect(stage.story).toContain('o1 expired 0.5')
})

test('a price from before the connection was lost is none', async () => {
  const stage = await new PaperStage().begin()
  stage.feed.ticker(95, 94, 96)
  const { RECONNECTING, CONNECTED } = ConnectionState
  const change = { exchange: 'binance', state: RECONNECTING, previous: CONNECTED, reason: 'lost', at: 0 } as const
  stage.feed.event({ type: 'exchange:disconnected', data: change })
  expect(await stage.outcome({ type: 'market' })).toMatchObject({ code: 'market-closed' })
  stage.feed.ticker(95, 94, 96)
  expect(await stage.outcome({ type: 'market' })).toMatchObject({ outcome: 'accepted' })
})

test('a channel that the feed does not have is done without, and said', async () => {
  const stage = new PaperStage()
  stage.feed.refused = ['orderbook']
  await stage.begin()
  await Promise.resolve()
  expect(stage.venue.assumptions().at(-1)).toBe('binance gave no orderbook of BTC/USDT: there is no orderbook')
  stage.feed.ticker(95, 94, 96)
  await stage.place({ type: 'market' })
  expect(stage.deals).toEqual(['1 at 96'])
})

test('says exactly what its fills rest on', () => {
  const precise = new PaperStage({
    evidence: ['book'],
    queue: 'pessimistic',
    latency: { orderMs: 40, cancelMs: 30, jitterMs: 5 },
    fees: { maker: -0.0001, taker: 0.0007, asset: 'received' },
  })
  expect(precise.venue.assumptions()).toMatchInlineSnapshot(`
    [
      "Where there is a book: takers walk its levels, and only while it is verified. What we took of a level is gone until the level changes.",
      "Resting orders join behind what is shown at their price. Trades at it take what is ahead first; cancellations are all behind the order. A trade through the price fills the whole order, and whoever comes to stand through it as much as stands there; reaching the price fills nothing.",
      "An order is touched only by what arrived after it. Our orders move no price, and nobody answers them.",
      "Stop orders wait for the last price, at once if it is there already, and then deal at market or at their limit.",
      "While the venue is disconnected, nothing is matched.",
      "Fees: maker -0.01 %, taker 0.07 %, in what is received, not rounded.",
      "Each way takes 40 ms for an order and 30 ms for a cancel, up to 5 ms more or less.",
      "Nothing is sold that is not there.",
    ]
  `)
  const rough = new PaperStage({ evidence: ['price', 'quote'], quoteDepth: 2, slippage: 0.002, allowShort: true })
  expect(rough.venue.assumptions()).toMatchInlineSnapshot(`
    [
      "Where there is no book: takers deal at the best bid and ask of the ticker, at most 2 (base) an order. Resting orders are filled, wholly, once the last price or the other side's quote is through their price.",
      "Where there is only a price: takers deal at the last one, 0.2 % worse, any amount. Resting orders are filled, wholly, once a trade or a candle's low or high is through their price.",
      "An order is touched only by what arrived after it. Our orders move no price, and nobody answers them.",
      "Stop orders wait for the last price, at once if it is there already, and then deal at market or at their limit.",
      "While the venue is disconnected, nothing is matched.",
      "Fees: maker 0 %, taker 0 %, in quote, not rounded.",
      "Orders and answers take no time.",
      "Base that is not there may be sold: without margin, interest or liquidation.",
    ]
  `)
})
