import { digits, divide } from '../market/digits.ts'
import type { Instrument } from '../market/instrument.ts'

/** JSON numbers with every digit of the pair's precision: the trailing zeros count in the checksum. */
export const price = (ticks: number | bigint, { priceDecimals }: Instrument): string => digits(ticks, priceDecimals)

export const quantity = (lots: number | bigint, { amountDecimals }: Instrument): string => digits(lots, amountDecimals)

/** Quote over base, with the decimals of a price. */
export const averagePrice = (quote: bigint, volume: bigint, instrument: Instrument): string =>
  price(divide(quote, volume), instrument)

/** Percent with two decimals. */
export const percent = (part: number, whole: number): string => digits(divide(BigInt(part) * 10_000n, BigInt(whole)), 2)

/** 10^-decimals as Kraken writes increments: `0.00000001`. */
export const increment = (decimals: number): string => digits(1, decimals)
