import { MaintainedBook } from '@md/order-book'
import { aTicker, aTrade } from '@md/types/testing'
import { expect, test } from 'vitest'
import { Seam, type Side, type Verdict } from './seam.ts'

const trade = (id: number) => ({ type: 'trade', data: aTrade({ id: String(id) }) }) as const
const ticker = (timestamp: number | undefined, receivedAt = 0) =>
  ({ type: 'ticker', data: aTicker({ timestamp, receivedAt }) }) as const

function book(timestamp: number, status: 'live' | 'stale' = 'live') {
  const data = new MaintainedBook({ exchange: 'binance', symbol: 'BTC/USDT', integrity: 'sequence' })
  data.snapshot({ bids: [[1, 1]], asks: [] }, { timestamp, receivedAt: timestamp })
  data.status = status
  return { type: 'orderbook', data } as const
}

type Step = readonly [side: Side, id: number, verdict: Verdict]

function playTrades(seam: Seam, steps: readonly Step[]): void {
  for (const [side, id, verdict] of steps) {
    expect([side, id, seam.admit(side, trade(id), true)]).toEqual([side, id, verdict])
  }
}

test('the bridge is heard first, and the other side not until it may take over', () => {
  const seam = new Seam()
  expect(seam.admit('bridge', trade(1), true)).toBe('deliver')
  expect(seam.admit('direct', trade(2), false)).toBe('drop')
  expect(seam.active).toBe('bridge')
})

test('the trades of the exchange itself go on behind the last that was delivered', () => {
  playTrades(new Seam(), [
    ['bridge', 98, 'deliver'],
    ['bridge', 99, 'deliver'],
    ['direct', 99, 'drop'],
    ['direct', 100, 'take-over'],
    ['direct', 101, 'deliver'],
    ['bridge', 100, 'drop'],
  ])
})

test('on the return the bridge is heard once it overlaps: nothing twice, nothing left out', () => {
  const seam = new Seam()
  playTrades(seam, [['direct', 10, 'take-over']])
  playTrades(seam, [
    // The log of the outage first, then both in turn.
    ['bridge', 9, 'drop'],
    ['direct', 11, 'deliver'],
    ['bridge', 12, 'take-over'],
  ])
  expect(seam.admit('direct', trade(13), false)).toBe('drop')
  expect(seam.admit('bridge', trade(13), false)).toBe('deliver')
})

test('a bridge that is always later than the exchange is heard all the same', () => {
  const seam = new Seam()
  playTrades(seam, [
    ['direct', 10, 'take-over'],
    ['bridge', 10, 'drop'],
    ['direct', 11, 'deliver'],
    ['direct', 12, 'deliver'],
    ['bridge', 11, 'drop'],
  ])
  expect(seam.active).toBe('bridge')
  for (const [side, id, verdict] of [
    ['direct', 13, 'drop'],
    ['bridge', 12, 'drop'],
    ['bridge', 13, 'take-over'],
    ['direct', 14, 'drop'],
    ['bridge', 14, 'deliver'],
  ] as const)
    expect([id, seam.admit(side, trade(id), side === 'bridge')]).toEqual([id, verdict])
})

test('a book or a ticker of the bridge that is always later is heard once it is past what was delivered', () => {
  for (const at of [book, ticker] as const) {
    const seam = new Seam()
    seam.admit('direct', at(1_000), true)
    expect(seam.admit('bridge', at(1_000), true)).toBe('drop')
    expect(seam.active).toBe('bridge')
    expect(seam.admit('direct', at(1_001), false)).toBe('drop')
    expect(seam.admit('bridge', at(1_001), true)).toBe('take-over')
    expect(seam.admit('bridge', at(1_001), true)).toBe('deliver')
  }
})

test('a bridge that is ahead waits for the exchange to catch up', () => {
  playTrades(new Seam(), [
    ['direct', 10, 'take-over'],
    ['bridge', 20, 'drop'],
    ['bridge', 25, 'drop'],
    ['direct', 20, 'deliver'],
    ['direct', 25, 'deliver'],
    ['bridge', 31, 'take-over'],
  ])
})

test('what is not numbered is told apart by its time', () => {
  const seam = new Seam()
  expect(seam.admit('bridge', ticker(1_000), true)).toBe('deliver')
  expect(seam.admit('direct', ticker(1_000), true)).toBe('drop')
  expect(seam.admit('direct', ticker(1_001), true)).toBe('take-over')
  expect(seam.admit('bridge', ticker(1_001), true)).toBe('drop')
  expect(seam.admit('bridge', ticker(undefined, 1_002), true)).toBe('take-over')
})

test('the book of the exchange begins at once, that of the bridge when it is live and has caught up', () => {
  const seam = new Seam()
  seam.admit('bridge', book(1_000), true)
  expect(seam.admit('direct', book(900), true)).toBe('take-over')
  seam.admit('direct', book(2_000), true)
  expect(seam.admit('bridge', book(2_500, 'stale'), true)).toBe('drop')
  const status = book(3_000)
  status.data.become('stale')
  status.data.become('live')
  expect(seam.admit('bridge', status, true)).toBe('drop')
  expect(seam.active).toBe('direct')
  expect(seam.admit('bridge', book(3_000), true)).toBe('take-over')
})

test('the trade behind the last leaves no hole, any other may', () => {
  const seam = new Seam()
  expect(seam.leavesHole(trade(5))).toBe(false)
  seam.admit('bridge', trade(5), true)
  expect(seam.leavesHole(trade(6))).toBe(false)
  expect(seam.leavesHole(trade(7))).toBe(true)
  expect(seam.leavesHole({ type: 'trade', data: aTrade({ id: 'T-6' }) })).toBe(true)
  expect(seam.leavesHole(ticker(9))).toBe(false)
})
