import type { Fill } from '@md/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mistakesOf } from '../../../test/strategy-params.ts'
import { exact, toDecimal } from '../../decimal/exact.ts'
import { stageOf } from '../../testing/strategy-stage.ts'
import { grid } from './grid.ts'

/** Levels 100, 110, 120, 130, 140. */
const PARAMS = { exchange: 'binance', symbol: 'BTC/USDT', lower: 100, upper: '140', levels: 5, amount: '0.5' } as const

const orders = (stage: ReturnType<typeof aGrid>) =>
  stage.open.map(({ amount, price, ref, side }) => `${ref} ${side} ${amount} at ${price}`)

const aGrid = (particulars: object = {}, options: object = {}) =>
  stageOf(grid, { ...PARAMS, ...particulars }, { price: 125, ...options })

describe('grid', () => {
  it('buys at every level below the price', () => {
    const stage = aGrid()
    stage.start()
    expect(orders(stage)).toEqual(['grid/0 buy 0.5 at 100', 'grid/1 buy 0.5 at 110', 'grid/2 buy 0.5 at 120'])
  })

  it('waits for a price', () => {
    const stage = aGrid({}, { price: undefined })
    expect(stage.start()).toEqual([])
    expect(stage.ticker(105)).toMatchObject([{ ref: 'grid/0', price: '100', postOnly: true }])
  })

  it('sells what it bought one level up, and buys there again once that is sold', () => {
    const stage = aGrid()
    stage.start()
    stage.ticker(120)
    stage.fill('grid/2')
    expect(orders(stage)).toEqual(['grid/0 buy 0.5 at 100', 'grid/1 buy 0.5 at 110', 'grid/3 sell 0.5 at 130'])
    stage.ticker(130)
    stage.fill('grid/3')
    expect(orders(stage)).toEqual(['grid/0 buy 0.5 at 100', 'grid/1 buy 0.5 at 110', 'grid/2 buy 0.5 at 120'])
    expect(stage.state.pairs).toBe(1)
    expect(stage.position().realised).toBe('5')
  })

  it('follows the price up with another level, and has nothing to do in between', () => {
    const stage = aGrid()
    stage.start()
    expect(stage.ticker(129)).toEqual([])
    expect(stage.ticker(131)).toMatchObject([{ ref: 'grid/3', side: 'buy', price: '130' }])
    expect(stage.ticker(139)).toEqual([])
    expect(stage.ticker(1_000)).toEqual([])
  })

  it('sells no more than is left after a fee in the base currency, and keeps the dust for later', () => {
    const stage = aGrid()
    stage.start()
    stage.ticker(119)
    const sales = stage.fill('grid/2', { fee: '0.00055', feeAsset: 'BTC' })
    expect(sales).toMatchObject([{ ref: 'grid/3', side: 'sell', amount: '0.4994' }])
    stage.fill('grid/3')
    expect(stage.state.held[2]).toBe('0.00005')
    expect(stage.state.pairs).toBe(1)
    stage.ticker(121)
    stage.fill('grid/2', { fee: '0.00055', feeAsset: 'BTC' })
    expect(stage.open.at(-1)).toMatchObject({ ref: 'grid/3', amount: '0.4995' })
  })

  it('does not sell what is still being bought', () => {
    const stage = aGrid()
    stage.start()
    expect(stage.fill('grid/2', { amount: '0.2' })).toEqual([])
    expect(stage.fill('grid/2')).toMatchObject([{ ref: 'grid/3', amount: '0.5' }])
  })

  it('sells the part it got when a purchase is cancelled by the venue', () => {
    const stage = aGrid()
    stage.start()
    stage.fill('grid/2', { amount: '0.2' })
    expect(stage.end('grid/2')).toEqual([])
    stage.advance(5_000)
    expect(stage.ticker(125)).toMatchObject([{ ref: 'grid/3', side: 'sell', amount: '0.2' }])
  })

  it('counts a fill that comes after its level has another order', () => {
    const stage = aGrid()
    stage.start()
    const [late] = stage.open.filter(({ ref }) => ref === 'grid/2')
    stage.end('grid/2')
    stage.advance(5_000)
    stage.ticker(125)
    stage.fillOf(late?.clientOrderId ?? '', { amount: '0.3' })
    expect(stage.state.held[2]).toBe('0.3')
  })

  it('knows that what a barrier sold is not held any more', () => {
    const stage = aGrid()
    stage.start()
    stage.fill('grid/2')
    stage.fill('grid/1')
    stage.ctx.at().position.apply(aSale(stage, '0.7'), stage.ctx.now)
    grid.hooks.fill?.(stage.ctx, aSale(stage, '0.7'))
    expect(stage.state.held).toEqual(['0', '0.3', '0', '0', '0'])
  })

  it('takes an exit at the price of a level for no order of that level', () => {
    const stage = aGrid()
    stage.start()
    stage.fill('grid/2')
    stage.fill('grid/1')
    const sale = { ...aSale(stage, '1'), price: '110' }
    stage.ctx.at().position.apply(sale, stage.ctx.now)
    grid.hooks.fill?.(stage.ctx, sale)
    expect(stage.state.held).toEqual(['0', '0', '0', '0', '0'])
  })

  it('tries a refused level again after a while, not at once', () => {
    let refused = true
    const stage = aGrid({}, { refuses: () => (refused ? 'stale-price' : undefined) })
    expect(stage.start()).toHaveLength(3)
    refused = false
    expect(stage.ticker(125)).toEqual([])
    stage.advance(5_000)
    expect(stage.ticker(125)).toHaveLength(3)
    expect(stage.open).toHaveLength(3)
  })

  it('buys no level twice when the venue tells of the order before the fill', () => {
    const stage = aGrid({}, { ordersFirst: true })
    stage.start()
    expect(stage.fill('grid/2')).toMatchObject([{ ref: 'grid/3', side: 'sell' }])
  })

  it('goes on after a restart as if nothing had happened', () => {
    const stage = aGrid()
    stage.start()
    stage.fill('grid/2')
    const before = orders(stage)
    expect(stage.restart()).toEqual([])
    expect(orders(stage)).toEqual(before)
    expect(stage.fill('grid/3')).toMatchObject([{ ref: 'grid/2', side: 'buy' }])
  })

  it.each([
    ['below', 90],
    ['above', 150],
  ])('takes everything back, sells and ends %s its stop', (_, last) => {
    const stage = aGrid({ stopBelow: 95, stopAbove: 145 })
    stage.start()
    stage.fill('grid/2')
    const intents = stage.ticker(last)
    expect(intents.map(({ kind }) => kind)).toEqual(['cancel', 'cancel', 'cancel', 'close'])
    expect(stage.ticker(125)).toEqual([])
    expect(stage.stopped).toBeUndefined()
    stage.fill('exit/binance BTC/USDT', { price: last })
    expect(stage.stopped).toContain(`price ${last}`)
  })

  it('sells what was bought while it was being cancelled for the end', () => {
    const stage = aGrid({ stopAbove: 145 })
    stage.start()
    stage.ticker(150)
    expect(stage.open).toEqual([])
    expect(stage.fill('grid/2')).toMatchObject([{ kind: 'close', because: expect.stringContaining('price 150') }])
  })

  it('goes on with its end after a restart', () => {
    const stage = aGrid({ stopBelow: 95 })
    stage.start()
    stage.fill('grid/2')
    stage.ticker(90)
    stage.end('exit/binance BTC/USDT', 'rejected')
    expect(stage.restart()).toMatchObject([{ kind: 'close' }])
  })

  it('ends at once where the tick is coarser than its levels', () => {
    const stage = aGrid({ levels: 100 }, { instrument: { tickSize: '1' } })
    expect(stage.start()).toMatchObject([{ kind: 'stop', because: '100 levels are 41 on a tick of 1: use fewer' }])
  })

  it.each([
    [{ lower: 140 }, 'lower: lower must be below upper'],
    [{ stopBelow: 100 }, 'stopBelow: stopBelow must be below lower'],
    [{ stopAbove: '140' }, 'stopAbove: stopAbove must be above upper'],
    [{ levels: 1 }, 'levels: Too small'],
  ])('refuses %o', (wrong, message) => {
    expect(mistakesOf(grid, { ...PARAMS, ...wrong })).toContain(message)
  })

  it('has one order a level at most and earns on every pair, whatever the price does', () => {
    const step = fc.record({ last: fc.integer({ min: 80, max: 160 }), parts: fc.integer({ min: 1, max: 3 }) })
    const spacings = fc.constantFrom('arithmetic', 'geometric')
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.boolean(), spacings, (steps, ordersFirst, spacing) => {
        const stage = aGrid({ spacing }, { ordersFirst })
        stage.start()
        for (const each of steps) {
          reach(stage, each)
          const levels = stage.open.map(({ price }) => price)
          expect(new Set(levels).size).toBe(levels.length)
          expect(sum(stage.state.held)).toBe(stage.position().amount)
        }
        reach(stage, { last: 1_000, parts: 1 })
        expect(stage.position().amount).toBe('0')
        expect(Number(stage.position().realised) > 0).toBe(stage.state.pairs > 0)
      }),
    )
  })
})

