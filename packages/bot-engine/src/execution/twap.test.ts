import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Exact, exact, ZERO } from '../decimal/exact.ts'
import { floorTo, isMultipleOf } from '../decimal/steps.ts'
import type { OrderStatus, OrderView } from '../orders/order.ts'
import { algorithmByName } from './algorithms.ts'
import type { ExecutionInput, ExecutionIntent, ExecutionRequest, ExecutionStep } from './execution.ts'
import { type TwapState, twap } from './twap.ts'

const aRequest = (particulars: Partial<ExecutionRequest> = {}): ExecutionRequest => ({
  ref: 'big',
  market: { exchange: 'binance', symbol: 'BTC/USDT' },
  side: 'buy',
  amount: '1',
  overMs: 4_000,
  slices: 4,
  because: 'wanted',
  instrument: { stepSize: '0.01' },
  timer: '@big',
  ...particulars,
})

const aView = (ref: string, status: OrderStatus | 'refused', filled = '0'): OrderView => ({
  ref,
  market: { exchange: 'binance', symbol: 'BTC/USDT' },
  clientOrderId: '',
  side: 'buy',
  status,
  amount: '0',
  filled,
  price: undefined,
  because: '',
  reason: undefined,
})

/** Runs an execution; its state goes through JSON with every step. */
function aRun(request: Partial<ExecutionRequest> = {}, startedAt = 1_000) {
  const intents: ExecutionIntent[] = []
  let last: ExecutionStep<TwapState>
  const take = (step: ExecutionStep<TwapState>) => {
    intents.push(...step.intents)
    last = { ...step, state: JSON.parse(JSON.stringify(step.state)) }
  }
  take(twap.start(aRequest(request), startedAt))
  const step = (input: ExecutionInput, now: number) => take(twap.step(last.state, input, now))
  return {
    timer: (now: number) => step({ kind: 'timer' }, now),
    order: (ref: string, status: OrderStatus | 'refused', filled?: string) =>
      step({ kind: 'order', order: aView(ref, status, filled) }, 0),
    cancel: (because = 'enough') => step({ kind: 'cancel', because }, 0),
    amounts: () => intents.filter((intent) => intent.kind === 'place').map(({ amount }) => amount),
    timers: () => intents.filter((intent) => intent.kind === 'timer').map(({ afterMs }) => afterMs),
    done: () => last.done,
    intents,
  }
}

describe('a TWAP', () => {
  test('sends equal market orders evenly in time, the first at once', () => {
    const run = aRun()
    expect(run.intents).toEqual([
      {
        kind: 'place',
        ref: 'big/1',
        market: { exchange: 'binance', symbol: 'BTC/USDT' },
        side: 'buy',
        type: 'market',
        amount: '0.25',
        because: 'wanted (slice 1 of 4)',
      },
      { kind: 'timer', name: '@big', afterMs: 1_000 },
    ])
    for (const n of [1, 2, 3, 4]) {
      run.order(`big/${n}`, 'filled', '0.25')
      if (n < 4) run.timer(1_000 + n * 1_000)
    }
    expect(run.amounts()).toEqual(['0.25', '0.25', '0.25', '0.25'])
    expect(run.timers()).toEqual([1_000, 1_000, 1_000])
    expect(run.done()).toEqual({ filled: '1', reason: '1 of 1 filled' })
  })

  test('brings in the next slice what one was not filled', () => {
    const run = aRun()
    run.order('big/1', 'cancelled', '0.1')
    run.timer(2_000)
    run.order('big/2', 'refused')
    run.timer(3_000)
    expect(run.amounts()).toEqual(['0.25', '0.4', '0.65'])
  })

  test('does not send again what may still be filled', () => {
    const run = aRun()
    run.order('big/1', 'unknown')
    run.timer(2_000)
    run.order('big/2', 'partially-filled', '0.1')
    run.timer(3_000)
    expect(run.amounts()).toEqual(['0.25', '0.25', '0.25'])
  })

  test('makes up for slices that were missed, in one order', () => {
    const run = aRun()
    run.timer(3_500)
    expect(run.amounts()).toEqual(['0.25', '0.5'])
    expect(run.timers()).toEqual([1_000, 500])
  })

  test('keeps to the step of the venue, and gives the last slice the rest', () => {
    const run = aRun({ amount: '0.1009', slices: 3, overMs: 3_000 })
    run.timer(2_000)
    run.timer(3_000)
    expect(run.amounts()).toEqual(['0.03', '0.03', '0.04'])
  })

  test('waits while a slice is below the minimum, and never leaves a rest below it', () => {
    const run = aRun({ amount: '0.25', slices: 5, overMs: 5_000, instrument: { stepSize: '0.01', minAmount: '0.1' } })
    for (const now of [2_000, 3_000, 4_000, 5_000]) run.timer(now)
    expect(run.amounts()).toEqual(['0.1', '0.15'])
  })

  test('is over at once where the amount is less than a step, or time is none', () => {
    expect(aRun({ amount: '0.001' }).amounts()).toEqual([])
    expect(aRun({ overMs: 0 }).amounts()).toEqual(['1'])
    expect(aRun({ slices: 1 }).timers()).toEqual([])
  })

  test('says how much was filled when the last slice was not', () => {
    const run = aRun({ slices: 1 })
    expect(run.done()).toBeUndefined()
    run.order('big/1', 'rejected')
    expect(run.done()).toEqual({ filled: '0', reason: '0 of 1 filled: the last slice was not filled whole' })
  })

  test('counts a fill that comes after its slice was cancelled', () => {
    const run = aRun({ slices: 2 })
    run.order('big/1', 'cancelled', '0.1')
    run.order('big/1', 'cancelled', '0.3')
    run.order('big/1', 'open', '0.2')
    run.timer(3_000)
    expect(run.amounts()).toEqual(['0.5', '0.7'])
  })

  test('that is cancelled takes back what works, sends no more, and is over once that has ended', () => {
    const run = aRun()
    run.order('big/1', 'filled', '0.25')
    run.timer(2_000)
    run.cancel('the price ran away')
    expect(run.intents.slice(-2)).toEqual([
      { kind: 'timer', name: '@big', afterMs: undefined },
      { kind: 'cancel', ref: 'big/2', because: 'the price ran away' },
    ])
    run.timer(3_000)
    run.cancel()
    expect(run.amounts()).toHaveLength(2)
    expect(run.done()).toBeUndefined()
    run.order('big/2', 'cancelled', '0.05')
    expect(run.done()).toEqual({ filled: '0.3', reason: '0.3 of 1 filled: the price ran away' })
  })

  test('ignores the orders of others', () => {
    const run = aRun()
    run.order('small/1', 'filled', '9')
    run.timer(2_000)
    expect(run.amounts()).toEqual(['0.25', '0.25'])
  })

  test.each([
    [{ amount: '0' }, 'amount of big "0"'],
    [{ slices: 0 }, 'slices of big 0'],
    [{ slices: 1.5 }, 'slices of big 1.5'],
    [{ overMs: -1 }, 'overMs of big -1'],
    [{ overMs: Number.NaN }, 'overMs of big NaN'],
  ])('is refused with %j', (wrong, message) => {
    expect(() => aRun(wrong)).toThrow(message)
  })
})

