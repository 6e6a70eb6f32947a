import { KRAKEN_LIMITS } from '../limits.ts'
import { decimalsFor } from '../market/instrument.ts'
import { json } from '../server/rest.ts'
import type { VenueDefinition } from '../venue.ts'
import { KrakenVenue } from './venue.ts'

const PRICE = /("(?:price|last|open)":)(?=\d)/
const PRICE_DIGITS = /("(?:price|last|open)":)[\d.]+/

export const KRAKEN: VenueDefinition = {
  name: 'kraken',
  path: '/v2',
  limits: KRAKEN_LIMITS,
  symbols: [
    'BTC/USD',
    'ETH/USD',
    'SOL/USD',
    'XRP/USD',
    'DOGE/USD',
    'ADA/USD',
    'ALGO/USD',
    'BTC/USDT',
    'ETH/USDT',
    'ETH/BTC',
    'BTC/EUR',
  ],
  countsControlFrames: false,
  listing: {
    wire: (base, quote) => `${base}/${quote}`,
    known: { BTC: [1, 8], ETH: [2, 8], SOL: [2, 8], XRP: [5, 8], DOGE: [7, 8], ADA: [6, 8], ALGO: [5, 8] },
    digitsFor: (value) => [decimalsFor(value, 6), 8],
  },
  spoil: {
    negative: (frame) => frame.replace(PRICE, '$1-'),
    // NaN is no JSON, so a venue that meant it would have to quote it.
    nan: (frame) => frame.replace(PRICE_DIGITS, '$1"NaN"'),
    foreign: (frame) => frame.replaceAll(/"symbol":"[^"]+"/g, '"symbol":"NOBODY/USD"'),
    checksum: (frame) =>
      frame.replace(/"checksum":(\d+)/, (_, value: string) => `"checksum":${(Number(value) ^ 1) >>> 0}`),
    crossed: (frame) => frame,
  },
  bans: (_, retryAfterMs) =>
    json('{"error":["EGeneral:Too many requests"]}', 429, { 'Retry-After': String(Math.ceil(retryAfterMs / 1000)) }),
  recordedSymbol: (frame) => /"symbol":"([A-Z0-9.]+\/[A-Z0-9.]+)"/.exec(frame)?.[1],
  recordedChannel: (frame) => {
    const channel = /"channel":"(\w+)"/.exec(frame)?.[1]
    if (channel === 'trade') return 'trades'
    if (channel === 'ohlc') return 'candles'
    return channel === 'book' ? 'orderbook' : 'ticker'
  },
  isControl: (frame) => /^\{"(?:method|error)":/.test(frame) || /^\{"channel":"(?:status|heartbeat)"/.test(frame),
  open: (context) => new KrakenVenue(context),
}
