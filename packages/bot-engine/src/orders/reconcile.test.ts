import { describe, expect, test } from 'vitest'
import { ACCEPTED, aFill, aState, found, pass, placing, settled, told, UNKNOWN } from '../../test/orders-kit.ts'
import { aReturn } from '../../test/reconcile-kit.ts'
import { ReconcileError } from './errors.ts'

describe('coming back', () => {
  test('with nothing placed and nothing there asks for no fills', async () => {
    const { run, venue } = aReturn()
    venue.holdBalances({ asset: 'USDT', free: '1000', locked: '0' })
    const result = await run(0)
    expect(result).toEqual({
      adopted: [],
      inputs: [{ type: 'balance', exchange: 'binance', balance: { asset: 'USDT', free: '1000', locked: '0' } }],
      cancel: [],
      strays: [],
      adjustments: [],
      foreign: [],
    })
    expect(venue.calls).toEqual(['openOrders', 'balances'])
  })

  test('to an order that still works takes what the venue says of it', async () => {
    const { apply, left, orders, run, venue } = aReturn()
    left(placing(ACCEPTED))
    venue.tell(aState({ filled: '0.4', status: 'partially-filled' }))
    venue.fill(aFill({ amount: '0.4', timestamp: 400_000 }), false)
    venue.tell(aState({ filled: '0.4', status: 'partially-filled' }))
    apply(await run(0))
    expect(orders.get('bot-1-1')).toMatchObject({ status: 'partially-filled', filled: '0.4', booked: '0.4' })
  })

  test('to an order that ended meanwhile finds out how', async () => {
    const { apply, left, orders, run, venue } = aReturn()
    left(placing(ACCEPTED))
    venue.tell(aState({ status: 'cancelled', filled: '0' }))
    apply(await run(0))
    expect(orders.get('bot-1-1')?.status).toBe('cancelled')
  })
})

describe('an intent without an outcome', () => {
  test('is found where it arrived', async () => {
    const { apply, left, orders, run, venue } = aReturn()
    left()
    venue.tell(aState())
    apply(await run(0))
    expect(orders.get('bot-1-1')?.status).toBe('open')
  })

  test('is not lost before the venue must know, since it may have left just before the end', async () => {
    const { clock, left, start, venue } = aReturn()
    left()
    let isDone = false
    const done = start().then((result) => {
      isDone = true
      return result
    })
    await pass(clock, 9_750)
    expect(isDone).toBe(false)
    await pass(clock, 250)
    expect((await done).inputs).toEqual([{ type: 'found', clientOrderId: 'bot-1-1', state: undefined }])
    expect(venue.asked('find')).toBe(5)
  })

  test('that arrives while it is asked for is found', async () => {
    const { apply, clock, left, orders, start, venue } = aReturn()
    left()
    const done = start()
    await pass(clock, 2_000)
    venue.tell(aState({ status: 'filled', filled: '1' }))
    venue.fill(aFill({ timestamp: 601_000 }), false)
    await pass(clock, 20_000)
    apply(await done)
    expect(orders.get('bot-1-1')).toMatchObject({ status: 'filled', booked: '1' })
  })

  test('whose venue has said when it would know is lost at once when that is over', async () => {
    const { left, run } = aReturn()
    left(placing(UNKNOWN))
    expect((await run(0)).inputs).toEqual([{ type: 'found', clientOrderId: 'bot-1-1', state: undefined }])
  })
})

