import { describe, expect, test } from 'vitest'
import { ACCEPTED, aFill, anOrder, aRequest, aState, MARKET, placing, UNKNOWN } from '../../test/orders-kit.ts'
import { clientOrderIdFor } from './client-order-id.ts'
import type { OrderDraft } from './intended-order.ts'
import type { Purpose } from './order.ts'
import { Orders } from './orders.ts'

interface Drafted {
  readonly ref?: string
  readonly amount?: string
  readonly side?: 'buy' | 'sell'
  readonly purpose?: Purpose
  readonly symbol?: string
  readonly createdAt?: number
}

/** Orders and their drafts: ids are `bot-1-<sequence>`. */
function aDesk(keepEnded?: number) {
  const orders = new Orders({ botId: 'bot', ...(keepEnded === undefined ? {} : { keepEnded }) })
  const draft = ({
    amount = '1',
    createdAt = 0,
    purpose = 'exposure',
    ref = 'entry',
    side = 'buy',
    symbol = 'BTC/USDT',
  }: Drafted = {}): OrderDraft => ({
    ref,
    request: aRequest({ clientOrderId: clientOrderIdFor('bot', 1, orders.nextSequence), amount, side, symbol }),
    purpose,
    because: 'test',
    createdAt,
  })
  const add = (drafted?: Drafted) => orders.add(draft(drafted))
  const end = (clientOrderId: string, status: 'cancelled' | 'expired' = 'cancelled') =>
    orders.apply({ type: 'order', state: aState({ clientOrderId, status }) })
  return { orders, draft, add, end }
}

describe('orders of a bot', () => {
  test('are numbered one by one, and written down before they are sent', () => {
    const { add, orders } = aDesk()
    expect(add()).toMatchObject({ sequence: 1, status: 'intended', request: { clientOrderId: 'bot-1-1' } })
    expect(orders.nextSequence).toBe(2)
    expect(add({ ref: 'exit' }).sequence).toBe(2)
  })

  test('are found by client order id and by name, the latest of a name first', () => {
    const { add, end, orders } = aDesk()
    add()
    end('bot-1-1')
    const second = add()
    expect(orders.latest('entry')).toBe(second)
    expect(orders.get('bot-1-1')?.status).toBe('cancelled')
    expect(orders.latest('nothing')).toBeUndefined()
    expect(orders.view('nothing')).toBeUndefined()
  })

  test('are open oldest first, whichever of them changes', () => {
    const { add, end, orders } = aDesk()
    for (const ref of ['a', 'b', 'c']) add({ ref })
    orders.apply(placing(ACCEPTED))
    expect(orders.open.map(({ ref }) => ref)).toEqual(['a', 'b', 'c'])
    end('bot-1-2')
    expect(orders.open.map(({ ref }) => ref)).toEqual(['a', 'c'])
    expect(orders.openViews.map(({ ref }) => ref)).toEqual(['a', 'c'])
  })

  test('are the same list and the same frozen views until one of them changes', () => {
    const { add, orders } = aDesk()
    add()
    const { open, openViews } = orders
    expect(orders.open).toBe(open)
    expect(orders.openViews).toBe(openViews)
    expect(orders.view('entry')).toBe(openViews[0])
    expect(Object.isFrozen(openViews[0])).toBe(true)
    orders.apply(placing(ACCEPTED))
    expect(orders.view('entry')).toMatchObject({
      status: 'open',
      amount: '1',
      filled: '0',
      price: '100',
      reason: undefined,
    })
    expect(orders.open).not.toBe(open)
  })

  test('tell a strategy why they were rejected', () => {
    const { add, orders } = aDesk()
    add()
    orders.apply(placing({ outcome: 'rejected', code: 'filter', message: 'too small' }))
    expect(orders.view('entry')?.reason).toBe('filter: too small')
  })

  test('have one name at a time, and one client order id for ever', () => {
    const { add, draft, orders } = aDesk()
    const first = add()
    expect(() => add()).toThrow('order name "entry" cannot be used: bot-1-1 has it and is intended')
    expect(() => orders.put({ ...first, ref: 'other' })).toThrow('client order id "bot-1-1" cannot be used')
    expect(orders.nextSequence).toBe(2)
    expect(orders.add({ ...draft(), ref: 'other' }).sequence).toBe(2)
  })

  test('that are adopted or come from the journal keep their number, and later ones count on from it', () => {
    const { add, orders } = aDesk()
    orders.put(anOrder({ clientOrderId: 'bot-1-7' }, { sequence: 7, ref: 'adopted' }))
    expect(add().sequence).toBe(8)
  })

  test('tell what changed and what was before, and nothing of an order that is not theirs', () => {
    const { add, orders } = aDesk()
    const order = add()
    expect(orders.apply(placing(ACCEPTED))).toMatchObject({ changed: true, previous: order, order: { status: 'open' } })
    expect(orders.apply(placing(ACCEPTED))).toMatchObject({ changed: false, anomaly: undefined })
    expect(orders.apply({ type: 'fill', fill: aFill({ clientOrderId: 'other-1-1' }) })).toBeUndefined()
    expect(orders.apply({ type: 'found', clientOrderId: 'other-1-1', state: undefined })).toBeUndefined()
  })

  test('count what contradicts them', () => {
    const { add, orders } = aDesk()
    add()
    orders.apply(placing(ACCEPTED))
    orders.apply(placing({ outcome: 'rejected', code: 'other', message: '' }))
    expect(orders.anomalies).toBe(1)
  })

  test('remember that a cancel was asked for', () => {
    const { add, orders } = aDesk()
    add()
    const marked = orders.markCancelling('bot-1-1')
    expect(marked.cancelling).toBe(true)
    expect(orders.open).toEqual([marked])
    expect(orders.markCancelling('bot-1-1')).toBe(marked)
    expect(() => orders.markCancelling('bot-1-9')).toThrow('"bot-1-9"')
  })

  test('know their own from those of others, also when they have forgotten them', () => {
    const { add, orders } = aDesk()
    add()
    expect(orders.ownerOf('bot-1-1')).toMatchObject({ sequence: 1 })
    expect(orders.ownerOf('bot-9-z')).toMatchObject({ sequence: 35 })
    expect(orders.ownerOf('other-1-1')).toBeUndefined()
  })

  test('are not forgotten while open; of the ended ones the last are kept', () => {
    const { add, end, orders } = aDesk(2)
    add({ ref: 'resting' })
    for (let n = 2; n <= 5; n++) {
      add({ ref: `ref-${n}` })
      end(`bot-1-${n}`)
    }
    expect(orders.get('bot-1-1')?.ref).toBe('resting')
    expect([2, 3, 4, 5].map((n) => orders.latest(`ref-${n}`)?.sequence)).toEqual([undefined, undefined, 4, 5])
    expect(orders.snapshot().ended).toHaveLength(2)
  })

  test('keep the latest of a name when an older one of it is forgotten', () => {
    const { add, end, orders } = aDesk(1)
    add()
    end('bot-1-1')
    add()
    end('bot-1-2')
    expect(orders.latest('entry')?.sequence).toBe(2)
  })

  test('say of which of them fills are still to come', () => {
    const { add, orders } = aDesk()
    add()
    add({ ref: 'other' })
    orders.apply({ type: 'order', state: aState({ filled: '0.5' }) })
    expect(orders.lackingFills.map(({ sequence }) => sequence)).toEqual([1])
    orders.apply({ type: 'fill', fill: aFill({ amount: '0.5' }) })
    expect(orders.lackingFills).toEqual([])
  })
})

