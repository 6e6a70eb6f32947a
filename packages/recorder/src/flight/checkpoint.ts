import { isArray, isObject, isString, parseJson } from '@md/adapter-core'
import type { ExchangeId, Level, OrderBook } from '@md/types'
import type { EntryOf, Happening } from '../entry.ts'

/** What a checkpoint is made from. */
export interface CheckpointSource {
  /** As it is after `frame`. */
  readonly book: OrderBook
  readonly frame: EntryOf<'in'>
  /** Addresses that REST answered so far. */
  readonly answered: Iterable<string>
}

/**
 * The whole book in the exchange's own words, as if it had been sent at this moment: a replay that begins here begins
 * with it. `undefined` where the frame is not an update of a book.
 */
export type Checkpoint = (source: CheckpointSource) => Happening | undefined

/** Without an entry here, a book of that exchange is replayed only from a recording that holds its snapshot. */
export const CHECKPOINTS: Readonly<Partial<Record<ExchangeId, Checkpoint>>> = {
  binance: binanceCheckpoint,
  coinbase: coinbaseCheckpoint,
  kraken: krakenCheckpoint,
}

/** The REST snapshot as of the update that has just been applied. */
function binanceCheckpoint({ book, frame, answered }: CheckpointSource): Happening | undefined {
  const message = parseJson(frame.text)
  const data = isObject(message) ? message['data'] : undefined
  if (!isObject(data) || data['e'] !== 'depthUpdate') return undefined
  const { u: lastUpdateId, s: venueSymbol } = data
  const url = [...answered].find((address) => isDepthOf(address, String(venueSymbol)))
  if (url === undefined) return undefined
  const body = JSON.stringify({
    lastUpdateId,
    bids: book.bids.top(ALL).map(texts),
    asks: book.asks.top(ALL).map(texts),
  })
  return { kind: 'rest', url, status: 200, headers: { 'content-type': 'application/json' }, body }
}

function isDepthOf(address: string, venueSymbol: string): boolean {
  const { pathname, searchParams } = new URL(address)
  return pathname.endsWith('/api/v3/depth') && searchParams.get('symbol') === venueSymbol
}

function coinbaseCheckpoint({ book, frame }: CheckpointSource): Happening | undefined {
  const message = parseJson(frame.text)
  if (!isObject(message) || message['type'] !== 'l2update') return undefined
  const { product_id, time } = message
  const bids = book.bids.top(ALL).map(texts)
  const asks = book.asks.top(ALL).map(texts)
  const text = JSON.stringify({ type: 'snapshot', product_id, asks, bids, time })
  return { kind: 'in', socket: frame.socket, text }
}

const KRAKEN_DIGITS = /"price":\d+(?:\.(\d+))?,"qty":\d+(?:\.(\d+))?\}/

/** Its checksum is made of digits, zeros at the end included: how many there are, a level of the update shows. */
function krakenCheckpoint({ book, frame }: CheckpointSource): Happening | undefined {
  const message = parseJson(frame.text)
  const [data] = isObject(message) && message['channel'] === 'book' && isArray(message['data']) ? message['data'] : []
  const digits = KRAKEN_DIGITS.exec(frame.text)
  if (!isObject(data) || digits === null) return undefined
  const [, price = '', qty = ''] = digits
  const levels = (side: OrderBook['bids']): string =>
    side
      .top(ALL)
      .map(([p, q]) => `{"price":${p.toFixed(price.length)},"qty":${q.toFixed(qty.length)}}`)
      .join(',')
  const { symbol, checksum, timestamp } = data
  const time = isString(timestamp) ? `,"timestamp":${JSON.stringify(timestamp)}` : ''
  const sides = `"bids":[${levels(book.bids)}],"asks":[${levels(book.asks)}]`
  const text = `{"channel":"book","type":"snapshot","data":[{"symbol":${JSON.stringify(symbol)},${sides},"checksum":${String(checksum)}${time}}]}`
  return { kind: 'in', socket: frame.socket, text }
}

const ALL = Number.MAX_SAFE_INTEGER

const texts = ([price, amount]: Level): readonly string[] => [decimal(price), decimal(amount)]

/** The shortest digits that give the same number, never with an exponent: exchanges write none. */
export function decimal(value: number): string {
  const [digits = '', exponent] = String(value).split('e-')
  if (exponent === undefined) return digits
  return `0.${'0'.repeat(Number(exponent) - 1)}${digits.replace('.', '')}`
}
