import { describe, expect, test } from 'vitest'
import { ACCEPTED, aFill, aState, filledBy, pass, placing, told } from '../../test/orders-kit.ts'
import { aReturn } from '../../test/reconcile-kit.ts'

describe('fills that were missed', () => {
  test('are asked for from the last known one with an overlap, and those of others are left out', async () => {
    const { left, run, venue } = aReturn({ lastFillAt: () => 500_000 })
    left(filledBy('1'))
    const mine = aFill({ tradeId: 'mine', timestamp: 550_000 })
    venue.fill(aFill({ tradeId: 'old', timestamp: 430_000 }), false)
    venue.fill(aFill({ tradeId: 'late', timestamp: 560_000 }), false)
    venue.fill(mine, false)
    venue.fill(aFill({ tradeId: 'foreign', clientOrderId: 'other-1-1', timestamp: 550_000 }), false)
    const { inputs } = await run(0)
    expect(venue.calls).toContain('fills BTC/USDT 440000')
    expect(inputs.map((input) => (input.type === 'fill' ? input.fill.tradeId : input.type))).toEqual(['mine', 'late'])
  })

  test('are asked for further back where an open order may have been filled before the last known fill', async () => {
    const { left, run, venue } = aReturn({ lastFillAt: () => 500_000 })
    left(placing(ACCEPTED))
    venue.tell(aState())
    await run(0)
    expect(venue.calls).toContain('fills BTC/USDT 240000')
  })

  test('are asked for again while the venue tells more filled than it has fills of', async () => {
    const { apply, clock, left, orders, start, venue } = aReturn()
    left(told({ filled: '0.5' }), told({ status: 'cancelled', filled: '0.5' }))
    const done = start()
    await pass(clock, 1_500)
    venue.fill(aFill({ amount: '0.5', timestamp: 500_000 }), false)
    await pass(clock, 2_000)
    const result = await done
    expect(result.adjustments).toEqual([])
    apply(result)
    expect(orders.lackingFills).toEqual([])
  })

  test('are found although the clock was ahead of the venue when the order was written down', async () => {
    const { apply, left, orders, run, venue } = aReturn()
    left(placing(ACCEPTED))
    venue.tell(aState())
    venue.fill(aFill({ amount: '1', timestamp: 60_000 }), false)
    const result = await run(2_000)
    expect(result.adjustments).toEqual([])
    apply(result)
    expect(orders.get('bot-1-1')).toMatchObject({ status: 'filled', booked: '1' })
  })

  test('and never come are told with the numbers', async () => {
    const { left, run, venue } = aReturn()
    left(placing(ACCEPTED))
    venue.tell(aState({ filled: '0.5' }))
    venue.fill(aFill({ amount: '0.2', timestamp: 400_000 }), false)
    venue.tell(aState({ filled: '0.5' }))
    expect((await run()).adjustments).toEqual([
      { reason: 'fills-missing', detail: 'the venue says that 0.5 of bot-1-1 is filled, and has fills of 0.2' },
    ])
  })

  test('of an order that no journal has are told: the store is older than the account', async () => {
    const { left, run, venue } = aReturn()
    left(filledBy('1'))
    left(placing(ACCEPTED))
    venue.tell(aState({ clientOrderId: 'bot-1-2' }))
    venue.fill(aFill({ clientOrderId: 'bot-1-9', timestamp: 500_000, tradeId: 't9' }), false)
    venue.fill(aFill({ clientOrderId: 'bot-0-1', timestamp: 500_000, tradeId: 't0' }), false)
    const { adjustments, inputs } = await run()
    expect(adjustments).toHaveLength(1)
    expect(adjustments[0]).toMatchObject({
      reason: 'order-unknown',
      detail: expect.stringContaining('bot-1-9 (trade t9)'),
    })
    expect(inputs.filter(({ type }) => type === 'fill')).toEqual([])
  })
})
