import { expect, test } from 'vitest'
import { checksum } from './checksum.ts'

const levels = (rows: readonly (readonly [string, string])[]) => rows.map(([price, qty]) => ({ price, qty }))

test("gives the checksum of the venue's own example for v2", () => {
  const asks = levels([
    ['45285.2', '0.00100000'],
    ['45286.4', '1.54571953'],
    ['45286.6', '1.54571109'],
    ['45289.6', '1.54560911'],
    ['45290.2', '0.15890660'],
    ['45291.8', '1.54553491'],
    ['45294.7', '0.04454749'],
    ['45296.1', '0.35380000'],
    ['45297.5', '0.09945542'],
    ['45299.5', '0.18772827'],
  ])
  const bids = levels([
    ['45283.5', '0.10000000'],
    ['45283.4', '1.54582015'],
    ['45282.1', '0.10000000'],
    ['45281.0', '0.10000000'],
    ['45280.3', '1.54592586'],
    ['45279.0', '0.07990000'],
    ['45277.6', '0.03310103'],
    ['45277.5', '0.30000000'],
    ['45277.3', '1.54602737'],
    ['45276.6', '0.15445238'],
  ])

  expect(checksum(asks, bids)).toBe(3310070434)
})

test("gives the checksum of the venue's own example for v1, and counts ten levels of longer books", () => {
  const asks = [
    '0.05005',
    '0.05010',
    '0.05015',
    '0.05020',
    '0.05025',
    '0.05030',
    '0.05035',
    '0.05040',
    '0.05045',
    '0.05050',
    '0.05055',
  ]
  const bids = [
    '0.05000',
    '0.04995',
    '0.04990',
    '0.04980',
    '0.04975',
    '0.04970',
    '0.04965',
    '0.04960',
    '0.04955',
    '0.04950',
  ]
  const sized = (prices: readonly string[]) => levels(prices.map((price) => [price, '0.00000500'] as const))

  expect(checksum(sized(asks), sized(bids))).toBe(974947235)
})
