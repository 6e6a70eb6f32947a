import { digits } from '../market/digits.ts'
import type { Instrument } from '../market/instrument.ts'

/** One row of `/products`, in the shape of 2026. */
export function product({ amountDecimals, base, priceDecimals, quote, wire }: Instrument): string {
  return `{"id":"${wire}","base_currency":"${base}","quote_currency":"${quote}","quote_increment":"${digits(1, priceDecimals)}","base_increment":"${digits(1, amountDecimals)}","display_name":"${wire}","min_market_funds":"1","margin_enabled":false,"post_only":false,"limit_only":false,"cancel_only":false,"status":"online","status_message":"","trading_disabled":false,"fx_stablecoin":false,"max_slippage_percentage":"0.02000000","auction_mode":false,"high_bid_limit_percentage":""}`
}

/** Every currency of these products, as `/currencies` lists it. */
export function currencies(instruments: readonly Instrument[]): string {
  const rows = [...new Set(instruments.flatMap(({ base, quote }) => [base, quote]))].map(
    (id) =>
      `{"id":"${id}","name":"${id}","min_size":"0.00000001","status":"online","message":"","max_precision":"0.00000001","convertible_to":[],"details":{"type":"${FIAT.has(id) ? 'fiat' : 'crypto'}"},"default_network":"","supported_networks":[],"display_name":"${id}"}`,
  )
  return `[${rows.join(',')}]`
}

const FIAT: ReadonlySet<string> = new Set(['USD', 'EUR', 'GBP'])

/** The `status` channel: everything that is listed. */
export const statusFrame = (instruments: readonly Instrument[]): string =>
  `{"type":"status","products":[${instruments.map(product).join(',')}],"currencies":${currencies(instruments)}}`
