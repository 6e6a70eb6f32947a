/** Every exchange the platform has a name for. `bybit` and `okx` are known, but no adapter is shipped for them yet. */
export const EXCHANGES = ['binance', 'coinbase', 'kraken', 'bybit', 'okx'] as const

export type ExchangeId = (typeof EXCHANGES)[number]

export const isExchangeId = (value: unknown): value is ExchangeId => (EXCHANGES as readonly unknown[]).includes(value)
