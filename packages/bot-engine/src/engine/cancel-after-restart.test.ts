import { expect, test } from 'vitest'
import { buy, EngineStage, puppet, turns } from '../../test/engine-stage.ts'

test('a cancel that was lost with its process is asked for again by the next one', async () => {
  const first = puppet()
  let cancels = 0
  const stage = await new EngineStage(first.strategy, {
    paper: {
      faults: ({ kind }) => {
        if (kind !== 'cancel') return undefined
        cancels += 1
        return cancels === 1 ? 'lost-request' : undefined
      },
    },
  }).begun()
  first.does(buy('1', { ref: 'rest', type: 'limit', price: 90 }))
  await stage.price(100)
  first.does({ kind: 'cancel', ref: 'rest', because: 'the test says so' })
  await stage.price(100)
  expect(cancels).toBe(1)
  stage.leases.revoke('one', 'the process died')
  await turns()

  const { clock, feed, leases, store, venue } = stage
  const next = new EngineStage(puppet().strategy, { clock, feed, leases, store, venue })
  await next.engine.initialize()
  await next.pass(500)
  expect(cancels).toBe(2)
  expect(await venue.openOrders()).toEqual([])
  expect(next.engine.status().openOrders).toEqual([])
})
