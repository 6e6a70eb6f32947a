/**
 * Quote currencies Binance is known for. None of them ends with another one, so that a symbol can be divided in one
 * way only; `IDR` (the end of `BIDR`) and `USD` (the end of `TUSD`) are missing for that reason.
 */
export const QUOTES = [
  ...['USDT', 'USDC', 'FDUSD', 'BUSD', 'TUSD', 'USDP', 'USD1', 'DAI'],
  ...['BTC', 'ETH', 'BNB'],
  ...['EUR', 'GBP', 'TRY', 'BRL', 'ARS', 'AUD', 'JPY', 'PLN', 'RON', 'CZK', 'MXN', 'COP', 'ZAR', 'UAH', 'RUB', 'NGN'],
] as const

const SEPARATED = /^([^\s/_-]+)[/_-]([^\s/_-]+)$/

/** Binance's spelling by rule: `BTC/USDT` is `BTCUSDT`. Stream names want the same in lower case. */
export const venueSymbol = (symbol: string): string => symbol.replace('/', '').toUpperCase()

/**
 * Our spelling of `btc/usdt`, `BTC-USDT`, `BTC_USDT` or `BTCUSDT`. Without a separator, only where the end is one of
 * `QUOTES`: Binance's instrument list knows better. Symbols may hold letters of any script.
 */
export function unifiedSymbol(spelling: string): string | undefined {
  const text = spelling.trim().toUpperCase()
  const [, base, quote] = SEPARATED.exec(text) ?? []
  if (base !== undefined && quote !== undefined) return `${base}/${quote}`
  return /[\s/_-]/.test(text) ? undefined : divided(text)
}

function divided(text: string): string | undefined {
  const quote = QUOTES.find((candidate) => text.endsWith(candidate) && text.length > candidate.length)
  return quote && `${text.slice(0, -quote.length)}/${quote}`
}
