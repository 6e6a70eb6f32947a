import { expect, test } from 'vitest'
import { TripTally } from './trip-figures.ts'

test('tells wins from losses, and what they come to', () => {
  const tally = new TripTally()
  for (const [pnl, held] of [
    ['30', 100],
    ['-10', 200],
    ['0', 300],
    ['20.5', 400],
  ] as const)
    tally.add({ pnl, openedAt: 1_000, closedAt: 1_000 + held })
  expect(tally.figures).toEqual({
    trips: 4,
    wins: 2,
    losses: 1,
    winRate: 0.5,
    profitFactor: 5.05,
    averageWin: 25.25,
    averageLoss: -10,
    best: 30,
    worst: -10,
    expectancy: 10.125,
    averageHoldMs: 250,
  })
})

test('nothing that ended has no averages, and nothing lost has no profit factor', () => {
  expect(new TripTally().figures).toMatchObject({ trips: 0, winRate: undefined, best: undefined, worst: undefined })
  const tally = new TripTally()
  tally.add({ pnl: '1', openedAt: 0, closedAt: 1 })
  expect(tally.figures).toMatchObject({ winRate: 1, profitFactor: undefined, averageLoss: undefined })
})