type Fate = 'filled' | 'half' | 'nothing' | 'unknown'

interface Size {
  readonly cents: number
  readonly minCents: number
  readonly slices: number
}

const OUTCOME = { filled: 'filled', half: 'cancelled', nothing: 'rejected' } as const

const inBase = (cents: number): string => exact(cents).div(100).toFixed()

/** Runs it to the end and says what it sent, and what came of each of them. */
function ran({ cents, minCents, slices }: Size, fates: readonly Fate[]) {
  const instrument = { stepSize: '0.01', minAmount: inBase(minCents) }
  const run = aRun({ amount: inBase(cents), slices, overMs: slices * 100, instrument }, 0)
  const sent: { readonly size: Exact; readonly mayBe: Exact; readonly slice: number }[] = []
  for (let slice = 0; slice < slices; slice++) {
    if (slice > 0) run.timer(slice * 100)
    const amount = run.amounts()[sent.length]
    if (amount === undefined) continue
    const size = exact(amount)
    const fate = fates[slice] ?? 'filled'
    const share = { filled: size, unknown: size, half: floorTo(size.div(2), '0.01'), nothing: ZERO }[fate]
    sent.push({ size, mayBe: share, slice })
    if (fate !== 'unknown') run.order(`big/${sent.length}`, OUTCOME[fate], share.toFixed())
  }
  return { sent, done: run.done() }
}

const sizes = fc.record({
  cents: fc.integer({ min: 1, max: 500 }),
  minCents: fc.integer({ min: 0, max: 60 }),
  slices: fc.integer({ min: 1, max: 12 }),
})
const fates = fc.array(fc.constantFrom<Fate>('filled', 'half', 'nothing', 'unknown'), { maxLength: 12 })

test('a TWAP never has more filled or on its way than the amount, and keeps to step and minimum', () => {
  fc.assert(
    fc.property(sizes, fates, (size, fate) => {
      let mayBe = ZERO
      for (const order of ran(size, fate).sent) {
        expect(isMultipleOf(order.size, '0.01')).toBe(true)
        if (order.slice < size.slices - 1) expect(order.size.gte(inBase(size.minCents))).toBe(true)
        expect(mayBe.plus(order.size).lte(inBase(size.cents))).toBe(true)
        mayBe = mayBe.plus(order.mayBe)
      }
    }),
  )
})

test('a TWAP whose slices are all filled ends with the whole amount', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      expect(ran(size, []).done?.filled).toBe(inBase(size.cents))
    }),
  )
})

test('an algorithm is found by its name, and a wrong name is told what there is', () => {
  expect(algorithmByName('twap').name).toBe('twap')
  expect(() => algorithmByName('vwap')).toThrow('execution algorithm "vwap" cannot be used: one of twap')
})
