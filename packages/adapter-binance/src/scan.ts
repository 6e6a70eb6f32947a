import {
  asTicker,
  asTrade,
  type BookMessage,
  ByteScanner,
  type DecodeContext,
  type Fault,
  type Inbound,
  type Literal,
  literal,
  toTime,
  unlessFault,
} from '@md/adapter-core'
import type { Level } from '@md/types'
import { toMiniTicker, toQuote, toTrade } from './normalise.ts'

const STREAM = literal('{"stream":"')
const DATA = literal('","data":')
const BOOK_TICKER = literal('{"u":')
const TRADE = literal('{"e":"trade","E":')
const MINI_TICKER = literal('{"e":"24hrMiniTicker","E":')
const DEPTH = literal('{"e":"depthUpdate","E":')
const SYMBOL = literal(',"s":"')
const END_OF_OBJECT = literal('}')
const END_OF_TEXT = literal('"}')

const scanner = new ByteScanner()

/**
 * What a frame of the kinds that make nearly all of the traffic means, read without `JSON.parse`: only where it is laid
 * out to the letter as Binance does. `undefined` for everything else, be it another kind, another layout, damage, or a
 * symbol that nobody asked for. A frame that both can read means the same to both.
 */
export function scan(frame: Buffer, context: DecodeContext): Inbound | undefined {
  scanner.start(frame)
  const wrapped = scanner.skip(STREAM)
  if (wrapped) {
    scanner.text()
    scanner.pass(DATA)
  }
  const meaning = scanEvent(context)
  if (wrapped) scanner.pass(END_OF_OBJECT)
  return scanner.whole ? unlessFault(meaning) : undefined
}

function scanEvent(context: DecodeContext): Inbound | Fault | undefined {
  if (scanner.skip(TRADE)) return scanTrade(context)
  if (scanner.skip(DEPTH)) return scanDepth(context)
  if (scanner.skip(MINI_TICKER)) return scanMiniTicker(context)
  return scanner.skip(BOOK_TICKER) ? scanBookTicker(context) : undefined
}

const TRADE_ID = literal('","t":')
const TRADE_PRICE = literal(',"p":"')
const TRADE_QUANTITY = literal('","q":"')
const TRADE_TIME = literal('","T":')
const BUYER_IS_MAKER = literal(',"m":true,"M":true}')
const BUYER_IS_TAKER = literal(',"m":false,"M":true}')

function scanTrade(context: DecodeContext): Inbound | Fault | undefined {
  scanner.integer()
  const symbol = scanSymbol(context)
  if (symbol === undefined) return undefined
  const t = scanner.integerAfter(TRADE_ID)
  const p = scanner.decimalAfter(TRADE_PRICE)
  const q = scanner.decimalAfter(TRADE_QUANTITY)
  const T = scanner.integerAfter(TRADE_TIME)
  const m = scanner.skip(BUYER_IS_MAKER)
  if (!m) scanner.pass(BUYER_IS_TAKER)
  return asTrade(toTrade({ t, p, q, T, m }, symbol, context.receivedAt))
}

const LAST = literal('","c":"')
const OPEN = literal('","o":"')
const HIGH = literal('","h":"')
const LOW = literal('","l":"')
const VOLUME = literal('","v":"')
const QUOTE_VOLUME = literal('","q":"')

function scanMiniTicker(context: DecodeContext): Inbound | Fault | undefined {
  const E = scanner.integer()
  const symbol = scanSymbol(context)
  if (symbol === undefined) return undefined
  const c = scanner.decimalAfter(LAST)
  const o = scanner.decimalAfter(OPEN)
  const h = scanner.decimalAfter(HIGH)
  const l = scanner.decimalAfter(LOW)
  const v = scanner.decimalAfter(VOLUME)
  const q = scanner.decimalAfter(QUOTE_VOLUME)
  scanner.pass(END_OF_TEXT)
  return asTicker(toMiniTicker({ E, c, o, h, l, v, q }, symbol, context.receivedAt))
}

const BID = literal('","b":"')
const BID_QUANTITY = literal('","B":"')
const ASK = literal('","a":"')
const ASK_QUANTITY = literal('","A":"')

function scanBookTicker(context: DecodeContext): Inbound | Fault | undefined {
  scanner.integer()
  const symbol = scanSymbol(context)
  if (symbol === undefined) return undefined
  const b = scanner.decimalAfter(BID)
  const B = scanner.decimalAfter(BID_QUANTITY)
  const a = scanner.decimalAfter(ASK)
  const A = scanner.decimalAfter(ASK_QUANTITY)
  scanner.pass(END_OF_TEXT)
  return toQuote({ b, B, a, A }, symbol)
}

const FIRST_UPDATE = literal('","U":')
const LAST_UPDATE = literal(',"u":')
const BIDS = literal(',"b":[')
const ASKS = literal('],"a":[')
const END_OF_ASKS = literal(']}')

/** A diff is read whole before any book is touched. */
function scanDepth(context: DecodeContext): BookMessage | undefined {
  const E = scanner.integer()
  const symbol = scanSymbol(context)
  if (symbol === undefined) return undefined
  const first = scanner.integerAfter(FIRST_UPDATE)
  const last = scanner.integerAfter(LAST_UPDATE)
  const bids = scanLevels(BIDS)
  const asks = scanLevels(ASKS)
  scanner.pass(END_OF_ASKS)
  if (first > last) return undefined
  const { receivedAt } = context
  return { kind: 'book', symbol, action: 'update', bids, asks, timestamp: toTime(E), receivedAt, first, last }
}

const FIRST_PRICE = literal('["')
const QUANTITY = literal('","')
const NEXT_PRICE = literal('"],["')
const END_OF_LEVELS = literal('"]')

/** The levels after `name`, up to the end of their list; there may be none. */
function scanLevels(name: Literal): Level[] {
  scanner.pass(name)
  const levels: Level[] = []
  if (!scanner.skip(FIRST_PRICE)) return levels
  do {
    const price = scanner.decimal()
    const amount = scanner.decimalAfter(QUANTITY)
    if (!(price > 0)) scanner.fail()
    levels.push([price, amount])
  } while (scanner.skip(NEXT_PRICE))
  scanner.pass(END_OF_LEVELS)
  return levels
}

function scanSymbol(context: DecodeContext): string | undefined {
  scanner.pass(SYMBOL)
  return context.symbolOf(scanner.name())
}
