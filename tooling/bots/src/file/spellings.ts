import { isExchangeId, type Market } from '@md/types'
import { readYaml } from './document.ts'
import { isRaw } from './raw.ts'

/** How symbols that somebody wrote as the exchange does are spelled here. */
export type Spellings = readonly (Market & { readonly unified: string })[]

/** Every market that a bots file names, each once: a `symbol`, and the `exchange` beside it or further out. */
export function marketsNamed(text: string): readonly Market[] {
  const markets = new Map<string, Market>()
  withSymbols(readYaml(text).value, (market) => {
    markets.set(`${market.exchange} ${market.symbol}`, market)
    return market.symbol
  })
  return [...markets.values()]
}

/** The value of a bots file with its symbols spelled as they are here. */
export const spelledHere = (value: unknown, spellings: Spellings): unknown =>
  withSymbols(value, ({ exchange, symbol }) => {
    const found = spellings.find((one) => one.exchange === exchange && one.symbol === symbol)
    return found?.unified ?? symbol
  })

function withSymbols(value: unknown, symbolOf: (market: Market) => string, exchangeAround?: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => withSymbols(one, symbolOf, exchangeAround))
  if (!isRaw(value)) return value
  const exchange = value['exchange'] ?? exchangeAround
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key !== 'symbol' || typeof inner !== 'string') return [key, withSymbols(inner, symbolOf, exchange)]
      return [key, isExchangeId(exchange) ? symbolOf({ exchange, symbol: inner }) : inner]
    }),
  )
}
