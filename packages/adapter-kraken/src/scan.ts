import {
  asTicker,
  asTrade,
  ByteScanner,
  type DecodeContext,
  type Fault,
  type Inbound,
  literal,
  unlessFault,
} from '@md/adapter-core'
import { toTicker, toTrade } from './normalise.ts'
import { scanBook } from './scan-book.ts'

const CHANNEL = literal('{"channel":"')
const BOOK = literal('book","type":"')
const TRADES = literal('trade","type":"update","data":[')
const TICKER = literal('ticker","type":"')

const scanner = new ByteScanner()

/**
 * What a frame of the kinds that make nearly all of the traffic means, read without `JSON.parse`: only where it is laid
 * out to the letter as Kraken does. `undefined` for everything else, be it another kind, another layout, damage, or a
 * symbol that nobody asked for. A frame that both can read means the same to both.
 */
export function scan(frame: Buffer, context: DecodeContext): readonly Inbound[] | undefined {
  scanner.start(frame)
  const meaning = scanChannel(context)
  return scanner.whole ? meaning : undefined
}

function scanChannel(context: DecodeContext): readonly Inbound[] | undefined {
  scanner.pass(CHANNEL)
  if (scanner.skip(BOOK)) return alone(scanBook(scanner, context))
  if (scanner.skip(TRADES)) return scanTrades(context)
  return scanner.skip(TICKER) ? alone(scanTicker(context)) : undefined
}

const alone = (inbound: Inbound | undefined): readonly Inbound[] | undefined =>
  inbound === undefined ? undefined : [inbound]

const SYMBOL = literal('{"symbol":"')
const SELLER = literal('","side":"sell')
const BUYER = literal('","side":"buy')
const PRICE = literal('","price":')
const QTY = literal(',"qty":')
const ORDER_TYPE = literal(',"ord_type":"')
const TRADE_ID = literal('","trade_id":')
const TIMESTAMP = literal(',"timestamp":"')
const END_OF_ROW = literal('"}')
const COMMA = literal(',')
const END = literal(']}')

function scanTrades(context: DecodeContext): readonly Inbound[] | undefined {
  const first = unlessFault(scanTrade(context))
  if (first === undefined) return undefined
  const trades = [first]
  while (scanner.skip(COMMA)) {
    const next = unlessFault(scanTrade(context))
    if (next === undefined) return undefined
    trades.push(next)
  }
  scanner.pass(END)
  return trades
}

function scanTrade(context: DecodeContext): Inbound | Fault | undefined {
  scanner.pass(SYMBOL)
  const symbol = context.symbolOf(scanner.name())
  if (symbol === undefined) return undefined
  const side = scanner.skip(SELLER) ? 'sell' : 'buy'
  if (side === 'buy') scanner.pass(BUYER)
  const price = scanner.numberAfter(PRICE)
  const qty = scanner.numberAfter(QTY)
  scanner.pass(ORDER_TYPE)
  scanner.text()
  const trade_id = scanner.integerAfter(TRADE_ID)
  const timestamp = scanner.timeAfter(TIMESTAMP)
  scanner.pass(END_OF_ROW)
  return asTrade(toTrade({ side, price, qty, trade_id, timestamp }, symbol, context.receivedAt))
}

const UPDATE = literal('update","data":[{"symbol":"')
const SNAPSHOT = literal('snapshot","data":[{"symbol":"')
const BID = literal('","bid":')
const BID_QTY = literal(',"bid_qty":')
const ASK = literal(',"ask":')
const ASK_QTY = literal(',"ask_qty":')
const LAST = literal(',"last":')
const VOLUME = literal(',"volume":')
const VWAP = literal(',"vwap":')
const LOW = literal(',"low":')
const HIGH = literal(',"high":')
const CHANGE = literal(',"change":')
const CHANGE_PCT = literal(',"change_pct":')
const TRADES_OF_DAY = literal(',"trades":')
const END_OF_TICKER = literal('"}]}')

function scanTicker(context: DecodeContext): Inbound | undefined {
  if (!scanner.skip(UPDATE)) scanner.pass(SNAPSHOT)
  const symbol = context.symbolOf(scanner.name())
  if (symbol === undefined) return undefined
  const bid = scanner.numberAfter(BID)
  const bid_qty = scanner.numberAfter(BID_QTY)
  const ask = scanner.numberAfter(ASK)
  const ask_qty = scanner.numberAfter(ASK_QTY)
  const last = scanner.numberAfter(LAST)
  const volume = scanner.numberAfter(VOLUME)
  scanner.numberAfter(VWAP)
  const low = scanner.numberAfter(LOW)
  const high = scanner.numberAfter(HIGH)
  const change = scanner.signedAfter(CHANGE)
  scanner.signedAfter(CHANGE_PCT)
  scanner.integerAfter(TRADES_OF_DAY)
  const timestamp = scanner.timeAfter(TIMESTAMP)
  scanner.pass(END_OF_TICKER)
  const wire = { bid, bid_qty, ask, ask_qty, last, volume, low, high, change, timestamp }
  return unlessFault(asTicker(toTicker(wire, symbol, context.receivedAt)))
}
