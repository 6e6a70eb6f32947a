import type { Instrument } from '../market/instrument.ts'

/** Currencies as REST has called them since 2013, where that differs from what everybody says. */
const OLD_NAMES: Readonly<Record<string, string>> = { BTC: 'XBT', DOGE: 'XDG' }
/** The first listed currencies carry an X, or a Z if a state issues them. */
const LONG_NAMES: Readonly<Record<string, string>> = {
  BTC: 'XXBT',
  DOGE: 'XXDG',
  ETH: 'XETH',
  LTC: 'XLTC',
  XRP: 'XXRP',
  XMR: 'XXMR',
  ETC: 'XETC',
  USD: 'ZUSD',
  EUR: 'ZEUR',
  GBP: 'ZGBP',
  CAD: 'ZCAD',
  JPY: 'ZJPY',
} // prettier-ignore

export const oldName = (currency: string): string => OLD_NAMES[currency] ?? currency
export const longName = (currency: string): string => LONG_NAMES[currency] ?? currency

export interface PairNames {
  /** Key of the answers: `XXBTZUSD`. */
  readonly id: string
  /** `XBTUSD`. */
  readonly alternative: string
  /** v1's: `XBT/USD`. */
  readonly webSocket: string
}

/** Only pairs of two old currencies have the long form: `XXBTZUSD`, but `SOLUSD` and `XBTUSDT` (and, by accident, `XDGUSD`). */
export function pairNames({ base, quote }: Instrument): PairNames {
  const alternative = `${oldName(base)}${oldName(quote)}`
  const old = base !== 'DOGE' && base in LONG_NAMES && quote in LONG_NAMES
  return {
    id: old ? `${longName(base)}${longName(quote)}` : alternative,
    alternative,
    webSocket: `${oldName(base)}/${oldName(quote)}`,
  }
}

/** Everything REST accepts for this pair. */
export function spellings(instrument: Instrument): readonly string[] {
  const { alternative, id, webSocket } = pairNames(instrument)
  return [id, alternative, webSocket, instrument.symbol, `${instrument.base}${instrument.quote}`]
}
