import type { Fill } from '@md/types'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BTC, ETH, ledgerOptions, NOON, someFills } from '../../test/ledger-fills.ts'
import { RationalLedger } from '../../test/rational-ledger.ts'
import { Exact, exact, ZERO } from '../decimal/exact.ts'
import { Ledger } from './ledger.ts'
import type { RoundTrip } from './trip.ts'

function applied(fills: readonly Fill[], ledger = new Ledger(ledgerOptions('0'))): readonly [Ledger, RoundTrip[]] {
  const trips: RoundTrip[] = []
  for (const fill of fills) {
    const result = ledger.apply(fill, fill.timestamp)
    if (result.outcome === 'applied' && result.closed !== undefined) trips.push(result.closed)
  }
  return [ledger, trips]
}

const sumOf = (values: readonly Exact[]): Exact => values.reduce((sum, value) => sum.plus(value), ZERO)

const isClose = (a: string, b: string): boolean => exact(a).minus(b).abs().lessThan('1e-30')

test('the position is the sum of the fills, less fees in base', () => {
  fc.assert(
    fc.property(someFills(), (fills) => {
      const bought = sumOf(fills.map(({ amount, side }) => exact(side === 'buy' ? amount : `-${amount}`)))
      const fees = sumOf(fills.filter(({ feeAsset }) => feeAsset === 'BTC').map(({ fee }) => exact(fee)))

      const [ledger] = applied(fills)
      expect(exact(ledger.position(BTC).amount).eq(bought.minus(fees))).toBe(true)
    }),
  )
})

test('cash flow and the value of the position are what is realised and unrealised, to the digit, at any price', () => {
  fc.assert(
    fc.property(someFills(60), fc.integer({ min: 1, max: 10 ** 9 }), (fills, units) => {
      const price = new Exact(units).div(1e4)
      const cash = sumOf(
        fills.map(({ amount, fee, feeAsset, price: at, side }) => {
          const value = exact(amount).times(at)
          return (side === 'buy' ? value.negated() : value).minus(feeAsset === 'USDT' ? fee : '0')
        }),
      )

      const [ledger] = applied(fills, new Ledger(ledgerOptions('0.01')))
      const { amount, realised } = ledger.position(BTC)
      expect(ledger.cashFlow()).toBe(cash.isZero() ? '0' : cash.toFixed())
      const worth = cash.plus(exact(amount).times(price))
      expect(worth.eq(exact(realised).plus(ledger.unrealised(BTC, price.toFixed())))).toBe(true)
    }),
  )
})

test('what is realised is what fractions that are never rounded give', () => {
  fc.assert(
    fc.property(someFills(25), (fills) => {
      const ledger = new Ledger(ledgerOptions())
      const model = new RationalLedger(BTC.symbol)
      for (const fill of fills) {
        ledger.apply(fill, NOON)
        model.apply(fill)

        expect(model.holds(ledger.position(BTC).amount)).toBe(true)
        expect(model.agrees(ledger.realised(BTC))).toBe(true)
      }
    }),
  )
})

test('round trips add up to what is realised whenever the position is flat', () => {
  const unitTrades = someFills(40).map((fills) =>
    fills.map((fill) => ({ ...fill, amount: '1', feeAsset: fill.feeAsset === 'BTC' ? 'USDT' : fill.feeAsset })),
  )
  fc.assert(
    fc.property(unitTrades, (fills) => {
      const ledger = new Ledger(ledgerOptions())
      let pnl = ZERO
      for (const fill of fills) {
        const result = ledger.apply(fill, NOON)
        if (result.outcome === 'applied' && result.closed !== undefined) pnl = pnl.plus(result.closed.pnl)
        if (result.position.size === 0) expect(pnl.eq(result.position.realised)).toBe(true)
      }
    }),
  )
})

