import { expect, test } from 'vitest'
import { WORKLOADS } from '../../workloads/all.ts'
import { PEERS } from './all.ts'

const takesPart = (name: string) =>
  WORKLOADS.filter((workload) => PEERS[name]?.leavesOut(workload) === undefined).map((workload) => workload.name)

test('each peer does what it can, and no more', () => {
  expect(takesPart('ccxt')).toHaveLength(WORKLOADS.length)
  expect(takesPart('ccxws').filter((name) => name.includes('kraken') || name.includes('miniTicker'))).toEqual([])
  expect(takesPart('tardis-dev')).toEqual(takesPart('ccxws'))
  expect(takesPart('binance').filter((name) => !name.startsWith('binance'))).toEqual([])
})

test('a peer that keeps no book is not shown beside a book without saying so', () => {
  const books = WORKLOADS.filter(({ request }) => request.channel === 'orderbook')

  expect(books.map((workload) => PEERS['ccxws']?.remark(workload))).toEqual(books.map(() => 'keeps no book'))
})
