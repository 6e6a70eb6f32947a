import { type BookMessage, ByteScanner, type DecodeContext, type Inbound, isString, literal } from '@md/adapter-core'
import type { Level } from '@md/types'
import { toMiniTicker, toQuote, toTrade } from './normalise.ts'

const STREAM = literal('{"stream":"')
const DATA = literal('","data":')
const BOOK_TICKER = literal('{"u":')
const TRADE = literal('{"e":"trade","E":')
const MINI_TICKER = literal('{"e":"24hrMiniTicker","E":')
const DEPTH = literal('{"e":"depthUpdate","E":')
const SYMBOL = literal(',"s":"')
const END_OF_TEXT = literal('"')
const END_OF_OBJECT = literal('}')

const scanner = new ByteScanner()

/**
 * What a frame of the kinds that make nearly all of the traffic means, read without `JSON.parse`: only where it is laid
 * out to the letter as Binance does. `undefined` for everything else, be it another kind, another layout, damage, or a
 * symbol that nobody asked for. A frame that both can read means the same to both.
 */
export function scan(frame: Buffer, context: DecodeContext): Inbound | undefined {
  scanner.start(frame)
  const wrapped = scanner.skip(STREAM)
  if (wrapped && (scanner.name() === undefined || !scanner.skip(DATA))) return undefined

  const inbound = scanEvent(context)
  const ended = inbound !== undefined && (!wrapped || scanner.skip(END_OF_OBJECT)) && scanner.atEnd
  return ended ? inbound : undefined
}

function scanEvent(context: DecodeContext): Inbound | undefined {
  if (scanner.skip(TRADE)) return scanTrade(context)
  if (scanner.skip(DEPTH)) return scanDepth(context)
  if (scanner.skip(MINI_TICKER)) return scanMiniTicker(context)
  return scanner.skip(BOOK_TICKER) ? scanBookTicker(context) : undefined
}

const TRADE_ID = literal('","t":')
const TRADE_PRICE = literal(',"p":"')
const TRADE_QUANTITY = literal('","q":"')
const TRADE_TIME = literal('","T":')
const BUYER_IS_MAKER = literal(',"m":true')
const BUYER_IS_TAKER = literal(',"m":false')
const BEST_MATCH = literal(',"M":true}')

function scanTrade(context: DecodeContext): Inbound | undefined {
  const sentAt = scanner.integer()
  const symbol = scanSymbol(context)
  if (symbol === undefined || !scanner.skip(TRADE_ID)) return undefined
  const t = scanner.integer()
  const p = scanDecimal(TRADE_PRICE)
  const q = scanDecimal(TRADE_QUANTITY)
  const T = scanner.skip(TRADE_TIME) ? scanner.integer() : Number.NaN
  const m = scanner.skip(BUYER_IS_MAKER)
  if (!(m || scanner.skip(BUYER_IS_TAKER)) || !scanner.skip(BEST_MATCH) || Number.isNaN(sentAt + T)) return undefined

  const trade = toTrade({ t, p, q, T, m }, symbol, context.receivedAt)
  return isString(trade) ? undefined : { kind: 'trade', trade }
}

const LAST = literal('","c":"')
const OPEN = literal('","o":"')
const HIGH = literal('","h":"')
const LOW = literal('","l":"')
const VOLUME = literal('","v":"')
const QUOTE_VOLUME = literal('","q":"')

function scanMiniTicker(context: DecodeContext): Inbound | undefined {
  const E = scanner.integer()
  const symbol = scanSymbol(context)
  if (symbol === undefined || Number.isNaN(E)) return undefined
  const c = scanDecimal(LAST)
  const o = scanDecimal(OPEN)
  const h = scanDecimal(HIGH)
  const l = scanDecimal(LOW)
  const v = scanDecimal(VOLUME)
  const q = scanDecimal(QUOTE_VOLUME)
  if (!scanner.skip(END_OF_TEXT) || !scanner.skip(END_OF_OBJECT)) return undefined

  const ticker = toMiniTicker({ E, c, o, h, l, v, q }, symbol, context.receivedAt)
  return isString(ticker) ? undefined : { kind: 'ticker', ticker }
}

const BID = literal('","b":"')
const BID_QUANTITY = literal('","B":"')
const ASK = literal('","a":"')
const ASK_QUANTITY = literal('","A":"')

function scanBookTicker(context: DecodeContext): Inbound | undefined {
  const u = scanner.integer()
  const symbol = scanSymbol(context)
  if (symbol === undefined || Number.isNaN(u)) return undefined
  const b = scanDecimal(BID)
  const B = scanDecimal(BID_QUANTITY)
  const a = scanDecimal(ASK)
  const A = scanDecimal(ASK_QUANTITY)
  if (!scanner.skip(END_OF_TEXT) || !scanner.skip(END_OF_OBJECT)) return undefined

  const quote = toQuote({ b, B, a, A }, symbol)
  return isString(quote) ? undefined : quote
}

const FIRST_UPDATE = literal('","U":')
const LAST_UPDATE = literal(',"u":')
const BIDS = literal(',"b":[')
const ASKS = literal(',"a":[')
const LEVEL = literal('["')
const QUANTITY = literal('","')
const END_OF_LEVEL = literal('"]')
const COMMA = literal(',')
const END_OF_LIST = literal(']')

/** A diff is read whole before any book is touched. */
function scanDepth(context: DecodeContext): BookMessage | undefined {
  const timestamp = scanner.integer()
  const symbol = scanSymbol(context)
  if (symbol === undefined || !scanner.skip(FIRST_UPDATE)) return undefined
  const first = scanner.integer()
  const last = scanner.skip(LAST_UPDATE) ? scanner.integer() : Number.NaN
  const bids = scanner.skip(BIDS) ? scanLevels() : undefined
  const asks = scanner.skip(ASKS) ? scanLevels() : undefined
  if (bids === undefined || asks === undefined || !(first <= last && timestamp > 0)) return undefined
  if (!scanner.skip(END_OF_OBJECT)) return undefined

  const { receivedAt } = context
  return { kind: 'book', symbol, action: 'update', bids, asks, timestamp, receivedAt, first, last }
}

function scanLevels(): Level[] | undefined {
  const levels: Level[] = []
  if (scanner.skip(END_OF_LIST)) return levels
  do {
    const price = scanDecimal(LEVEL)
    const amount = scanDecimal(QUANTITY)
    if (!(price > 0 && amount >= 0 && scanner.skip(END_OF_LEVEL))) return undefined
    levels.push([price, amount])
  } while (scanner.skip(COMMA))
  return scanner.skip(END_OF_LIST) ? levels : undefined
}

const scanDecimal = (before: Uint8Array): number => (scanner.skip(before) ? scanner.decimal() : Number.NaN)

function scanSymbol(context: DecodeContext): string | undefined {
  const venueSymbol = scanner.skip(SYMBOL) ? scanner.name() : undefined
  return venueSymbol === undefined ? undefined : context.symbolOf(venueSymbol)
}