test('fills told again, in any place after the first time, change nothing', () => {
  fc.assert(
    fc.property(someFills(), fc.array(fc.tuple(fc.nat(40), fc.nat(40))), (fills, repeats) => {
      const repeated = fills.flatMap((fill, i) => {
        const again = repeats.filter(([at, of]) => at === i && of <= i).map(([, of]) => fills[of] ?? fill)
        return [fill, ...again]
      })

      expect(applied(repeated)[0].snapshot()).toEqual(applied(fills)[0].snapshot())
      expect(applied(repeated)[1]).toEqual(applied(fills)[1])
    }),
  )
})

test('a fill cut into parts gives the same position, cash, fees and round trips', () => {
  const parts = (fill: Fill, share: number): readonly Fill[] => {
    const cut = (value: string) => exact(value).times(share).div(64)
    const first = { amount: cut(fill.amount).toFixed(), fee: cut(fill.fee).toFixed() }
    const rest = {
      amount: exact(fill.amount).minus(first.amount).toFixed(),
      fee: exact(fill.fee).minus(first.fee).toFixed(),
    }
    return [
      { ...fill, ...first, tradeId: `${fill.tradeId}a` },
      { ...fill, ...rest, tradeId: `${fill.tradeId}b` },
    ]
  }
  fc.assert(
    fc.property(someFills(20), fc.array(fc.integer({ min: 1, max: 63 }), { minLength: 20 }), (fills, shares) => {
      const [whole, trips] = applied(fills)
      const [cut, cutTrips] = applied(fills.flatMap((fill, i) => parts(fill, shares[i] ?? 32)))

      expect(cut.position(BTC).amount).toBe(whole.position(BTC).amount)
      expect([cut.cashFlow(), cut.volume(), cut.fees()]).toEqual([whole.cashFlow(), whole.volume(), whole.fees()])
      expect(isClose(cut.realised(), whole.realised())).toBe(true)
      expect(cutTrips.map(({ amount, closedAt, side }) => [side, amount, closedAt])).toEqual(
        trips.map(({ amount, closedAt, side }) => [side, amount, closedAt]),
      )
      for (const [i, { pnl }] of cutTrips.entries()) expect(isClose(pnl, trips[i]?.pnl ?? 'NaN')).toBe(true)
    }),
  )
})

test('the order in which markets that have nothing to do with each other trade is irrelevant', () => {
  fc.assert(
    fc.property(someFills(15), someFills(15, ETH), fc.array(fc.boolean()), (ofBtc, ofEth, ethFirst) => {
      const [separate] = applied([...ofBtc, ...ofEth])
      const left = { btc: [...ofBtc], eth: [...ofEth] }
      const mixed = ethFirst.flatMap((eth) => (eth ? left.eth : left.btc).splice(0, 1))
      const [together] = applied([...mixed, ...left.eth, ...left.btc])

      for (const market of [BTC, ETH]) expect(together.position(market)).toEqual(separate.position(market))
      expect([together.realised(), together.cashFlow()]).toEqual([separate.realised(), separate.cashFlow()])
      expect(together.fees()).toEqual(separate.fees())
    }),
  )
})

test('a ledger restored from JSON goes on as the one it was taken from', () => {
  fc.assert(
    fc.property(someFills(), someFills(), (before, after) => {
      const later = after.map((fill) => ({ ...fill, tradeId: `later ${fill.tradeId}`, timestamp: fill.timestamp + 99 }))
      const options = ledgerOptions('0.01', 8)
      const [ledger] = applied(before, new Ledger(options))
      const restored = Ledger.restore(options, JSON.parse(JSON.stringify(ledger.snapshot())))
      expect(restored.snapshot()).toEqual(ledger.snapshot())

      expect(applied([...before, ...later], restored)[1]).toEqual(applied([...before, ...later], ledger)[1])
      expect(restored.snapshot()).toEqual(ledger.snapshot())
      expect(restored.positions()).toEqual(ledger.positions())
    }),
  )
})
