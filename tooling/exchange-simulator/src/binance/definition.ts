import { BINANCE_LIMITS } from '../limits.ts'
import { decimalsFor } from '../market/instrument.ts'
import { json } from '../server/rest.ts'
import type { VenueDefinition } from '../venue.ts'
import { BinanceVenue } from './venue.ts'
import { price } from './wire-numbers.ts'

/** A price is a quoted number after `"p"` (trades), `"c"` (tickers, candles), `"b"` or at the head of a level. */
const PRICE = /("[pcb]":"|\[\[?")(\d)/

export const BINANCE: VenueDefinition = {
  name: 'binance',
  path: '/stream',
  limits: BINANCE_LIMITS,
  symbols: ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'BNB/USDT', 'XRP/USDT', 'DOGE/USDT', 'ADA/USDT', 'ETH/BTC', 'BTC/USDC'],
  countsControlFrames: true,
  listing: {
    wire: (base, quote) => `${base}${quote}`,
    known: { BTC: [2, 5], ETH: [2, 4], SOL: [2, 3], BNB: [2, 3], XRP: [4, 1], DOGE: [5, 0], ADA: [4, 1] },
    digitsFor: (value, dollars) => [
      Math.min(8, decimalsFor(value, 6)),
      Math.max(0, Math.floor(Math.log10(dollars)) + 1),
    ],
  },
  spoil: {
    negative: (frame) => frame.replace(PRICE, '$1-$2'),
    nan: (frame) => frame.replace(/("[pcb]":"|\[\[?")[\d.]+/, '$1NaN'),
    foreign: (frame) =>
      frame.replace(/"stream":"\w+@/, '"stream":"nobodyusdt@').replaceAll(/"s":"\w+"/g, '"s":"NOBODYUSDT"'),
    checksum: (frame) => frame,
    // A bid above the best ask, which nothing takes back.
    crossed: (frame, { book, instrument }) =>
      frame.replace(
        /"b":\[(?=\[|\])/,
        () =>
          `"b":[["${price(book.asks.ticks(0) + 1, instrument)}","1.00000000"]${frame.includes('"b":[]') ? '' : ','}`,
      ),
  },
  bans: (strike, retryAfterMs, now) => {
    const headers = { 'Retry-After': String(Math.ceil(retryAfterMs / 1000)) }
    const until = Math.floor(now + retryAfterMs)
    return strike === 1
      ? json(
          '{"code":-1003,"msg":"Too many requests; please use the websocket for live updates to avoid polling the API."}',
          429,
          headers,
        )
      : json(
          `{"code":-1003,"msg":"Way too much request weight used; IP banned until ${until}. Please use WebSocket Streams for live updates to avoid bans."}`,
          418,
          headers,
        )
  },
  recordedSymbol: (frame) =>
    unified(/"s":"([A-Z0-9]+)"/.exec(frame)?.[1] ?? /"stream":"([a-z0-9]+)@/.exec(frame)?.[1]?.toUpperCase()),
  recordedChannel: (frame) => {
    if (/"e":"(?:trade|aggTrade)"/.test(frame)) return 'trades'
    if (frame.includes('"e":"kline"')) return 'candles'
    return /"e":"depthUpdate"|"lastUpdateId"/.test(frame) ? 'orderbook' : 'ticker'
  },
  isControl: (frame) => /^\{"(?:result|code|error)":/.test(frame),
  open: (context) => new BinanceVenue(context),
}

const QUOTES = ['USDT', 'USDC', 'FDUSD', 'TUSD', 'BUSD', 'BTC', 'ETH', 'BNB', 'EUR', 'TRY', 'USD']

/** Binance glues base and quote together; a recording has no exchangeInfo to take them apart again. */
function unified(wire: string | undefined): string | undefined {
  const quote = QUOTES.find((one) => wire?.endsWith(one) && wire.length > one.length)
  return wire && quote && `${wire.slice(0, -quote.length)}/${quote}`
}
