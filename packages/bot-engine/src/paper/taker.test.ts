import { describe, expect, test } from 'vitest'
import { PaperStage } from '../../test/paper-stage.ts'

const BIDS = [
  [100, 1],
  [99, 2],
] as const
const ASKS = [
  [101, 1],
  [102, 2],
] as const

async function aStage(options: ConstructorParameters<typeof PaperStage>[0] = {}): Promise<PaperStage> {
  const stage = await new PaperStage(options).begin()
  stage.feed.showBook(BIDS, ASKS)
  return stage
}

test('everything happens before place() returns, in a stated order', async () => {
  const stage = await aStage()
  void stage.venue.place(stage.order({ type: 'market', amount: '2' }))
  expect(stage.story).toEqual([
    'o1 open 0',
    'o1 taker 1 at 101',
    'o1 taker 1 at 102',
    'o1 filled 2',
    'BTC 12+0',
    'USDT 9797+0',
  ])
})

test('what was taken of a level is gone until the level changes', async () => {
  const stage = await aStage()
  await stage.place({ type: 'market', amount: '0.6' })
  await stage.place({ type: 'market', amount: '0.6' })
  expect(stage.deals).toEqual(['0.6 at 101', '0.4 at 101', '0.2 at 102'])

  stage.feed.updateBook([], [[101, 0.5]])
  await stage.place({ type: 'market', amount: '0.6' })
  expect(stage.deals.slice(3)).toEqual(['0.5 at 101', '0.1 at 102'])
})

test('a market order larger than the book takes all there is, and the rest expires', async () => {
  const stage = await aStage()
  await stage.place({ type: 'market', side: 'sell', amount: '5' })
  expect(stage.deals).toEqual(['1 at 100', '2 at 99'])
  expect(stage.story).toContain('o1 expired 3')
  expect(stage.story.slice(-2)).toEqual(['BTC 7+0', 'USDT 10298+0'])
})

test('amounts of the book that are off the step are not taken beyond it', async () => {
  const stage = await new PaperStage().begin()
  stage.feed.showBook(BIDS, [
    [101, 0.00005],
    [102, 0.12345],
    [103, 9],
  ])
  await stage.place({ type: 'market', amount: '0.2' })
  expect(stage.deals).toEqual(['0.1234 at 102', '0.0766 at 103'])
})

describe('a book that is not verified', () => {
  test('is not dealt on', async () => {
    const stage = await aStage()
    stage.feed.loseBook()
    expect(await stage.outcome({ type: 'market' })).toEqual({
      outcome: 'rejected',
      code: 'market-closed',
      message: 'the book of BTC/USDT is syncing, not verified',
    })
    expect(await stage.outcome()).toMatchObject({ code: 'market-closed' })
  })

  test('fills nothing that rests, and goes on once it is verified again', async () => {
    const stage = await aStage()
    await stage.place({ price: '100.5' })
    stage.feed.loseBook()
    stage.feed.trade(100, 5, 'sell')
    expect(stage.deals).toEqual([])
    stage.feed.showBook([[100, 1]], ASKS)
    stage.feed.trade(100.5, 0.3, 'sell')
    expect(stage.deals).toEqual(['0.3 at 100.5'])
  })
})

test('an empty side is no market', async () => {
  const stage = await new PaperStage().begin()
  stage.feed.showBook(BIDS, [])
  expect(await stage.outcome({ type: 'market' })).toMatchObject({ outcome: 'rejected', code: 'market-closed' })
  await stage.place({ price: '105' })
  expect(stage.story[0]).toBe('o2 open 0')
})

describe('fees', () => {
  test('in quote are paid on top by a buyer, who has to have them', async () => {
    const stage = await aStage({ balances: { USDT: '101.10' }, fees: { maker: 0, taker: 0.001, asset: 'quote' } })
    expect(await stage.outcome({ type: 'market' })).toMatchObject({ code: 'insufficient-funds' })
    const rich = await aStage({ balances: { USDT: '101.101' }, fees: { maker: 0, taker: 0.001, asset: 'quote' } })
    await rich.place({ type: 'market' })
    expect(rich.story.slice(-2)).toEqual(['BTC 1+0', 'USDT 0+0'])
  })

  test('from what is received leave a buyer less base, and a seller less quote', async () => {
    const stage = await aStage({ fees: { maker: 0.001, taker: 0.002, asset: 'received' } })
    await stage.place({ type: 'market' })
    expect(stage.story.slice(-2)).toEqual(['BTC 10.998+0', 'USDT 9899+0'])
    await stage.place({ type: 'market', side: 'sell', amount: '0.5' })
    expect(stage.story.slice(-2)).toEqual(['BTC 10.498+0', 'USDT 9948.9+0'])
    const fills = await stage.venue.fills('BTC/USDT', 0)
    expect(fills.map(({ fee, feeAsset }) => `${fee} ${feeAsset}`)).toEqual(['0.002 BTC', '0.1 USDT'])
  })
})

test('a short is sold only where it is allowed', async () => {
  const refusing = await aStage({ balances: { USDT: 100 } })
  expect(await refusing.outcome({ type: 'market', side: 'sell' })).toMatchObject({ code: 'insufficient-funds' })
  const stage = await aStage({ balances: { USDT: 100 }, allowShort: true })
  await stage.place({ type: 'market', side: 'sell' })
  expect(await stage.venue.balances()).toEqual([
    { asset: 'USDT', free: '200', locked: '0' },
    { asset: 'BTC', free: '-1', locked: '0' },
  ])
})
