import type { BookSide } from '../market/book-side.ts'
import { digits, divide, paddedDigits, power10 } from '../market/digits.ts'
import type { Instrument } from '../market/instrument.ts'

/** Binance writes every price and quantity with eight decimals. */
const SHOWN = 8

export const price = (ticks: number, { priceDecimals }: Instrument): string => paddedDigits(ticks, priceDecimals, SHOWN)

export const quantity = (lots: number | bigint, { amountDecimals }: Instrument): string =>
  paddedDigits(lots, amountDecimals, SHOWN)

/** An amount of the quote currency, kept as ticks × lots. */
export function quoteAmount(value: bigint, { amountDecimals, priceDecimals }: Instrument): string {
  const decimals = amountDecimals + priceDecimals
  return decimals > SHOWN ? digits(value / power10(decimals - SHOWN), SHOWN) : paddedDigits(value, decimals, SHOWN)
}

/** Quote over base: the average price. */
export function averagePrice(quote: bigint, volume: bigint, { priceDecimals }: Instrument): string {
  const scaled = priceDecimals > SHOWN ? quote / power10(priceDecimals - SHOWN) : quote * power10(SHOWN - priceDecimals)
  return digits(divide(scaled, volume), SHOWN)
}

/** Signed, three decimals: `-2.071`. */
export function percent(part: number, whole: number): string {
  return digits(divide(BigInt(part) * 100_000n, BigInt(whole)), 3)
}

/** `["0.35130000","6195.00000000"],…` best first. */
export function levels(side: BookSide, count: number, instrument: Instrument): string {
  const rows: string[] = []
  const end = Math.min(count, side.size)
  for (let index = 0; index < end; index++) {
    rows.push(`["${price(side.ticks(index), instrument)}","${quantity(side.lots(index), instrument)}"]`)
  }
  return `[${rows.join(',')}]`
}