describe('what may still be bought and sold', () => {
  test('is what is not filled of every order that is not ended, unknown ones included', () => {
    const { add, end, orders } = aDesk()
    add({ ref: 'a', amount: '1' })
    add({ ref: 'b', amount: '0.2' })
    add({ ref: 'c', amount: '0.7', side: 'sell' })
    add({ ref: 'd', amount: '5' })
    add({ ref: 'e', amount: '9', symbol: 'ETH/USDT' })
    end('bot-1-4')
    orders.apply(placing(UNKNOWN))
    orders.apply({ type: 'fill', fill: aFill({ clientOrderId: 'bot-1-2', amount: '0.1' }) })
    expect(orders.pending(MARKET)).toEqual({ buy: '1.1', sell: '0.7' })
    expect(orders.pending({ exchange: 'kraken', symbol: 'BTC/USDT' })).toEqual({ buy: '0', sell: '0' })
  })

  test('can be asked for exits alone', () => {
    const { add, orders } = aDesk()
    add({ ref: 'a', amount: '1', side: 'sell' })
    add({ ref: 'b', amount: '0.25', side: 'sell', purpose: 'exit' })
    expect(orders.pending(MARKET, 'exit')).toEqual({ buy: '0', sell: '0.25' })
  })
})

describe('orders in the last minute', () => {
  test('are counted by engine time, ended ones as well', () => {
    const { add, end, orders } = aDesk()
    add({ ref: 'a', createdAt: 1_000 })
    add({ ref: 'b', createdAt: 30_000 })
    end('bot-1-1')
    expect(orders.placedLastMinute(60_999)).toBe(2)
    expect(orders.placedLastMinute(61_000)).toBe(1)
    expect(orders.placedLastMinute(200_000)).toBe(0)
  })

  test('are counted right over many minutes', () => {
    const { add, end, orders } = aDesk()
    for (let second = 0; second < 600; second++) {
      const { request } = add({ createdAt: second * 1_000 })
      end(request.clientOrderId)
      expect(orders.placedLastMinute(second * 1_000)).toBe(Math.min(60, second + 1))
    }
    expect(orders.snapshot().placedAt).toHaveLength(60)
  })
})

describe('orders that were stored', () => {
  test('are the same again after a restart', () => {
    const { add, end, orders } = aDesk()
    add({ createdAt: 50_000 })
    end('bot-1-1')
    add({ createdAt: 51_000 })
    add({ ref: 'other', createdAt: 52_000, side: 'sell' })
    orders.markCancelling('bot-1-3')
    const restored = Orders.restore(JSON.parse(JSON.stringify(orders.snapshot())), { botId: 'bot' })
    expect(restored.snapshot()).toEqual(orders.snapshot())
    expect(restored.nextSequence).toBe(4)
    expect(restored.latest('entry')?.sequence).toBe(2)
    expect(restored.open.map(({ sequence }) => sequence)).toEqual([2, 3])
    expect(restored.pending(MARKET)).toEqual(orders.pending(MARKET))
    expect(restored.placedLastMinute(60_000)).toBe(3)
  })
})