describe('an order at the venue that the journal does not have', () => {
  const unknown = aState({ clientOrderId: 'bot-2-5', venueOrderId: 'v5', filled: '0.1', price: '95' })

  test('is adopted with its number, its state and its fills', async () => {
    const { apply, orders, run, venue } = aReturn()
    venue.tell(aState({ ...unknown, filled: '0' }))
    venue.fill(aFill({ clientOrderId: 'bot-2-5', amount: '0.1', timestamp: 599_000 }), false)
    const result = await run(0)
    expect(result).toMatchObject({ adopted: [{ sequence: 5, ref: 'adopted/bot-2-5' }], cancel: [], foreign: [] })
    apply(result)
    expect(orders.latest('adopted/bot-2-5')).toMatchObject({
      status: 'partially-filled',
      filled: '0.1',
      booked: '0.1',
      request: { type: 'limit', price: '95', amount: '1' },
    })
    expect(orders.nextSequence).toBe(6)
  })

  test('without a price is adopted as a market order', async () => {
    const { run, venue } = aReturn()
    venue.tell(aState({ clientOrderId: 'bot-2-5' }))
    expect((await run(0)).adopted[0]?.request).toMatchObject({ type: 'market' })
  })

  test('is adopted and then cancelled where that is the policy, so that its fills count', async () => {
    const { run, venue } = aReturn({ unknownOrders: 'cancel' })
    venue.tell({ ...unknown, filled: '0' })
    expect(await run(0)).toMatchObject({ adopted: [{ sequence: 5 }], cancel: ['bot-2-5'] })
  })

  test('is left alone where that is the policy', async () => {
    const { run, venue } = aReturn({ unknownOrders: 'ignore' })
    venue.tell(unknown)
    expect(await run(0)).toMatchObject({ adopted: [], cancel: [], inputs: [], strays: [] })
  })

  test('and is of another bot or of a person is never touched, whatever the policy', async () => {
    for (const unknownOrders of ['adopt', 'cancel', 'ignore'] as const) {
      const { run, venue } = aReturn({ unknownOrders })
      const foreign = aState({ clientOrderId: 'web_4f2a' })
      venue.tell(foreign)
      venue.tell(aState({ clientOrderId: 'elsewhere', symbol: 'ETH/USDT' }))
      expect(await run(0)).toMatchObject({ adopted: [], cancel: [], inputs: [], foreign: [foreign] })
    }
  })
})

test('an order that the venue works, and that has ended here, is a stray', async () => {
  const { left, run, venue } = aReturn()
  const lost = left(placing(UNKNOWN), found(undefined))
  venue.tell(aState())
  expect((await run(0)).strays).toEqual([lost])
})

describe('in a bot that runs', () => {
  test('an order on its way is left to its desk', async () => {
    const { left, run, venue } = aReturn({ isArriving: (clientOrderId) => clientOrderId === 'bot-1-1' })
    left()
    expect((await run(0)).inputs).toEqual([])
    expect(venue.asked('find')).toBe(0)
  })

  test('an order that is heard of while it is asked for in vain is not taken as lost', async () => {
    const { clock, left, orders, start } = aReturn()
    left()
    const done = start()
    await pass(clock, 2_000)
    orders.apply(placing(ACCEPTED))
    await pass(clock, 20_000)
    expect((await done).inputs).toEqual([])
  })

  test('an order that ends while the venue is asked is no stray', async () => {
    const { clock, left, orders, start, venue } = aReturn()
    left(placing(ACCEPTED))
    left()
    venue.tell(aState())
    const done = start()
    await pass(clock, 2_000)
    orders.apply(told({ status: 'cancelled' }))
    await pass(clock, 20_000)
    const result = await done
    expect(result.strays).toEqual([])
    for (const input of result.inputs) if (input.type !== 'balance') orders.apply(input)
    expect(orders.get('bot-1-1')?.status).toBe('cancelled')
  })
})

describe('a venue that cannot be asked', () => {
  test.each([
    ['openOrders', 'open orders: refused'],
    ['find', 'order bot-1-1: refused'],
    ['fills', 'fills of BTC/USDT: refused'],
    ['balances', 'balances: refused'],
  ] as const)('for %s fails the reconciliation, which names it', async (request, failure) => {
    const { left, start, venue } = aReturn({ lastFillAt: () => 1 })
    left(placing(UNKNOWN))
    venue.script(request, { throws: new Error('refused') })
    const failed = start()
    await expect(failed).rejects.toThrow(ReconcileError)
    await expect(failed).rejects.toThrow(
      `bot cannot be reconciled with the venue, and does not trade before it is: ${failure}`,
    )
  })

  test('and answers with a page, or not at all, fails it as well', async () => {
    const { clock, start, venue } = aReturn()
    venue.script('openOrders', { answers: '<html>' })
    await expect(start()).rejects.toThrow('open orders: the venue did not answer with a list')
    venue.script('openOrders', 'hang')
    const hanging = expect(start()).rejects.toThrow('open orders: no answer within 15000 ms')
    await pass(clock, 15_000)
    await hanging
  })

  test('is not waited for by a bot that is being stopped', async () => {
    const stop = new AbortController()
    const { clock, left, start } = aReturn({ signal: stop.signal })
    left()
    const failed = expect(start()).rejects.toThrow('the bot was stopped before the venue knew')
    await settled()
    stop.abort()
    await failed
    expect(clock.pending).toBe(0)
  })
})
