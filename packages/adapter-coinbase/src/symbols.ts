/** Quote currencies of the venue, the longer of two with the same end first. */
const QUOTES = ['USDC', 'USDT', 'USD', 'EUR', 'GBP', 'BTC', 'ETH', 'DAI']

/** Names that other venues have for a currency. */
const ALIASES: Readonly<Record<string, string>> = { XBT: 'BTC', XDG: 'DOGE' }

const SEPARATED = /^([A-Z0-9]+)[-/_]([A-Z0-9]+)$/
const JOINED = /^[A-Z0-9]+$/

/** `BTC/USDT` to `BTC-USDT`: the product id is base and quote with a dash between them. */
export const venueSymbol = (symbol: string): string => symbol.replace('/', '-')

/**
 * `BTC/USDT` from `BTC-USDT`, `btc/usdt`, `BTC_USDT`, `XBT-USDT` or `BTCUSDT`.
 * `undefined` when it has no separator and ends in no quote currency of the venue. USD, USDC and USDT are never mixed up.
 */
export function unifiedSymbol(spelling: string): string | undefined {
  const upper = spelling.trim().toUpperCase()
  const [, base, quote] = SEPARATED.exec(upper) ?? splitJoined(upper)
  return base && quote ? `${currency(base)}/${currency(quote)}` : undefined
}

function splitJoined(upper: string): readonly string[] {
  const quote = QUOTES.find((known) => upper.endsWith(known))
  return quote === undefined || !JOINED.test(upper) ? [] : [upper, upper.slice(0, -quote.length), quote]
}

const currency = (name: string): string => ALIASES[name] ?? name