/** A fill of an order that the grid did not place, at no price of its own. */
const aSale = (stage: ReturnType<typeof aGrid>, amount: string): Fill => ({
  ...stage.ctx.market,
  tradeId: 'x',
  clientOrderId: 'of a barrier',
  side: 'sell',
  price: '104.2',
  amount,
  fee: '0',
  feeAsset: 'USDT',
  liquidity: 'taker',
  timestamp: 0,
})

/** Moves the price, and fills in parts what it went through; 0.1 % is paid for each. */
function reach(stage: ReturnType<typeof aGrid>, { last, parts }: { last: number; parts: number }): void {
  stage.ticker(last)
  const reached = stage.open.filter(({ price, side }) => (side === 'buy' ? last < Number(price) : last > Number(price)))
  for (const { amount, price, ref } of reached) {
    const part = exact(amount).div(parts).toDecimalPlaces(4)
    const fills = [...Array.from({ length: parts - 1 }, () => part), exact(amount).minus(part.mul(parts - 1))]
    for (const each of fills)
      stage.fill(ref, {
        amount: each.toFixed(),
        fee: each
          .mul(price ?? 0)
          .mul('0.001')
          .toFixed(),
      })
  }
}

const sum = (amounts: readonly string[]): string =>
  toDecimal(amounts.reduce((total, each) => total.plus(each), exact(0)))
