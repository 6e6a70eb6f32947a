import { hash, scatter } from './random.ts'

/** One tradable pair. Inside the model a price is a whole number of ticks and an amount a whole number of lots. */
export interface Instrument {
  /** Unified: `BTC/USDT`. */
  readonly symbol: string
  readonly base: string
  readonly quote: string
  /** The venue's spelling on the wire: `BTCUSDT`, `BTC-USD`, `BTC/USD`. */
  readonly wire: string
  /** A tick is 10^-priceDecimals of the quote currency. */
  readonly priceDecimals: number
  /** A lot is 10^-amountDecimals of the base currency. */
  readonly amountDecimals: number
  /** Where the market opens, in ticks. */
  readonly openingTicks: number
  /** Lots of a book level of ordinary size. */
  readonly ordinaryLots: number
}

/** Worth in dollars of a book level of ordinary size. */
const LEVEL_WORTH = 9000

/** What makes one venue's listing differ from another's. */
export interface Listing {
  wire(base: string, quote: string): string
  /** Digits of well-known bases against dollars; everything else follows `digitsFor`. */
  readonly known: Readonly<Record<string, readonly [priceDecimals: number, amountDecimals: number]>>
  digitsFor(price: number, dollars: number): readonly [priceDecimals: number, amountDecimals: number]
}

const DOLLARS: Readonly<Record<string, number>> = {
  BTC: 78_870,
  ETH: 1774,
  SOL: 142,
  BNB: 755,
  XRP: 2.31,
  DOGE: 0.187,
  ADA: 0.62,
  LTC: 91,
  LINK: 17.4,
  AVAX: 24.6,
  ALGO: 0.131,
  DOT: 4.9,
  USD: 1,
  USDT: 1,
  USDC: 1,
  EUR: 1.15,
  GBP: 1.33,
} // prettier-ignore

const DOLLAR_LIKE = new Set(['USD', 'USDT', 'USDC', 'EUR', 'GBP'])

/** `BTC/USDT` as the venue lists it. Currencies nobody knows get a price of their own, the same in every run. */
export function listInstrument(symbol: string, listing: Listing): Instrument {
  const [base, quote, ...rest] = symbol.split('/')
  if (!base || !quote || rest.length > 0)
    throw new RangeError(`"${symbol}" is not a symbol: write BASE/QUOTE, as BTC/USDT`)

  const price = dollars(base) / dollars(quote)
  const known = DOLLAR_LIKE.has(quote) ? listing.known[base] : undefined
  const [priceDecimals, amountDecimals] = known ?? listing.digitsFor(price, dollars(base))
  return {
    symbol,
    base,
    quote,
    wire: listing.wire(base, quote),
    priceDecimals,
    amountDecimals,
    openingTicks: Math.max(2000, Math.round(price * 10 ** priceDecimals)),
    ordinaryLots: Math.max(1, Math.round((LEVEL_WORTH / dollars(base)) * 10 ** amountDecimals)),
  }
}

const dollars = (currency: string): number =>
  DOLLARS[currency] ?? Number((0.5 * 600 ** scatter(hash(currency), 1)).toPrecision(5))

/** Decimals that leave a price `significant` digits. */
export const decimalsFor = (price: number, significant: number): number =>
  Math.min(10, Math.max(1, significant - 1 - Math.floor(Math.log10(price))))
