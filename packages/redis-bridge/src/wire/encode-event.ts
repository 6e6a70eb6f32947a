import type { BookChange, Candle, Level, MarketEvent, OrderBook, Ticker, Trade } from '@md/types'
import { BOOK_INTEGRITIES, BOOK_STATUSES, CHANGE_KINDS, TICKER_EXTRAS } from './codes.ts'

/**
 * The data of an event as the inside of a JSON array, what its channel says already left out.
 * Nothing for an event with a number that is none: it would break the whole batch.
 */
export function encodeEvent(event: MarketEvent): string | undefined {
  switch (event.type) {
    case 'trade':
      return encodeTrade(event.data)
    case 'ticker':
      return encodeTicker(event.data)
    case 'candle':
      return encodeCandle(event.data)
    case 'orderbook':
      return encodeBook(event.data, event.data.change)
    case 'gap':
      return `null,0,${JSON.stringify(event.data)}`
    case 'exchange:connected':
    case 'exchange:disconnected':
    case 'exchange:reconnecting':
    case 'exchange:error':
      if (!Number.isFinite(event.data.at)) return undefined
      return `null,${event.data.at},${JSON.stringify(event.type)},${JSON.stringify(event.data)}`
  }
}

/** A time in ms, or none. */
const isTime = (value: number | undefined): boolean => value === undefined || Number.isFinite(value)

function encodeTrade({ amount, id, origin, price, receivedAt, side, timestamp }: Trade): string | undefined {
  if (!(Number.isFinite(price + amount + receivedAt) && isTime(timestamp))) return undefined
  return `${timestamp ?? null},${receivedAt},${quoted(id)},${price},${amount},${side === 'buy' ? 0 : 1},${origin === 'live' ? 0 : 1}`
}

function encodeTicker(ticker: Ticker): string | undefined {
  const { ask, bid, last, quote, receivedAt, timestamp } = ticker
  if (!(Number.isFinite(last + bid + ask + receivedAt) && isTime(timestamp))) return undefined
  let text = `${timestamp ?? null},${receivedAt},${last},${bid},${ask},${quote === 'live' ? 0 : 1}`
  let missing = ''
  for (const extra of TICKER_EXTRAS) {
    const value = ticker[extra]
    if (value === undefined || !Number.isFinite(value)) missing += ',null'
    else {
      text += `${missing},${value}`
      missing = ''
    }
  }
  return text
}

function encodeCandle(candle: Candle): string | undefined {
  const { close, closed, closeTime, high, low, open, openTime, partial, receivedAt, timestamp, volume } = candle
  const sum = open + high + low + close + volume + openTime + closeTime + receivedAt
  if (!(Number.isFinite(sum) && isTime(timestamp))) return undefined
  const flags = (closed ? 1 : 0) + (partial ? 2 : 0)
  return `${timestamp ?? null},${receivedAt},${openTime},${closeTime},${open},${high},${low},${close},${volume},${flags}`
}

/** A book travels as a change, or as its status alone. */
export function encodeBook(book: OrderBook, change: BookChange | undefined): string | undefined {
  const { integrity, receivedAt, sequence, status, timestamp } = book
  if (!(Number.isFinite(receivedAt + (change?.sequence ?? sequence)) && isTime(timestamp))) return undefined
  const head = `${timestamp ?? null},${receivedAt},${BOOK_STATUSES.indexOf(status)},${BOOK_INTEGRITIES.indexOf(integrity)}`
  if (change === undefined) return `${head},${sequence}`
  const bids = encodeLevels(change.bids)
  const asks = encodeLevels(change.asks)
  if (bids === undefined || asks === undefined) return undefined
  return `${head},${change.sequence},${CHANGE_KINDS.indexOf(change.kind)},${bids},${asks}`
}

/** Prices and amounts in turn. */
function encodeLevels(levels: readonly Level[]): string | undefined {
  let text = '['
  let sum = 0
  for (const [price, amount] of levels) {
    sum += price + amount
    text += text.length === 1 ? `${price},${amount}` : `,${price},${amount}`
  }
  return Number.isFinite(sum) ? `${text}]` : undefined
}

/** Most ids are digits and dashes: nothing to escape. */
const quoted = (text: string): string => (/^[\w-]*$/.test(text) ? `"${text}"` : JSON.stringify(text))
