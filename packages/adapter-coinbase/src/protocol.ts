import type { ExchangeProtocol, WireRequest } from '@md/adapter-core'
import { systemClock } from '@md/runtime'
import { CHANNELS, type ChannelRequest, type Clock } from '@md/types'
import { GREETING_PRODUCT, wireChannels } from './channels.ts'
import { type CoinbaseCredentials, CoinbaseSigner } from './credentials.ts'
import { decode } from './decode.ts'
import { COINBASE_INTERVALS } from './intervals.ts'
import { coinbaseLimits } from './limits.ts'
import { coinbaseRest } from './rest.ts'
import { bookRules } from './sequencing.ts'
import { unifiedSymbol, venueSymbol } from './symbols.ts'
import type { WireChannel } from './wire.ts'

/** What decides how the venue is spoken to. */
export interface CoinbaseProtocolOptions {
  /** With a key, books come from `level2`, which sends every change at once; without, from `level2_batch`, every 50 ms. */
  readonly credentials?: CoinbaseCredentials
  /** Stamps signatures and what arrives by REST. Default: the machine's. */
  readonly clock?: Pick<Clock, 'now'>
}

/** docs.cdp.coinbase.com/exchange/websocket-feed/overview. The test network is the venue's public sandbox, with thin markets of its own. */
export const COINBASE_URL = 'wss://ws-feed.exchange.coinbase.com'
export const COINBASE_REST_URL = 'https://api.exchange.coinbase.com'
export const COINBASE_TESTNET_URL = 'wss://ws-feed-public.sandbox.exchange.coinbase.com'
export const COINBASE_TESTNET_REST_URL = 'https://api-public.sandbox.exchange.coinbase.com'

/**
 * Coinbase Exchange: the order-book venue, not Advanced Trade.
 * Public feed and REST; messages as of 2026, and those of 2021 are understood too.
 * @throws InvalidInputError for credentials that cannot be used; it never holds them
 */
export function coinbaseProtocol({ credentials, clock = systemClock }: CoinbaseProtocolOptions = {}): ExchangeProtocol {
  const now = () => clock.now()
  const signer = credentials === undefined ? undefined : new CoinbaseSigner(credentials)
  const bookChannel = signer === undefined ? 'level2_batch' : 'level2'
  const ask = (channels: readonly WireChannel[]) =>
    JSON.stringify({ type: 'subscribe', channels, ...signer?.sign(now()) })

  return {
    exchange: 'coinbase',
    endpoints: {
      production: { url: COINBASE_URL, restUrl: COINBASE_REST_URL },
      testnet: { url: COINBASE_TESTNET_URL, restUrl: COINBASE_TESTNET_REST_URL },
    },
    channels: CHANNELS,
    intervals: COINBASE_INTERVALS,
    candles: 'trades',
    limits: coinbaseLimits,
    book: bookRules,
    rest: coinbaseRest(now),
    venueSymbol,
    unifiedSymbol,
    batchOf: (request) => upstream(request).channel,
    upstream,
    subscribe: (batch) => ask(channelsOf(batch, bookChannel)),
    unsubscribe: (batch) =>
      JSON.stringify({ type: 'unsubscribe', channels: withoutGreeting(channelsOf(batch, bookChannel)) }),
    greeting: () => ask([{ name: 'heartbeat', product_ids: [GREETING_PRODUCT] }]),
    decode,
  }
}

/** The venue has no candles: they are built from its trades. */
const upstream = (request: ChannelRequest): ChannelRequest =>
  request.channel === 'candles' ? { channel: 'trades', symbol: request.symbol } : request

/** Each channel names its own products, which the venue allows beside a list for all: a frame may then mix channels. */
function channelsOf(batch: readonly WireRequest[], bookChannel: string): WireChannel[] {
  const products = new Map<string, string[]>()
  for (const { channel, venueSymbol } of batch) {
    for (const name of wireChannels(channel, bookChannel)) {
      const of = products.get(name)
      if (of === undefined) products.set(name, [venueSymbol])
      else of.push(venueSymbol)
    }
  }
  return [...products].map(([name, product_ids]) => ({ name, product_ids }))
}

/** The heartbeat that every socket began with stays, whoever gives up the trades of its product. */
function withoutGreeting(channels: readonly WireChannel[]): WireChannel[] {
  return channels
    .map(({ name, product_ids }) => ({
      name,
      product_ids: name === 'heartbeat' ? product_ids.filter((product) => product !== GREETING_PRODUCT) : product_ids,
    }))
    .filter(({ product_ids }) => product_ids.length > 0)
}
