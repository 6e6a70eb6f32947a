import type { Fill, VenueEvent } from '@md/types'
import { expect, test } from 'vitest'
import { buy, EngineStage, puppet, turns } from '../../test/engine-stage.ts'

/** A bot with an order for one bitcoin that rests, and a venue that says what the test wants. */
async function aRestingOrder() {
  let hear: (event: VenueEvent) => void = () => undefined
  const { does, strategy } = puppet()
  const stage = new EngineStage(strategy)
  const connect = stage.venue.connect.bind(stage.venue)
  stage.venue.connect = (listener) => {
    hear = listener
    return connect(listener)
  }
  await stage.begun()
  does(buy('1', { type: 'limit', price: 90 }))
  await stage.price(100)
  const clientOrderId = stage.engine.status().openOrders[0]?.clientOrderId ?? 'none'
  const fill = async (particulars: Partial<Fill>) => {
    const [market, money] = [
      { exchange: 'binance', symbol: 'BTC/USDT' } as const,
      { price: '90', fee: '0', feeAsset: 'USDT' },
    ]
    const terms = { ...market, ...money, clientOrderId, side: 'buy', liquidity: 'maker', amount: '0.5' } as const
    hear({ type: 'fill', data: { ...terms, tradeId: 't1', timestamp: stage.clock.now(), ...particulars } })
    await turns()
    return stage.engine.status()
  }
  return { fill, stage }
}

test('a fill that is told twice counts once', async () => {
  const { fill } = await aRestingOrder()
  await fill({})
  expect(await fill({})).toMatchObject({
    positions: [{ amount: '0.5' }],
    counters: { duplicateFills: 1, anomalies: 0 },
  })
})

test('more than was ordered is booked, for the venue has it, and told', async () => {
  const { fill, stage } = await aRestingOrder()
  await fill({ amount: '0.8' })
  const status = await fill({ amount: '0.8', tradeId: 't2' })
  expect(status).toMatchObject({ positions: [{ amount: '1.6' }], openOrders: [], counters: { anomalies: 1 } })
  expect(stage.told.note.map(({ message }) => message)).toContain('filled 1.6 of 1')
})
