import { COINBASE_LIMITS } from '../limits.ts'
import { decimalsFor } from '../market/instrument.ts'
import { json } from '../server/rest.ts'
import type { VenueDefinition } from '../venue.ts'
import { CoinbaseVenue } from './venue.ts'
import { price } from './wire-numbers.ts'

const PRICE = /("price":"|\["(?:buy|sell)","|\[\[")(?=\d)/
const PRICE_DIGITS = /("price":"|\["(?:buy|sell)","|\[\[")[\d.]+/

export const COINBASE: VenueDefinition = {
  name: 'coinbase',
  path: '',
  limits: COINBASE_LIMITS,
  symbols: [
    'BTC/USD',
    'ETH/USD',
    'SOL/USD',
    'XRP/USD',
    'DOGE/USD',
    'ADA/USD',
    'LTC/USD',
    'BTC/USDT',
    'ETH/USDT',
    'ETH/BTC',
  ],
  countsControlFrames: false,
  listing: {
    wire: (base, quote) => `${base}-${quote}`,
    known: { BTC: [2, 8], ETH: [2, 8], SOL: [2, 8], XRP: [4, 6], DOGE: [5, 1], ADA: [4, 8], LTC: [2, 8] },
    digitsFor: (value) => [decimalsFor(value, 5), 8],
  },
  spoil: {
    negative: (frame) => frame.replace(PRICE, '$1-'),
    nan: (frame) => frame.replace(PRICE_DIGITS, '$1NaN'),
    foreign: (frame) => frame.replace(/"product_id":"[^"]+"/, '"product_id":"NOBODY-USD"'),
    checksum: (frame) => frame,
    // A bid above the best ask, the last change of its frame: nothing after it takes it back.
    crossed: (frame, { book, instrument }) =>
      frame.replace(']],"time"', () => `],["buy","${price(book.asks.ticks(0) + 1, instrument)}","1.00000000"]],"time"`),
  },
  bans: (_, retryAfterMs) =>
    json('{"message":"Public rate limit exceeded"}', 429, { 'Retry-After': String(Math.ceil(retryAfterMs / 1000)) }),
  recordedSymbol: (frame) => /"product_id":"([A-Z0-9]+-[A-Z0-9]+)"/.exec(frame)?.[1]?.replace('-', '/'),
  recordedChannel: (frame) => {
    if (/"type":"(?:last_)?match"/.test(frame)) return 'trades'
    return /"type":"(?:l2update|snapshot)"/.test(frame) ? 'orderbook' : 'ticker'
  },
  isControl: (frame) => /^\{"type":"(?:subscriptions|error)"/.test(frame),
  open: (context) => new CoinbaseVenue(context),
}
