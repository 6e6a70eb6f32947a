import { expect, test } from 'vitest'
import { buy, EngineStage, puppet } from '../../test/engine-stage.ts'
import type { Intent } from '../strategy/intent.ts'

const because = 'the test says so'

/** A bot that holds one bitcoin, all of it in a sell that rests. */
async function allForSale() {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy).begun()
  does(buy('1'))
  await stage.price(100)
  does({ kind: 'place', ref: 'out', side: 'sell', type: 'limit', amount: '1', price: 110, because })
  await stage.price(100)
  const act = async (...intents: Intent[]) => {
    does(...intents)
    await stage.price(100)
    return stage.engine.status()
  }
  return { stage, act }
}

test('an order that holds all there is can be replaced', async () => {
  const { act, stage } = await allForSale()
  const { openOrders } = await act({ kind: 'replace', ref: 'out', price: 109, because })
  expect(stage.told.refusal).toEqual([])
  expect(openOrders).toMatchObject([{ ref: 'out', price: '109', amount: '1' }])
})

test('a buy that holds all there is can be replaced by one that costs no more', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy, { paper: { balances: { USDT: '1000' } } }).begun()
  does(buy('9.9', { type: 'limit', price: 100 }))
  await stage.price(101)
  does({ kind: 'replace', ref: 'in', price: 99, because })
  await stage.price(101)
  expect(stage.told.refusal).toEqual([])
  expect(stage.engine.status().openOrders).toMatchObject([{ price: '99', amount: '9.9' }])
})

test('an exit leaves as soon as the order that held the position is cancelled', async () => {
  const { act, stage } = await allForSale()
  const { positions } = await act({ kind: 'close', because })
  expect(positions).toMatchObject([{ amount: '0' }])
  expect(stage.decisions.filter((type) => type === 'exit')).toHaveLength(1)
})
