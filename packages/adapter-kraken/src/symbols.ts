/** v1 and REST call two currencies differently from everybody else, v2 included. */
const OLD_NAMES: ReadonlyMap<string, string> = new Map([
  ['BTC', 'XBT'],
  ['DOGE', 'XDG'],
])

/** The currencies of Kraken's first years have a long name in REST, too: an X before a coin, a Z before a state's money. */
const LONG_NAMED = {
  X: ['XBT', 'XDG', 'ETH', 'ETC', 'LTC', 'MLN', 'REP', 'XLM', 'XMR', 'XRP', 'ZEC'],
  Z: ['USD', 'EUR', 'GBP', 'CAD', 'JPY', 'AUD'],
} as const

const NEW_NAMES: ReadonlyMap<string, string> = new Map([
  ...[...OLD_NAMES].map(([name, old]) => [old, name] as const),
  ...LONG_NAMED.X.map((name) => [`X${name}`, newest(name)] as const),
  ...LONG_NAMED.Z.map((name) => [`Z${name}`, name] as const),
])

/** Where a spelling without a separator can be divided. None ends with another one. */
const QUOTES = ['USDT', 'USDC', 'USD', 'EUR', 'GBP', 'CAD', 'JPY', 'AUD', 'CHF', 'DAI', 'XBT', 'BTC', 'ETH']

const SEPARATED = /^([^\s/_-]+)[/_-]([^\s/_-]+)$/
const LONG_PAIR = /^([XZ][A-Z]{3})([XZ][A-Z]{3})$/

/** v2 spells as we do: `BTC/USD`. */
export const venueSymbol = (symbol: string): string => symbol.toUpperCase()

/**
 * `BTC/USD` from `XBT/USD`, `btc-usd`, `BTC_USD`, `XBTUSD` or `XXBTZUSD`; `DOGE/USD` from `XDG/USD`.
 * `undefined` when it has no separator and does not end in a well-known quote currency.
 */
export function unifiedSymbol(spelling: string): string | undefined {
  const upper = spelling.trim().toUpperCase()
  const [, base, quote] = SEPARATED.exec(upper) ?? longPair(upper) ?? divided(upper) ?? []
  return base && quote ? `${currency(base)}/${currency(quote)}` : undefined
}

/** The pair as every REST path accepts it: `BTC/USD` is `XBTUSD` (its `altname`). */
export const restPair = (symbol: string): string =>
  symbol
    .split('/')
    .map((name) => OLD_NAMES.get(name) ?? name)
    .join('')

const currency = (name: string): string => NEW_NAMES.get(name) ?? name

function newest(name: string): string {
  for (const [newName, old] of OLD_NAMES) if (old === name) return newName
  return name
}

function longPair(upper: string): readonly string[] | undefined {
  const parts = LONG_PAIR.exec(upper)
  return parts?.slice(1).every((name) => NEW_NAMES.has(name)) ? parts : undefined
}

function divided(upper: string): readonly string[] | undefined {
  const quote = QUOTES.find((known) => upper.endsWith(known))
  return quote === undefined || /[\s/_-]/.test(upper) ? undefined : [upper, upper.slice(0, -quote.length), quote]
}
