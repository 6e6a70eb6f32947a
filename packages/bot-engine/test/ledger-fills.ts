import type { Fill, Market } from '@md/types'
import fc from 'fast-check'
import { Exact } from '../src/decimal/exact.ts'
import type { LedgerInstrument, LedgerOptions } from '../src/ledger/ledger.ts'

export const BTC: Market = { exchange: 'binance', symbol: 'BTC/USDT' }
export const ETH: Market = { exchange: 'kraken', symbol: 'ETH/USDT' }

export const NOON = 1_750_000_000_000

let trades = 0

/** Buys 1 BTC for 100 USDT without a fee, unless told otherwise; each has a trade id of its own. */
export const aFill = (fill: Partial<Fill> = {}): Fill => ({
  ...BTC,
  tradeId: `trade-${++trades}`,
  clientOrderId: 'order-1',
  side: 'buy',
  price: '100',
  amount: '1',
  fee: '0',
  feeAsset: 'USDT',
  liquidity: 'taker',
  timestamp: NOON,
  ...fill,
})

/** Instruments whose base and quote are those of the symbol. */
export const ledgerOptions = (stepSize = '0.001', remember?: number): LedgerOptions => ({
  instruments: ({ symbol }): LedgerInstrument => {
    const [base = '', quote = ''] = symbol.split('/')
    return { base, quote, stepSize }
  },
  ...(remember === undefined ? {} : { remember }),
})

/** From `min` to `max` units of the last of `places` digits. */
const digits = (min: number, max: number, places: number) =>
  fc.integer({ min, max }).map((units) => new Exact(units).div(new Exact(10).pow(places)))

/** Of one market; ids and times ascend. Fees, rebates too, are a fraction of what is traded. */
export const someFills = (maxLength = 30, market: Market = BTC): fc.Arbitrary<readonly Fill[]> => {
  const [base = '', quote = ''] = market.symbol.split('/')
  const fill = fc.record({
    side: fc.constantFrom('buy' as const, 'sell' as const),
    price: fc.oneof(digits(1, 2_000_000_000, 8), digits(1, 2_000_000_000, 1)),
    amount: fc.oneof(digits(1, 3_000_000, 8), digits(1, 3_000_000, 0)),
    rate: fc.oneof(fc.constant(new Exact(0)), digits(-25, 300, 5)),
    feeAsset: fc.constantFrom(base, quote, 'BNB'),
  })
  return fc.array(fill, { maxLength, size: 'max' }).map((fills) =>
    fills.map(({ amount, feeAsset, price, rate, side }, i) => ({
      ...market,
      tradeId: `${i}`,
      clientOrderId: 'order-1',
      side,
      price: price.toFixed(),
      amount: amount.toFixed(),
      fee: amount
        .times(feeAsset === base ? 1 : price)
        .times(rate)
        .toFixed(),
      feeAsset,
      liquidity: 'taker' as const,
      timestamp: NOON + i,
    })),
  )
}
