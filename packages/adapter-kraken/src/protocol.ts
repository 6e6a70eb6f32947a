import type { Endpoints, ExchangeProtocol, WireRequest } from '@md/adapter-core'
import { systemClock } from '@md/runtime'
import { CHANNELS, type ChannelRequest, type Clock } from '@md/types'
import { bookRules, depthFor } from './checksum.ts'
import { decode } from './decode.ts'
import { KRAKEN_INTERVALS, minutesOf } from './intervals.ts'
import { KRAKEN_LIMITS } from './limits.ts'
import { krakenRest } from './rest.ts'
import { unifiedSymbol, venueSymbol } from './symbols.ts'

export const KRAKEN_REST_URL = 'https://api.kraken.com'

/** Kraken API Center, "Spot WebSocket v2". */
export const KRAKEN_PRODUCTION: Endpoints = { url: 'wss://ws.kraken.com/v2', restUrl: KRAKEN_REST_URL }

/** The beta front end. It stands before the production exchange, whose REST belongs to it: Kraken has no spot sandbox. */
export const KRAKEN_BETA: Endpoints = { url: 'wss://beta-ws.kraken.com/v2', restUrl: KRAKEN_REST_URL }

export interface KrakenProtocolOptions {
  /** Stamps what arrives by REST. Default: the machine's. */
  readonly clock?: Pick<Clock, 'now'>
}

/** Kraken spot, WebSocket v2: Kraken API Center (docs.kraken.com), as of 2026. */
export function krakenProtocol({ clock = systemClock }: KrakenProtocolOptions = {}): ExchangeProtocol {
  return {
    exchange: 'kraken',
    endpoints: { production: KRAKEN_PRODUCTION, testnet: KRAKEN_BETA },
    channels: CHANNELS,
    intervals: KRAKEN_INTERVALS,
    candles: 'derived',
    limits: KRAKEN_LIMITS,
    book: bookRules,
    rest: krakenRest(() => clock.now()),
    venueSymbol,
    unifiedSymbol,
    batchOf,
    answersSingly: true,
    exclusiveOf,
    subscribe: (batch, id) => frame('subscribe', batch, id),
    unsubscribe: (batch, id) => frame('unsubscribe', batch, id),
    ping: (id) => JSON.stringify({ method: 'ping', req_id: id }),
    decode,
  }
}

/** A frame has one channel, one depth and one interval. */
function batchOf(request: ChannelRequest): string {
  switch (request.channel) {
    case 'orderbook':
      return `orderbook:${depthFor(request.depth)}`
    case 'candles':
      return `candles:${request.interval}`
    default:
      return request.channel
  }
}

/** A socket carries one depth and one interval of a symbol. */
const exclusiveOf = ({ channel, symbol }: ChannelRequest): string | undefined =>
  channel === 'orderbook' || channel === 'candles' ? `${channel}:${symbol}` : undefined

/** All of a batch are of one kind, so the first speaks for them. Giving up repeats what was asked, but for the snapshot. */
function frame(method: 'subscribe' | 'unsubscribe', batch: readonly WireRequest[], id: number): string {
  const symbol = batch.map((request) => request.venueSymbol)
  const [first] = batch
  const kind = first && kindOf(first)
  const snapshot = method === 'subscribe' ? { snapshot: first?.channel !== 'trades' } : {}
  return JSON.stringify({ method, params: { ...kind, symbol, ...snapshot }, req_id: id })
}

function kindOf(request: ChannelRequest): Readonly<Record<string, string | number | undefined>> {
  switch (request.channel) {
    case 'ticker':
      // With the default, `trades`, the quote is as old as the last trade.
      return { channel: 'ticker', event_trigger: 'bbo' }
    case 'trades':
      return { channel: 'trade' }
    case 'orderbook':
      return { channel: 'book', depth: depthFor(request.depth) }
    case 'candles':
      return { channel: 'ohlc', interval: minutesOf(request.interval) }
  }
}
