import type { Trade } from '@md/types'
import { aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { CandleBuilder } from './candle-builder.ts'

const MINUTE = 60_000
const OPEN = 1_750_000_020_000

/** A trade so many ms after the beginning of a minute. */
const at = (ms: number, particulars: Partial<Trade> = {}) => aTrade({ timestamp: OPEN + ms, ...particulars })

/** A builder that has seen a whole minute begin. */
function aBuilder(): CandleBuilder {
  const builder = new CandleBuilder('1m')
  builder.add(at(-1))
  return builder
}

test('makes a candle of the trades of one interval, aligned to the epoch', () => {
  const builder = aBuilder()

  builder.add(at(0, { price: 100, amount: 1 }))
  builder.add(at(1, { price: 105, amount: 2 }))
  builder.add(at(2, { price: 95, amount: 3 }))
  const candle = builder.add(at(MINUTE - 1, { price: 101, amount: 4, receivedAt: 7 }))

  expect(candle).toEqual({
    exchange: 'binance',
    symbol: 'BTC/USDT',
    timestamp: OPEN + MINUTE - 1,
    receivedAt: 7,
    interval: '1m',
    openTime: OPEN,
    closeTime: OPEN + MINUTE - 1,
    open: 100,
    high: 105,
    low: 95,
    close: 101,
    volume: 10,
    closed: false,
  })
})

test('begins a new candle with the first trade of the next interval', () => {
  const builder = aBuilder()
  builder.add(at(0, { price: 100 }))

  expect(builder.add(at(MINUTE, { price: 50, amount: 2 }))).toMatchObject({
    openTime: OPEN + MINUTE,
    open: 50,
    high: 50,
    low: 50,
    volume: 2,
  })
})

test('a trade of an interval already left, or without a time, changes nothing', () => {
  const builder = aBuilder()
  builder.add(at(0))

  expect(builder.add(at(-1))).toBeUndefined()
  expect(builder.add(aTrade({ timestamp: undefined }))).toBeUndefined()
})

test('the first candle is partial: its beginning may not have been seen', () => {
  const builder = new CandleBuilder('1m')

  expect(builder.add(at(0))?.partial).toBe(true)
  expect(builder.add(at(1))?.partial).toBe(true)
  expect(builder.add(at(MINUTE))).not.toHaveProperty('partial')
})

test('missing trades make this candle partial, and the next, whose beginning may be among them', () => {
  const builder = aBuilder()
  builder.add(at(0))

  expect(builder.interrupted()).toMatchObject({ openTime: OPEN, partial: true })
  expect(builder.interrupted()).toBeUndefined()
  expect(builder.add(at(1))?.partial).toBe(true)
  expect(builder.add(at(MINUTE))?.partial).toBe(true)
  expect(builder.add(at(2 * MINUTE))).not.toHaveProperty('partial')
})

test('missing trades before the first one are no news', () => {
  expect(new CandleBuilder('1m').interrupted()).toBeUndefined()
})
