import { expect, test } from 'vitest'
import { buy, EngineStage, puppet } from '../../test/engine-stage.ts'
import type { PaperFault } from '../paper/faults.ts'

const SLOW = { latency: { orderMs: 100, cancelMs: 100 } } as const

/** Running on a venue that takes its time. */
async function slowStage(strategy: ReturnType<typeof puppet>['strategy'], bot = {}): Promise<EngineStage> {
  const stage = new EngineStage(strategy, { paper: SLOW, bot })
  const begun = stage.engine.initialize()
  await stage.pass(1_000)
  await begun
  stage.feed.showBook([[99.9, 50]], [[100.1, 50]])
  return stage
}

const sells = (stage: EngineStage) => stage.told.fill.filter(({ side }) => side === 'sell')

test('a position held by a resting sell is still ended: the sell is cancelled first, and the exit is not given up', async () => {
  const { does, strategy } = puppet()
  const stage = await slowStage(strategy, { barriers: { stopLoss: 0.02 } })
  does(buy('0.5'))
  await stage.price(100)
  await stage.pass(300)
  does({ kind: 'place', ref: 'tp', side: 'sell', type: 'limit', amount: '0.5', price: 110, because: 'profit' })
  await stage.price(100)
  await stage.pass(300)
  stage.feed.showBook([[97, 50]], [[97.1, 50]])
  await stage.price(97)
  expect(stage.engine.status().exits).toEqual({ 'BTC/USDT@binance': 'stop-loss (waiting)' })
  await stage.pass(2_000)
  expect(stage.position?.amount).toBe('0')
  expect(sells(stage)).toHaveLength(1)
})

test('an exit whose cancel is lost sells once, when the venue has said what became of the order', async () => {
  let fault: PaperFault | undefined
  const { does, strategy } = puppet()
  const faults = ({ kind }: { readonly kind: string }) => (kind === 'cancel' ? fault : undefined)
  const stage = await new EngineStage(strategy, { paper: { faults }, bot: { barriers: { stopLoss: 0.02 } } }).begun()
  does(buy('0.5'))
  await stage.price(100)
  does({ kind: 'place', ref: 'tp', side: 'sell', type: 'limit', amount: '0.5', price: 110, because: 'profit' })
  await stage.price(100)
  fault = 'lost-request'
  stage.feed.showBook([[97, 50]], [[97.1, 50]])
  await stage.price(97)
  await stage.pass(7_000)
  expect(stage.engine.status().exits).toEqual({ 'BTC/USDT@binance': 'stop-loss (waiting)' })
  fault = undefined
  await stage.pass(60_000)
  expect(stage.position?.amount).toBe('0')
  expect(sells(stage)).toHaveLength(1)
})

test('while a position is being ended nothing is added to it, and nothing replaces what was cancelled for it', async () => {
  const { does, strategy } = puppet()
  const stage = await slowStage(strategy)
  does(buy('0.5'), buy(1, { ref: 'rest', type: 'limit', price: 95 }))
  await stage.price(100)
  await stage.pass(300)
  const held = stage.position?.size ?? 0
  does(
    { kind: 'replace', ref: 'rest', price: 96, because: 'nearer' },
    { kind: 'close', because: 'enough' },
    buy(1, { ref: 'more' }),
  )
  await stage.price(100)
  expect(stage.told.refusal.at(-1)?.refusal).toMatchObject({ code: 'reducing-only' })
  await stage.pass(2_000)
  expect(held).toBeGreaterThan(0)
  expect(stage.engine.status().openOrders).toEqual([])
  expect(
    stage.told.fill.filter(({ side }) => side === 'buy').reduce((sum, { amount }) => sum + Number(amount), 0),
  ).toBe(held)
})

test('what is too small for the venue is left, and ended once it is worth enough', async () => {
  const { does, strategy } = puppet()
  const instrument = { ...(await import('../../test/paper-stage.ts')).INSTRUMENT, minNotional: '50' }
  const reference = { instruments: async () => [instrument], candles: async () => [] }
  const stage = await new EngineStage(strategy, { bot: { reference } }).begun()
  does(buy('0.505'))
  await stage.price(100)
  stage.feed.showBook([[90, 50]], [[90.1, 50]])
  does({ kind: 'close', because: 'enough' })
  await stage.price(90)
  expect(stage.engine.status().exits).toEqual({ 'BTC/USDT@binance': 'enough (dust)' })
  stage.feed.showBook([[101, 50]], [[101.1, 50]])
  does({ kind: 'close', because: 'now it is' })
  await stage.price(101)
  expect(stage.position?.amount).toBe('0')
})

test('flattened while halted, nothing leaves until it is armed again; then the position is ended and none is opened', async () => {
  const { does, strategy } = puppet()
  const stage = await new EngineStage(strategy).begun()
  does(buy('0.5'))
  await stage.price(100)
  const sent = stage.gate.counts
  stage.engine.command('halt', 'something is wrong')
  stage.engine.command('flatten', 'out of it')
  await stage.pass(10_000)
  expect(stage.engine.status().trading).toBe('halted')
  expect(stage.gate.counts).toEqual(sent)
  stage.engine.command('rearm', 'it was nothing')
  await stage.pass(40_000)
  expect(stage.position?.amount).toBe('0')
  expect(stage.engine.status().trading).toBe('reducing')
  does(buy('0.5', { ref: 'more' }))
  await stage.price(100)
  expect(stage.told.refusal.at(-1)).toMatchObject({ ref: 'more', refusal: { code: 'reducing-only' } })
  stage.engine.command('resume', 'go on')
  does(buy('0.5', { ref: 'more' }))
  await stage.price(100)
  expect(stage.position?.amount).toBe('0.5')
})
