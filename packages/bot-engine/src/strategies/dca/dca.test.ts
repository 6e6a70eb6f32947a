import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mistakesOf } from '../../../test/strategy-params.ts'
import { exact } from '../../decimal/exact.ts'
import { type StageOptions, stageOf } from '../../testing/strategy-stage.ts'
import { dca } from './dca.ts'

const PARAMS = {
  exchange: 'binance',
  symbol: 'BTC/USDT',
  base: 100,
  slippage: 0.01,
  safety: { spend: '100', count: 2, step: 0.02, stepScale: 2, spendScale: 1.5 },
  takeProfit: 0.1,
  maxSpend: 350,
} as const

const aDca = (particulars: object = {}, options: StageOptions = {}) =>
  stageOf(dca, { ...PARAMS, ...particulars }, { price: 100, ...options })

type Stage = ReturnType<typeof aDca>

const orders = (stage: Stage) =>
  stage.open.map(({ amount, price, ref, side }) => `${ref} ${side} ${amount} at ${price}`)

const entered = (particulars: object = {}, options: StageOptions = {}): Stage => {
  const stage = aDca(particulars, options)
  stage.start()
  stage.fill('dca/base', { price: 100 })
  return stage
}

describe('dca', () => {
  it('buys at once, and no dearer than its slippage', () => {
    const stage = aDca()
    // 100 / 101 = 0.99009…
    expect(stage.start()).toMatchObject([
      { kind: 'place', ref: 'dca/base', side: 'buy', timeInForce: 'IOC', amount: '0.99', price: '101' },
    ])
  })

  it('puts safety orders below its entry, each further and larger, and one sale above', () => {
    expect(orders(entered())).toEqual([
      'dca/safety/1 buy 1.0204 at 98',
      // 2 % and 4 % below, for 150
      'dca/safety/2 buy 1.5957 at 94',
      'dca/profit sell 0.99 at 110',
    ])
  })

  it('moves the sale to the gain over the new average after each safety order', () => {
    const stage = entered()
    stage.ticker(98)
    // (0.99 * 100 + 1.0204 * 98) / 2.0104 = 98.98487…, and 10 % above that
    expect(stage.fill('dca/safety/1')).toMatchObject([
      { kind: 'replace', ref: 'dca/profit', amount: '2.0104', price: '108.89' },
    ])
  })

  it('leaves the sale where it is while it is filled in parts', () => {
    const stage = entered()
    expect(stage.fill('dca/profit', { amount: '0.5' })).toEqual([])
    expect(stage.open.at(-1)).toMatchObject({ ref: 'dca/profit', amount: '0.99', filled: '0.5' })
  })

  it('still sells everything when a part was sold before the average changed', () => {
    const stage = entered()
    stage.fill('dca/profit', { amount: '0.5' })
    stage.fill('dca/safety/1')
    const sale = stage.open.find(({ ref }) => ref === 'dca/profit')
    expect(sale?.amount).toBe('1.5104')
    expect(stage.position().amount).toBe('1.5104')
  })

  it('takes the safety orders back once everything is sold, and begins again after its pause', () => {
    const stage = entered({ pauseMs: 10_000 })
    expect(stage.fill('dca/profit')).toMatchObject([
      { kind: 'cancel', ref: 'dca/safety/1' },
      { kind: 'cancel', ref: 'dca/safety/2' },
    ])
    stage.advance(9_999)
    expect(stage.ticker(120)).toEqual([])
    stage.advance(1)
    expect(stage.ticker(120)).toMatchObject([{ ref: 'dca/base', because: 'cycle 2 begins at 120' }])
  })

  it('ends after one cycle where that is all it was asked for', () => {
    const stage = entered({ repeat: false, pauseMs: 0 })
    stage.fill('dca/profit')
    stage.ticker(100)
    expect(stage.stopped).toBe('its one cycle is done')
  })

  it('sells a safety order that was filled while it was being cancelled', () => {
    const stage = entered()
    stage.fill('dca/profit')
    expect(stage.fill('dca/safety/1')).toMatchObject([
      { kind: 'place', ref: 'dca/profit', side: 'sell', amount: '1.0204' },
    ])
    expect(stage.fill('dca/profit')).toEqual([])
    stage.advance(60_000)
    expect(stage.ticker(98)).toMatchObject([{ ref: 'dca/base' }])
  })

  it('puts the sale back some time after the venue cancelled it', () => {
    const stage = entered()
    expect(stage.end('dca/profit')).toEqual([])
    expect(stage.ticker(100)).toEqual([])
    stage.advance(5_000)
    expect(stage.ticker(100)).toMatchObject([{ kind: 'place', ref: 'dca/profit', amount: '0.99' }])
  })

  it('tries again when its first order found nobody, or was refused', () => {
    let refused = false
    const stage = aDca({}, { refuses: () => (refused ? 'stale-price' : undefined) })
    stage.start()
    stage.end('dca/base', 'expired')
    expect(stage.ticker(100)).toEqual([])
    stage.advance(5_000)
    refused = true
    expect(stage.ticker(100)).toHaveLength(1)
    refused = false
    expect(stage.ticker(100)).toEqual([])
    stage.advance(5_000)
    expect(stage.ticker(100)).toMatchObject([{ ref: 'dca/base' }])
    expect(stage.open).toHaveLength(1)
  })

  it('asks again for safety orders that were refused, where they were to stand, until its cycle is over', () => {
    let refused = true
    const stage = entered(
      {},
      { refuses: ({ ref }) => (refused && ref.startsWith('dca/safety/') ? 'book-not-live' : undefined) },
    )
    expect(orders(stage)).toEqual(['dca/profit sell 0.99 at 110'])
    stage.advance(5_000)
    expect(stage.open).toHaveLength(1)
    refused = false
    stage.ticker(99)
    stage.advance(5_000)
    expect(orders(stage)).toEqual([
      'dca/profit sell 0.99 at 110',
      'dca/safety/1 buy 1.0204 at 98',
      'dca/safety/2 buy 1.5957 at 94',
    ])
    expect(stage.advance(60_000)).toEqual([])
  })

  it('asks for no safety order of a cycle that is over', () => {
    const stage = entered({}, { refuses: ({ ref }) => (ref === 'dca/safety/1' ? 'book-not-live' : undefined) })
    stage.fill('dca/profit')
    expect(stage.advance(5_000)).toEqual([])
  })

  it('says so when its first order buys less than the venue takes', () => {
    const stage = aDca({}, { instrument: { minNotional: '500' } })
    expect(stage.start()).toEqual([{ kind: 'note', message: '100 buys less than the venue takes at 100' }])
    expect(stage.ticker(100)).toEqual([])
  })

  it('goes on after a restart without another order', () => {
    const stage = entered()
    expect(stage.restart()).toEqual([])
    expect(stage.fill('dca/safety/1')).toMatchObject([{ kind: 'replace', ref: 'dca/profit' }])
  })

  it('does nothing between an order that is told filled and its fill', () => {
    const stage = entered({}, { ordersFirst: true })
    expect(stage.open).toHaveLength(3)
    expect(stage.fill('dca/profit')).toMatchObject([{ kind: 'cancel' }, { kind: 'cancel' }])
    expect(stage.position().amount).toBe('0')
  })

  it('guards the position with the barriers it was given', () => {
    const stage = entered({ barriers: { stopLoss: 0.2 } })
    expect(stage.guards.get('binance BTC/USDT')).toEqual({ stopLoss: 0.2 })
  })

  it.each([
    [{ maxSpend: 349 }, 'maxSpend: the first order and all safety orders together cost more than maxSpend'],
    [{ safety: { ...PARAMS.safety, step: 0.4 } }, 'safety.step: the last safety order is below zero'],
  ])('refuses %o', (wrong, message) => {
    expect(mistakesOf(dca, { ...PARAMS, ...wrong })).toContain(message)
  })

  it('never spends more than its most in a cycle, and never sells more than it has', () => {
    const event = fc.record({
      last: fc.integer({ min: 60, max: 140 }),
      after: fc.integer({ min: 0, max: 70_000 }),
      part: fc.constantFrom(1, 2, 3),
      cancels: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), fc.boolean(), (events, ordersFirst) => {
        const stage = aDca({}, { ordersFirst })
        stage.start()
        for (const each of events) {
          meet(stage, each)
          const { amount, averageEntry, size } = stage.position()
          const resting = stage.open.filter(({ side }) => side === 'buy')
          const pending = resting.map(({ amount: all, filled, price }) =>
            exact(all)
              .minus(filled)
              .mul(price ?? 0),
          )
          const spent = pending.reduce((sum, cost) => sum.plus(cost), exact(amount).mul(averageEntry))
          expect(spent.toNumber()).toBeLessThanOrEqual(350)
          expect(size).toBeGreaterThanOrEqual(0)
          expect(stage.open.filter(({ side }) => side === 'sell').length).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})

interface Meeting {
  readonly last: number
  readonly after: number
  readonly part: number
  readonly cancels: boolean
}

/** Moves price and time, and fills, or cancels, what the price went through. */
function meet(stage: Stage, { after, cancels, last, part }: Meeting): void {
  stage.advance(after)
  stage.ticker(last)
  for (const { amount, filled, price, ref, side } of stage.open) {
    const isReached = side === 'buy' ? last < Number(price) : last > Number(price)
    const share = exact(amount).minus(filled).div(part).toDecimalPlaces(4)
    if (isReached && share.gt(0) && !stage.open.every((order) => order.ref !== ref))
      stage.fill(ref, { amount: share.toFixed() })
    else if (cancels && stage.open.some((order) => order.ref === ref)) stage.end(ref)
  }
}
