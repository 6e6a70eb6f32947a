import { describe, expect, test } from 'vitest'
import { aRun } from '../../test/twap-run.ts'
import { algorithmByName } from './algorithms.ts'

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

  test('tries the rest again that the last slice was not filled, with more and more time between, and gives up', () => {
    const run = aRun({ slices: 2 })
    run.order('big/1', 'filled', '0.5')
    run.timer(3_000)
    run.order('big/2', 'cancelled', '0.2')
    expect(run.done()).toBeUndefined()
    run.timer(4_000)
    for (const n of [3, 4, 5, 6]) {
      run.order(`big/${n}`, 'refused')
      expect(run.done()).toBeUndefined()
      run.timer(4_000)
    }
    expect(run.amounts()).toEqual(['0.5', '0.5', '0.3', '0.3', '0.3', '0.3', '0.3'])
    expect(run.timers()).toEqual([2_000, 1_000, 2_000, 5_000, 10_000, 30_000])
    run.order('big/7', 'rejected')
    expect(run.done()).toEqual({ filled: '0.7', reason: '0.7 of 1 filled: the last slice was not filled whole' })
  })

  test('does not try again while it is unknown what became of the last slice, nor what is filled in the end', () => {
    const run = aRun({ slices: 1 })
    run.order('big/1', 'unknown')
    expect(run.timers()).toEqual([])
    run.order('big/1', 'cancelled', '0.4')
    run.order('big/1', 'cancelled', '1')
    expect(run.timers()).toEqual([1_000])
    expect(run.done()).toEqual({ filled: '1', reason: '1 of 1 filled' })
  })

  test('does not try again what the venue would not take, nor what was cancelled', () => {
    const small = aRun({ slices: 1, instrument: { stepSize: '0.01', minAmount: '0.1' } })
    small.order('big/1', 'cancelled', '0.95')
    expect(small.done()).toEqual({ filled: '0.95', reason: '0.95 of 1 filled: the last slice was not filled whole' })
    const cancelled = aRun({ slices: 1 })
    cancelled.order('big/1', 'rejected')
    cancelled.cancel('the price ran away')
    expect(cancelled.done()).toEqual({ filled: '0', reason: '0 of 1 filled: the price ran away' })
    expect(cancelled.amounts()).toEqual(['1'])
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

test('an algorithm is found by its name, and a wrong name is told what there is', () => {
  expect(algorithmByName('twap').name).toBe('twap')
  expect(() => algorithmByName('vwap')).toThrow('execution algorithm "vwap" cannot be used: one of twap')
})
