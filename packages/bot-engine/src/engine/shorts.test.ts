import { expect, test } from 'vitest'
import { buy, EngineStage, puppet } from '../../test/engine-stage.ts'
import type { PaperFault } from '../paper/faults.ts'
import type { Intent } from '../strategy/intent.ts'

const because = 'the test says so'
const sell = (amount: string, ref = 'out'): Intent => ({
  kind: 'place',
  ref,
  side: 'sell',
  type: 'market',
  amount,
  because,
})

async function aBotThatMaySellShort() {
  const faults: PaperFault[] = []
  const { does, strategy } = puppet()
  const paper = { allowShort: true, faults: () => faults.shift() }
  const stage = await new EngineStage(strategy, { paper, bot: { allowShort: true } }).begun()
  const act = async (...intents: Intent[]) => {
    does(...intents)
    await stage.price(100)
    return stage.position?.amount
  }
  return { act, faults, stage }
}

test('a position is sold beyond nothing, bought back, and ended from either side', async () => {
  const { act, stage } = await aBotThatMaySellShort()
  expect(await act(buy('1'))).toBe('1')
  expect(await act(sell('3'))).toBe('-2')
  expect(await act({ kind: 'close', because })).toBe('0')
  expect(stage.told['round-trip']).toHaveLength(2)
})

test('an exit does not leave beside a sell of which nobody knows: both together would turn the position', async () => {
  const { act, faults, stage } = await aBotThatMaySellShort()
  await act(buy('2'))
  faults.push('lost-request')
  await act(sell('3'))
  await act({ kind: 'close', because })
  expect(stage.position?.amount).toBe('2')
  expect(stage.told.exit).toHaveLength(1)
  await stage.pass(25_000)
  expect(stage.engine.status()).toMatchObject({ openOrders: [], positions: [{ amount: '0' }] })
})
