import type { EventSource, PlayedEvent } from '@md/bot-engine/backtest'
import { type Instrument, InvalidInputError, type Market } from '@md/types'

/** What the first events tell of their markets. */
export interface Glimpse {
  readonly markets: ReadonlyMap<string, Market>
  /** Decimal places of the prices, by market. */
  readonly places: ReadonlyMap<string, number>
}

/** Events that are looked at. */
const ENOUGH = 5_000

export const keyOf = ({ exchange, symbol }: Market): string => `${symbol} of ${exchange}`

export async function glimpse(source: EventSource): Promise<Glimpse> {
  const markets = new Map<string, Market>()
  const places = new Map<string, number>()
  let seen = 0
  for await (const batch of source) {
    for (const event of batch) {
      for (const price of pricesOf(event)) {
        const { exchange, symbol } = event.data as Market
        const key = keyOf({ exchange, symbol })
        markets.set(key, { exchange, symbol })
        places.set(key, Math.max(places.get(key) ?? 0, placesOf(price)))
      }
    }
    seen += batch.length
    if (seen >= ENOUGH) break
  }
  return { markets, places }
}

function pricesOf(event: PlayedEvent): readonly number[] {
  switch (event.type) {
    case 'ticker':
      return [event.data.last, event.data.bid, event.data.ask]
    case 'trade':
      return [event.data.price]
    case 'candle':
      return [event.data.open, event.data.high, event.data.low, event.data.close]
    case 'orderbook':
      return (event.data.change?.bids ?? []).slice(0, 10).map(([price]) => price)
    default:
      return []
  }
}

/** Beyond that it is an average, and no price. */
const MOST_PLACES = 10

const placesOf = (price: number): number => {
  const [, decimals = ''] = price.toFixed(MOST_PLACES).replace(/0+$/, '').split('.')
  return decimals.length
}

const DECIMAL = /^\d+(\.\d+)?$/

/** The rules of one market: those that were told, and for the rest what the data show. @throws InvalidInputError */
export function instrumentOf(market: Market, { places }: Glimpse, rules: Partial<Instrument>): Instrument {
  const [base = '', quote = ''] = market.symbol.split('/')
  const decimals = places.get(keyOf(market)) ?? 2
  for (const [name, value] of Object.entries(rules)) {
    if (!RULES.has(name)) throw new InvalidInputError('--rules', name, `there are ${[...RULES].join(', ')}`)
    if (!DECIMAL.test(String(value)))
      throw new InvalidInputError(`--rules ${name}`, value, 'a decimal number, as "0.01"')
  }
  return {
    exchange: market.exchange,
    symbol: market.symbol,
    base,
    quote,
    venueSymbol: `${base}${quote}`,
    status: 'trading',
    tickSize: decimals === 0 ? '1' : `0.${'1'.padStart(decimals, '0')}`,
    stepSize: '0.00000001',
    ...(Object.fromEntries(Object.entries(rules).map(([name, value]) => [name, String(value)])) as Partial<Instrument>),
  }
}

const RULES: ReadonlySet<string> = new Set(['tickSize', 'stepSize', 'minAmount', 'maxAmount', 'minNotional'])
