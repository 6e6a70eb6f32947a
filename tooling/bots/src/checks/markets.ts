import type { ExchangeId, Instrument, Market } from '@md/types'
import type { BotPlan } from '../bots-file.ts'
import type { Path } from '../file/document.ts'
import type { Mistakes } from '../file/mistakes.ts'
import { suggestion } from '../file/nearest.ts'
import { isRaw, type Raw } from '../file/raw.ts'
import { notAvailable } from './not-available.ts'

/** What is known of the exchanges. */
interface Known {
  readonly exchanges?: readonly ExchangeId[]
  readonly instruments?: readonly Instrument[]
}

/** Markets of exchanges that nobody asks, or that do not list them. An exchange of which nothing is known is not judged. */
export function checkMarkets(
  subscriptions: BotPlan['subscriptions'],
  { bot, index }: { readonly bot: Raw; readonly index: number },
  known: Known,
  mistakes: Mistakes,
): void {
  const markets = new Map(subscriptions.map((market) => [`${market.exchange} ${market.symbol}`, market]))
  for (const market of markets.values()) {
    const wrong = mistakeOf(market, known)
    // Of the bot's own exchange the file's schema has said it.
    if (wrong === undefined || (bot['exchange'] === market.exchange && notAvailable(market.exchange) !== undefined))
      continue
    mistakes.at(['bots', index, ...(pathTo(market[wrong.of], bot) ?? [])], wrong.message)
  }
}

interface Wrong {
  readonly of: 'exchange' | 'symbol'
  readonly message: string
}

function mistakeOf({ exchange, symbol }: Market, { exchanges, instruments = [] }: Known): Wrong | undefined {
  const unavailable = notAvailable(exchange)
  if (unavailable !== undefined)
    return { of: 'exchange', message: `exchange "${exchange}" cannot be used: ${unavailable}` }
  if (exchanges?.includes(exchange) === false) {
    const there = `there are ${exchanges.join(', ')} (EXCHANGES)`
    return { of: 'exchange', message: `exchange "${exchange}" is none of this process: ${there}` }
  }
  const listed = instruments.filter((one) => one.exchange === exchange)
  if (listed.length === 0 || listed.some((one) => one.symbol === symbol)) return undefined
  return { of: 'symbol', message: `symbol "${symbol}" is not listed by ${exchange}: ${instead(symbol, listed)}` }
}

function instead(symbol: string, listed: readonly Instrument[]): string {
  const same = listed.find(({ venueSymbol }) => venueSymbol === symbol)
  if (same !== undefined) return `write ${same.symbol}`
  const [base] = symbol.split(/[/-]/)
  const ofBase = listed.filter((one) => one.base === base).map((one) => one.symbol)
  return suggestion(symbol, ofBase.length > 0 ? ofBase : listed.map((one) => one.symbol).slice(0, SHOWN))
}

const SHOWN = 8

/** Where the text stands in what was written, if it does. */
function pathTo(text: string, value: unknown): Path | undefined {
  if (value === text) return []
  const entries = Array.isArray(value) ? [...value.entries()] : isRaw(value) ? Object.entries(value) : []
  for (const [key, inner] of entries) {
    const path = pathTo(text, inner)
    if (path !== undefined) return [key, ...path]
  }
  return undefined
}
