import { digits } from '../market/digits.ts'
import type { Instrument } from '../market/instrument.ts'
import { rfc1123 } from '../time-text.ts'
import { longName, oldName, pairNames } from './names.ts'
import { increment } from './wire-numbers.ts'

const FEES =
  '"fees":[[0,0.4],[10000,0.35],[50000,0.24],[100000,0.22],[250000,0.2],[500000,0.18],[1000000,0.16],[2500000,0.14],[5000000,0.12],[10000000,0.1],[100000000,0.08],[500000000,0.05]],"fees_maker":[[0,0.25],[10000,0.2],[50000,0.14],[100000,0.12],[250000,0.1],[500000,0.08],[1000000,0.06],[2500000,0.04],[5000000,0.02],[10000000,0.0],[100000000,0.0],[500000000,0.0]],"fee_volume_currency":"ZUSD"'
const COST_DECIMALS = 5

/** Smallest order: a thousandth of an ordinary level. */
const least = ({ amountDecimals, ordinaryLots }: Instrument): string =>
  digits(Math.max(1, Math.round(ordinaryLots / 1000)), amountDecimals)

/** One entry of `AssetPairs`; with `assetVersion=1` in the names of v2. */
export function assetPair(instrument: Instrument, modern: boolean): string {
  const { amountDecimals, base, priceDecimals, quote, symbol } = instrument
  const { alternative, id, webSocket } = pairNames(instrument)
  const name = modern ? symbol : id
  const currencies = modern ? { base, quote } : { base: longName(base), quote: longName(quote) }
  return `"${name}":{"altname":"${alternative}","wsname":"${modern ? symbol : webSocket}","aclass_base":"currency","base":"${currencies.base}","aclass_quote":"currency","quote":"${currencies.quote}","lot":"unit","cost_decimals":${COST_DECIMALS},"pair_decimals":${priceDecimals},"lot_decimals":${amountDecimals},"lot_multiplier":1,"leverage_buy":[2,3,4,5],"leverage_sell":[2,3,4,5],${FEES},"margin_call":80,"margin_stop":40,"ordermin":"${least(instrument)}","costmin":"0.5","tick_size":"${increment(priceDecimals)}","status":"online","execution_venue":"international","long_position_limit":350,"short_position_limit":250}`
}

/** One entry of `Assets`. */
export function asset(currency: string, modern: boolean): string {
  const name = modern ? currency : longName(currency)
  return `"${name}":{"aclass":"currency","altname":"${oldName(currency)}","decimals":10,"display_decimals":5,"status":"enabled"}`
}

export const currenciesOf = (instruments: readonly Instrument[]): readonly string[] => [
  ...new Set(instruments.flatMap(({ base, quote }) => [base, quote])),
]

/** `data` is an object here, and in no other channel. */
export function instrumentSnapshot(instruments: readonly Instrument[]): string {
  const assets = currenciesOf(instruments).map(
    (id) =>
      `{"id":"${id}","status":"enabled","precision":10,"precision_display":5,"borrowable":false,"collateral_value":0.00,"margin_rate":0.000000}`,
  )
  const pairs = instruments.map((instrument) => {
    const { amountDecimals, base, priceDecimals, quote, symbol } = instrument
    return `{"symbol":"${symbol}","base":"${base}","quote":"${quote}","status":"online","qty_precision":${amountDecimals},"qty_increment":${increment(amountDecimals)},"price_precision":${priceDecimals},"cost_precision":${COST_DECIMALS},"marginable":false,"has_index":true,"cost_min":0.50,"price_increment":${increment(priceDecimals)},"qty_min":${least(instrument)}}`
  })
  return `{"channel":"instrument","type":"snapshot","data":{"assets":[${assets.join(',')}],"pairs":[${pairs.join(',')}]}}`
}

export const serverTime = (now: number): string => `{"unixtime":${Math.floor(now / 1000)},"rfc1123":"${rfc1123(now)}"}`
