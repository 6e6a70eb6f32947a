import type { ExchangeProtocol, WireRequest } from '@md/adapter-core'
import { CHANNELS, InvalidInputError } from '@md/types'
import { decode } from './decode.ts'
import { BINANCE_INTERVALS } from './intervals.ts'
import { limitsFor } from './limits.ts'
import { binanceRest } from './rest.ts'
import { bookRules } from './sequencing.ts'
import { unifiedSymbol, venueSymbol } from './symbols.ts'

/** Base of the production streams. Connections are made to `/stream` below it. */
export const BINANCE_URL = 'wss://stream.binance.com:9443'
export const BINANCE_REST_URL = 'https://api.binance.com'
export const BINANCE_TESTNET_URL = 'wss://stream.testnet.binance.vision'
export const BINANCE_TESTNET_REST_URL = 'https://testnet.binance.vision'

export interface BinanceProtocolOptions {
  /**
   * Subscribe `@bookTicker` with every ticker, so that bid and ask are the venue's at any moment and not the last
   * price. Costs a second stream a ticker, and every change of the best levels is sent. Default false.
   */
  readonly liveQuotes?: boolean
}

/**
 * Binance spot, as its public Spot API documentation describes it.
 * `/stream` is dialled, not `/ws`: only wrapped payloads all say which stream they belong to.
 *
 * @throws InvalidInputError when `liveQuotes` is not a boolean
 */
export function binanceProtocol({ liveQuotes = false }: BinanceProtocolOptions = {}): ExchangeProtocol {
  if (typeof liveQuotes !== 'boolean') throw new InvalidInputError('liveQuotes', liveQuotes, 'true or false')
  const frame = (method: 'SUBSCRIBE' | 'UNSUBSCRIBE', batch: readonly WireRequest[], id: number) =>
    JSON.stringify({ method, params: batch.flatMap((request) => streamsOf(request, liveQuotes)), id })

  return {
    exchange: 'binance',
    endpoints: {
      production: { url: `${BINANCE_URL}/stream`, restUrl: BINANCE_REST_URL },
      testnet: { url: `${BINANCE_TESTNET_URL}/stream`, restUrl: BINANCE_TESTNET_REST_URL },
    },
    channels: CHANNELS,
    intervals: BINANCE_INTERVALS,
    candles: 'native',
    limits: limitsFor(liveQuotes ? 2 : 1),
    book: bookRules,
    rest: binanceRest,
    venueSymbol,
    unifiedSymbol,
    // One request may hold streams of any kind.
    batchOf: () => 'streams',
    subscribe: (batch, id) => frame('SUBSCRIBE', batch, id),
    unsubscribe: (batch, id) => frame('UNSUBSCRIBE', batch, id),
    decode,
  }
}

/** Stream names are lower case but for the words of the stream itself. */
function streamsOf(request: WireRequest, liveQuotes: boolean): readonly string[] {
  const symbol = request.venueSymbol.toLowerCase()
  switch (request.channel) {
    case 'ticker':
      return liveQuotes ? [`${symbol}@miniTicker`, `${symbol}@bookTicker`] : [`${symbol}@miniTicker`]
    case 'trades':
      return [`${symbol}@trade`]
    case 'orderbook':
      return [`${symbol}@depth@100ms`]
    case 'candles':
      return [`${symbol}@kline_${request.interval}`]
  }
}
