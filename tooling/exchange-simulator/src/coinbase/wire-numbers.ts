import type { BookSide } from '../market/book-side.ts'
import { digits, shortDigits } from '../market/digits.ts'
import type { Instrument } from '../market/instrument.ts'

/** As in the book: every decimal of the increment, `102861.50`. */
export const price = (ticks: number, { priceDecimals }: Instrument): string => digits(ticks, priceDecimals)

/** As in matches and tickers: `102861.5`. */
export const shortPrice = (ticks: number, { priceDecimals }: Instrument): string => shortDigits(ticks, priceDecimals)

export const size = (lots: number | bigint, { amountDecimals }: Instrument): string => digits(lots, amountDecimals)

export const shortSize = (lots: number, { amountDecimals }: Instrument): string => shortDigits(lots, amountDecimals)

/** `["1774.93","0.56100580"],…` best first, the whole side. */
export function levels(side: BookSide, instrument: Instrument): string {
  const rows: string[] = []
  for (let index = 0; index < side.size; index++) {
    rows.push(`["${price(side.ticks(index), instrument)}","${size(side.lots(index), instrument)}"]`)
  }
  return `[${rows.join(',')}]`
}
