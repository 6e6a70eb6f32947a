import { expect, test } from 'vitest'
import { buy, EngineStage, puppet } from '../../test/engine-stage.ts'
import { replayJournal } from '../replay/replay-journal.ts'

test('a price becomes an order, the order a fill, and the fill a position', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy).begun()
  does(buy('0.5'))
  await stage.price(100)

  expect(stage.told.refusal).toEqual([])
  expect(stage.told.fill).toMatchObject([{ side: 'buy', amount: '0.5', price: '100.1' }])
  expect(stage.position).toMatchObject({ amount: '0.5', averageEntry: '100.1' })
  expect(stage.engine.state).toBe('running')
  expect(stage.engine.currentPrice).toBe(100)
})

test('a stop-loss ends the position at the price that touches it, once', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy, { bot: { barriers: { stopLoss: 0.02 } } }).begun()
  does(buy('0.5'))
  await stage.price(100)
  stage.feed.showBook([[97.9, 50]], [[98.1, 50]])
  await stage.price(98)

  expect(stage.told.exit).toMatchObject([{ reason: 'stop-loss' }])
  expect(stage.position).toMatchObject({ amount: '0' })
  await stage.price(97)
  expect(stage.told.exit).toHaveLength(1)
  expect(stage.told.fill).toHaveLength(2)
})

test('the journal of a run, played again, gives the same decisions byte for byte', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy, { bot: { barriers: { stopLoss: 0.02, timeLimitMs: 60_000 } } }).begun()
  does(buy('0.5'))
  await stage.price(100)
  does(buy('1', { ref: 'rest', type: 'limit', price: 99 }), { kind: 'timer', name: 'look', afterMs: 500 })
  await stage.price(100.5)
  await stage.pass(1_000)
  does({ kind: 'cancel', ref: 'rest', because: 'no more' })
  await stage.price(100.4)
  stage.feed.showBook([[97.9, 50]], [[98.1, 50]])
  await stage.price(98)
  await stage.engine.settled()

  const again = puppet()
  // What the test told the strategy is part of neither journal nor state: the same intents at the same prices.
  const replay = (() => {
    let prices = 0
    const told = [
      [buy('0.5')],
      [buy('1', { ref: 'rest', type: 'limit', price: 99 }), { kind: 'timer', name: 'look', afterMs: 500 } as const],
      [{ kind: 'cancel', ref: 'rest', because: 'no more' } as const],
    ]
    again.strategy.hooks.ticker = (context) => {
      ;(context.state as { prices: number }).prices += 1
      const answer = told[prices] ?? []
      prices += 1
      return answer
    }
    return replayJournal(stage.journal, again.strategy)
  })()
  expect(replay.difference).toBeUndefined()
  expect(replay.decisions).toBeGreaterThan(10)
})
