import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aFill, BTC, ETH, ledgerOptions, NOON, someFills } from '../../test/ledger-fills.ts'
import { exact } from '../decimal/exact.ts'
import { Equity } from './equity.ts'
import { Ledger } from './ledger.ts'

const DAY = 86_400_000
const MIDNIGHT = Math.ceil(NOON / DAY) * DAY

/** Equity of a bot with 1,000, and its fills. */
function aBot() {
  const ledger = new Ledger(ledgerOptions())
  const equity = new Equity(1_000)
  const fill = (part: Parameters<typeof aFill>[0], now = NOON) => {
    const applied = ledger.apply(aFill(part), now)
    if (applied.outcome === 'applied') equity.filled(applied.position, applied.closed, now)
  }
  return { equity, fill, ledger }
}

test('a bot that never traded is worth its capital, whatever the price', () => {
  const { equity } = aBot()
  expect(equity.mark(BTC, 100, NOON)).toBe(false)
  expect(equity.standing(NOON)).toEqual({
    equity: 1_000,
    peakEquity: 1_000,
    dayStartEquity: 1_000,
    lossStreak: 0,
    lastLossAt: undefined,
  })
})

test('follows the price of what it holds, and remembers the highest', () => {
  const { equity, fill } = aBot()
  fill({ amount: '2', price: '100', fee: '1' })
  expect(equity.equity).toBe(999)

  expect(equity.mark(BTC, 150, NOON)).toBe(true)
  expect(equity.mark(BTC, 90, NOON)).toBe(true)
  expect(equity.mark(ETH, 5, NOON)).toBe(false)
  expect(equity.standing(NOON)).toMatchObject({ equity: 979, peakEquity: 1_099 })
})

test('a short gains as the price falls, beside a long in another market', () => {
  const { equity, fill } = aBot()
  fill({ side: 'sell', amount: '2', price: '100' })
  fill({ ...ETH, amount: '10', price: '20' })

  equity.mark(BTC, 90, NOON)
  equity.mark(ETH, 19, NOON)
  expect(equity.equity).toBe(1_010)
})

test('a price of the same symbol elsewhere is another price', () => {
  const { equity, fill } = aBot()
  fill({ amount: '2', price: '100' })
  equity.mark(BTC, 110, NOON)

  expect(equity.mark({ ...BTC, exchange: 'kraken' }, 50, NOON)).toBe(false)
  expect(equity.equity).toBe(1_020)
})

test('before the first price a position is worth what it cost; afterwards the last price goes on', () => {
  const { equity, fill } = aBot()
  fill({ amount: '2', price: '100' })
  expect(equity.equity).toBe(1_000)

  equity.mark(BTC, 110, NOON)
  fill({ amount: '1', price: '104' })
  expect(equity.equity).toBe(1_026)
})

test.each([Number.NaN, 0, -5, Number.POSITIVE_INFINITY])('a price of %d changes nothing', (price) => {
  const { equity, fill } = aBot()
  fill({ amount: '2', price: '100' })

  expect(equity.mark(BTC, price, NOON)).toBe(false)
  expect(equity.equity).toBe(1_000)
})

test('a day begins at midnight UTC with what there was before its first input', () => {
  const { equity, fill } = aBot()
  fill({ amount: '2', price: '100' })
  equity.mark(BTC, 110, MIDNIGHT - 1)
  expect(equity.standing(MIDNIGHT - 1).dayStartEquity).toBe(1_000)

  equity.mark(BTC, 80, MIDNIGHT)
  expect(equity.standing(MIDNIGHT)).toMatchObject({ equity: 960, dayStartEquity: 1_020 })

  equity.mark(BTC, 70, MIDNIGHT + DAY - 1)
  expect(equity.standing(MIDNIGHT + DAY - 1).dayStartEquity).toBe(1_020)
  expect(equity.standing(MIDNIGHT + DAY).dayStartEquity).toBe(940)

  fill({ side: 'sell', amount: '1', price: '60' }, MIDNIGHT + 5 * DAY)
  expect(equity.standing(MIDNIGHT + 5 * DAY)).toMatchObject({ equity: 930, dayStartEquity: 940 })
})

