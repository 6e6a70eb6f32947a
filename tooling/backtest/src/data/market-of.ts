import { AVAILABLE, adapterOf } from '@md/exchanges'
import { openRecording } from '@md/recorder'
import { EXCHANGES, type ExchangeId, InvalidInputError, isExchangeId, type Market } from '@md/types'
import { MissingInputError } from '../cli/missing.ts'
import { glimpse, keyOf } from '../rules.ts'
import type { DataSpec } from '../setup.ts'
import { openEvents } from './event-data.ts'

const DEFAULT_EXCHANGE = 'binance'
const SPELLING = 'BASE/QUOTE, such as BTC/USDT, or as the exchange writes it'

/** As it was written, if it was. */
export interface SaidMarket {
  readonly exchange: string | undefined
  readonly symbol: string | undefined
}

/** The market of data: the one that was named, in our spelling, or the only one that they hold. @throws InvalidInputError */
export async function marketOf(data: Pick<DataSpec, 'kind' | 'path'>, said: SaidMarket): Promise<Market> {
  const exchange = said.exchange === undefined ? undefined : toExchange(said.exchange)
  if (said.symbol !== undefined) {
    const of = exchange ?? DEFAULT_EXCHANGE
    return { exchange: of, symbol: await toSymbol(of, said.symbol) }
  }
  const held = await marketsIn(data)
  const [only, ...others] = held.filter((market) => market.exchange === (exchange ?? market.exchange))
  if (only !== undefined && others.length === 0) return only
  const names = held.map(keyOf).join(', ')
  throw new MissingInputError('--symbol', names === '' ? SPELLING : `${SPELLING}; the data hold ${names}`)
}

/** What data say themselves; of an event file, its beginning. */
async function marketsIn({ kind, path }: Pick<DataSpec, 'kind' | 'path'>): Promise<readonly Market[]> {
  if (kind === 'events') {
    const { markets } = await glimpse(openEvents(path).events({ from: undefined, to: undefined }))
    return [...markets.values()]
  }
  if (kind !== 'recording') return []
  const { exchange, subscriptions } = openRecording(path).manifest
  return [...new Set(subscriptions.map(({ symbol }) => symbol))].map((symbol) => ({ exchange, symbol }))
}

function toExchange(text: string): ExchangeId {
  const name = text.toLowerCase()
  if (isExchangeId(name)) return name
  throw new InvalidInputError('--exchange', text, `one of ${EXCHANGES.join(', ')}`)
}

async function toSymbol(exchange: ExchangeId, text: string): Promise<string> {
  const symbol = await unified(exchange, text)
  if (symbol !== undefined && /^[^\s/]+\/[^\s/]+$/.test(symbol)) return symbol
  throw new InvalidInputError('--symbol', text, SPELLING)
}

async function unified(exchange: ExchangeId, text: string): Promise<string | undefined> {
  const available = AVAILABLE.find((one) => one === exchange)
  if (available === undefined) return text.trim().toUpperCase()
  const adapter = adapterOf(available, { fetch: nobody })
  const symbol = await adapter.unifiedSymbol(text)
  await adapter.disconnect()
  return symbol
}

/** The past needs no network, and has to come out the same without one: the exchange's rule decides, not its list of today. */
const nobody: typeof fetch = async () => {
  throw new Error('a backtest asks no exchange how it spells')
}
