import type { DecodeContext } from '@md/adapter-core'
import { aRestGet, decodingIn } from '@md/adapter-core/testing'
import { decode } from '../src/decode.ts'

/** Kraken's frames as it lays them out; the numbers are the documentation's, or ours. */

const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ['BTC/USD', 'BTC/USD'],
  ['DOGE/USD', 'DOGE/USD'],
  ['AAPLx/USD', 'AAPLX/USD'],
])

export const context: DecodeContext = { symbolOf: (symbol) => SYMBOLS.get(symbol), receivedAt: 1_000.5 }

export const STATUS =
  '{"channel":"status","type":"update","data":[{"version":"2.0.10","system":"online","api_version":"v2","connection_id":18446744073709551615,"upcoming_maintenance":[],"emergency":[]}]}'

export const HEARTBEAT = '{"channel":"heartbeat"}'

export const PONG =
  '{"method":"pong","req_id":42,"time_in":"2026-08-01T10:00:00.000001Z","time_out":"2026-08-01T10:00:00.000002Z"}'

export const ACCEPTED =
  '{"method":"subscribe","result":{"channel":"book","depth":10,"snapshot":true,"symbol":"BTC/USD"},"success":true,"time_in":"2026-08-01T10:00:00.000001Z","time_out":"2026-08-01T10:00:00.000002Z","req_id":7}'

export const REFUSED =
  '{"error":"Currency pair not supported XBT/USDT","method":"subscribe","success":false,"symbol":"XBT/USDT","time_in":"2026-08-01T10:00:00.000001Z","time_out":"2026-08-01T10:00:00.000002Z"}'

export const TICKER =
  '{"channel":"ticker","type":"update","data":[{"symbol":"DOGE/USD","bid":0.20110,"bid_qty":1500.50000000,"ask":0.20120,"ask_qty":80.00000000,"last":0.20115,"volume":1234567.89000000,"vwap":0.20001,"low":0.19000,"high":0.21000,"change":0.00115,"change_pct":0.57,"trades":4242,"timestamp":"2026-08-01T10:00:01.250999Z"}]}'

export const TRADES =
  '{"channel":"trade","type":"update","data":[{"symbol":"BTC/USD","side":"sell","price":45283.5,"qty":0.01000000,"ord_type":"market","trade_id":70000001,"timestamp":"2026-08-01T10:00:02.000123Z"},{"symbol":"BTC/USD","side":"sell","price":45283.4,"qty":1.50000000,"ord_type":"market","trade_id":70000002,"timestamp":"2026-08-01T10:00:02.000123Z"}]}'

export const CANDLES =
  '{"channel":"ohlc","type":"snapshot","timestamp":"2026-08-01T10:07:30.500000000Z","data":[{"symbol":"BTC/USD","open":45280.0,"high":45290.0,"low":45270.0,"close":45285.0,"trades":12,"volume":3.25000000,"vwap":45281.1,"interval_begin":"2026-08-01T10:00:00.000000000Z","interval":5,"timestamp":"2026-08-01T10:05:00.000000Z"},{"symbol":"BTC/USD","open":45285.0,"high":45286.0,"low":45284.0,"close":45285.5,"trades":2,"volume":0.50000000,"vwap":45285.2,"interval_begin":"2026-08-01T10:05:00.000000000Z","interval":5,"timestamp":"2026-08-01T10:10:00.000000Z"}]}'

/** The example of Kraken's guide to the v2 book checksum, laid out as its frames are. */
export const BOOK =
  '{"channel":"book","type":"snapshot","data":[{"symbol":"BTC/USD","bids":[{"price":45283.5,"qty":0.10000000},{"price":45283.4,"qty":1.54582015},{"price":45282.1,"qty":0.10000000},{"price":45281.0,"qty":0.10000000},{"price":45280.3,"qty":1.54592586},{"price":45279.0,"qty":0.07990000},{"price":45277.6,"qty":0.03310103},{"price":45277.5,"qty":0.30000000},{"price":45277.3,"qty":1.54602737},{"price":45276.6,"qty":0.15445238}],"asks":[{"price":45285.2,"qty":0.00100000},{"price":45286.4,"qty":1.54571953},{"price":45286.6,"qty":1.54571109},{"price":45289.6,"qty":1.54560911},{"price":45290.2,"qty":0.15890660},{"price":45291.8,"qty":1.54553491},{"price":45294.7,"qty":0.04454749},{"price":45296.1,"qty":0.35380000},{"price":45297.5,"qty":0.09945542},{"price":45299.5,"qty":0.18772827}],"checksum":3310070434,"timestamp":"2026-08-01T10:00:03.000456Z"}]}'

export const UPDATE =
  '{"channel":"book","type":"update","data":[{"symbol":"BTC/USD","bids":[{"price":45283.5,"qty":0.00000000},{"price":45276.5,"qty":2.00000000}],"asks":[],"checksum":7,"timestamp":"2026-08-01T10:00:03.100456Z"}]}'

/** One of every kind. */
export const FRAMES = [STATUS, HEARTBEAT, PONG, ACCEPTED, REFUSED, TICKER, TRADES, CANDLES, BOOK, UPDATE] as const

/** A frame with one thing in it changed. */
export function changed(frame: string, from: string, to: string): string {
  if (!frame.includes(from)) throw new Error(`${from} is not in the frame`)
  return frame.replace(from, to)
}

export const { decoded, only } = decodingIn(context, decode)

/** A `RestGet` that answers in turn, and what it was asked. */
export const answering = (...bodies: readonly unknown[]): ReturnType<typeof aRestGet> => aRestGet((_, i) => bodies[i])