test('a clock that goes back begins no day', () => {
  const { equity, fill } = aBot()
  fill({ amount: '2', price: '100' }, MIDNIGHT)
  equity.mark(BTC, 90, MIDNIGHT)

  equity.mark(BTC, 80, MIDNIGHT - 5 * DAY)
  expect(equity.standing(MIDNIGHT + 1).dayStartEquity).toBe(1_000)
})

test('counts losing round trips in a row, until one that did not lose', () => {
  const { equity, fill } = aBot()
  const roundTrip = (exit: string, at: number) => {
    fill({ price: '100' }, at)
    fill({ side: 'sell', price: exit }, at + 1)
  }

  roundTrip('99', NOON)
  roundTrip('98', NOON + 10)
  expect(equity.standing(NOON + 20)).toMatchObject({ lossStreak: 2, lastLossAt: NOON + 11 })

  roundTrip('100', NOON + 20)
  expect(equity.standing(NOON + 30)).toMatchObject({ lossStreak: 0, lastLossAt: NOON + 11 })
})

const someSteps = fc
  .tuple(someFills(20), someFills(20, ETH), fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 40 }))
  .map(([ofBtc, ofEth, prices]) =>
    [...ofBtc, ...ofEth].map((fill, i) => ({
      fill: { ...fill, tradeId: `${i}`, price: `${prices[(i * 7) % prices.length] ?? 1}` },
      price: prices[i] ?? 1,
      now: NOON + i * 20_000_000,
    })),
  )

test('is what the exact sums give, and never above its peak', () => {
  fc.assert(
    fc.property(someSteps, (steps) => {
      const { equity, fill, ledger } = aBot()
      const last = new Map<string, number>()
      for (const step of steps) {
        fill(step.fill, step.now)
        equity.mark(step.fill, step.price, step.now)
        last.set(step.fill.symbol, step.price)

        const unrealised = [BTC, ETH].map((of) => exact(ledger.unrealised(of, last.get(of.symbol) ?? 1)))
        const sum = unrealised.reduce((all, one) => all.plus(one), exact(ledger.realised()).plus(1_000)).toNumber()
        const standing = equity.standing(step.now)
        expect(Math.abs(standing.equity - sum)).toBeLessThanOrEqual(
          1e-9 * exact(ledger.volume()).plus(1_000).toNumber(),
        )
        expect(standing.peakEquity).toBeGreaterThanOrEqual(standing.equity)
      }
    }),
    { numRuns: 50 },
  )
})

test('restored from JSON it is the same to the last bit, and stays so', () => {
  fc.assert(
    fc.property(someSteps, fc.nat(40), (steps, at) => {
      const { equity, fill, ledger } = aBot()
      for (const step of steps.slice(0, at)) {
        fill(step.fill, step.now)
        equity.mark(step.fill, step.price, step.now)
      }

      const restored = Equity.restore(JSON.parse(JSON.stringify(equity.snapshot())))
      for (const { fill: later, now, price } of steps.slice(at)) {
        const applied = ledger.apply(later, now)
        const closed = applied.outcome === 'applied' ? applied.closed : undefined
        for (const each of [equity, restored]) {
          each.filled(applied.position, closed, now)
          each.mark(later, price, now)
        }
        expect(restored.standing(now)).toEqual(equity.standing(now))
      }
      expect(restored.snapshot()).toEqual(equity.snapshot())
    }),
    { numRuns: 50 },
  )
})

test('asking how it stands changes nothing, also when the day has', () => {
  const equity = new Equity(1_000)
  const before = equity.snapshot()
  equity.standing(MIDNIGHT + DAY)
  expect(equity.snapshot()).toEqual(before)
})
